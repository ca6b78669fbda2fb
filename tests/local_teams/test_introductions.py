"""Everyone with the app is introduced to the bot once, also over restarts."""

from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.local_teams.stage import APP, NEW, PRIYA, TOM, Stage, card, card_message, stage, text

HELLO = {"type": "message", "text": "Hello"}


async def test_everyone_with_the_app_is_introduced_once(teams: Stage) -> None:
    await teams.teams.install_everyone()
    await teams.teams.install_everyone()
    added, joined = teams.bot.of("installationUpdate"), teams.bot.of("conversationUpdate")
    expected = {PRIYA.object_id, TOM.object_id}
    assert {each["from"]["aadObjectId"] for each in added} == expected
    assert {each["from"]["aadObjectId"] for each in joined} == expected
    assert (len(added), len(joined)) == (2, 2)
    assert {each["action"] for each in added} == {"add"}
    assert joined[0]["membersAdded"] == [{"id": f"28:{APP}"}]


async def test_whom_the_bot_did_not_answer_for_is_introduced_next_time(teams: Stage) -> None:
    teams.bot.status = 503
    await teams.teams.install_everyone()
    teams.bot.status = 200
    teams.bot.received.clear()
    await teams.teams.install_everyone()
    assert len(teams.bot.of("conversationUpdate")) == 2


async def test_installing_and_removing_the_app_is_told_to_the_bot(teams: Stage) -> None:
    await teams.teams.install(NEW.object_id)
    await teams.send(NEW, HELLO)
    await teams.teams.uninstall(NEW.object_id)
    actions = [each["action"] for each in teams.bot.of("installationUpdate")]
    assert actions == ["add", "remove"]


async def test_an_app_that_comes_back_is_introduced_again(teams: Stage) -> None:
    await teams.teams.install_everyone()
    await teams.teams.uninstall(PRIYA.object_id)
    teams.bot.status = 503
    answer = await teams.teams.install(PRIYA.object_id)
    assert answer.failed
    teams.bot.status = 200
    teams.bot.received.clear()
    await teams.teams.install_everyone()
    (added,) = teams.bot.of("installationUpdate")
    assert added["from"]["aadObjectId"] == PRIYA.object_id


async def test_a_restart_at_another_address_introduces_everyone_again(tmp_path: Path) -> None:
    store = tmp_path / "teams.db"
    async with AsyncExitStack() as stack:
        first = await stage(stack, store=store)
        await first.teams.install_everyone()
        again = await stage(stack, store=store)
        await again.teams.install_everyone()
        met = {each["serviceUrl"] for each in again.bot.of("installationUpdate")}
    assert (len(again.bot.of("installationUpdate")), met) == (2, {again.url})


async def test_a_restart_keeps_messages_unread_and_introductions(tmp_path: Path) -> None:
    store = tmp_path / "var" / "teams.db"
    async with AsyncExitStack() as stack:
        first = await stage(stack, store=store)
        await first.teams.install_everyone()
        await first.teams.install(NEW.object_id)
        sent = await first.send(PRIYA, HELLO)
        first.teams.mark_read(PRIYA.object_id)
        later = await first.send(PRIYA, card_message(card(text("Unread"))))
        first.teams.refuse(TOM.object_id, "BotDisabledByAdmin")
        chat = first.teams.directory.conversation_id(PRIYA)
        port = urlsplit(first.url).port
    async with AsyncExitStack() as stack:
        again = await stage(stack, store=store, port=port)
        await again.teams.install_everyone()
        assert again.bot.received == []
        assert [each.id for each in again.teams.messages(PRIYA.object_id)] == [sent, later]
        assert again.teams.unread(PRIYA.object_id) == 1
        assert again.teams.directory.conversation_id(PRIYA) == chat
        assert int(await again.send(PRIYA, HELLO)) > int(later)
        async with again.http.post(f"{again.chat(TOM)}/activities", json=HELLO) as response:
            assert response.status == 403
