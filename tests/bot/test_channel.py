"""Where others read along: what can be typed, what is posted and kept true, who hears nothing."""

import logging
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from botbuilder.core import TurnContext

from bot.channel import Send, answer_in_channel
from bot.demo_council import TENANT_ID
from bot.live import LiveCards
from bot.solver import ScipySolver
from dialogs.conversation import Say, ShowCard, Turn
from dialogs.words import OTHERS_READ_ALONG
from programme.use_cases.show_team_in_channel import places_of, show_team
from tests.bot.channels import Here, card_of, channel_of
from tests.bot.chats import START, Chats, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

KWABENA, PRIYA, YUSUF = "Kwabena Asante", "Priya Nair", "Yusuf Demir"
STEPHEN, ELEANOR = "Stephen Holroyd", "Eleanor Marsh"
AREA, TEAM = "Locality Safeguarding", "Harrowmere North"
TODAY = START.date()


@pytest.fixture
def here(office: Chats) -> Here:
    """The channel of Priya's service area."""
    return channel_of(office, PRIYA)


async def test_a_later_post_of_the_same_person_is_the_one_that_is_kept_true(
    office: Chats, here: Here
) -> None:
    [first] = await here.say(YUSUF, "@Sightline my team")
    [second] = await here.say(YUSUF, "@Sightline my team")
    before = words_of(card_of(first))
    assert words_of(card_of(second)) == before
    await office.submit_audit(YUSUF)
    [stays] = [each for each in here.posts() if each.id == first.id]
    [edited] = [each for each in here.posts() if each.id == second.id]
    assert (stays.edited_at, words_of(card_of(stays))) == (None, before)
    assert edited.edited_at is not None
    assert words_of(card_of(edited)) != before


async def test_what_changes_while_the_card_is_on_its_way_is_shown_by_an_edit(
    office: Chats, here: Here
) -> None:
    who = "Marcus Campbell"
    [first] = await here.say(who, "@Sightline help")

    async def send(_context: TurnContext, _shown: Say | ShowCard) -> str:
        await office.submit_audit(who)
        return first.id

    turn = await _turn(office, who, "once")
    await _type_my_team(office, here, first.thread, turn, send)
    async with office.demo.service.storage.work(TENANT_ID) as w:
        places = places_of(office.demo.councils[0], turn.person, await w.teams.all())
        counted = (await show_team(office.demo.councils[0], w, places[0], TODAY)).standing
    await office.delivered()
    [edited] = [each for each in here.posts() if each.id == first.id]
    assert f"Audits under way\n{counted.audits}" in words_of(card_of(edited))


async def test_what_teams_sends_again_is_posted_once(office: Chats, here: Here) -> None:
    [first] = await here.say(PRIYA, "@Sightline help")
    sent = []

    async def send(_context: TurnContext, shown: Say | ShowCard) -> str:
        sent.append(shown)
        return first.id

    turn = await _turn(office, PRIYA, "again")
    for _ in range(2):
        await _type_my_team(office, here, first.thread, turn, send)
    assert len(sent) == 1


async def _turn(office: Chats, who: str, key: str) -> Turn:
    return Turn(
        office.demo.councils[0],
        (await office.people())[who],
        "typed",
        key,
        START,
        office.demo.service.storage.work,
        lambda: 1,
        ScipySolver(),
    )


async def _type_my_team(
    office: Chats, here: Here, thread: str | None, turn: Turn, send: Send
) -> None:
    service = office.demo.service
    where = SimpleNamespace(
        text="my team",
        service_url=office.demo.url,
        conversation=SimpleNamespace(id=f"{here.channel.id};messageid={thread}"),
    )
    live = LiveCards(service.councils, service.storage.work)
    await answer_in_channel(SimpleNamespace(activity=where), turn, live, send)


async def test_the_answer_stands_in_the_thread_in_which_it_was_asked_for(here: Here) -> None:
    [first] = await here.say(PRIYA, "@Sightline my team")
    [second] = await here.say(PRIYA, "@Sightline, my team?", thread=first.thread)
    assert second.thread == first.thread
    assert card_of(second)["body"][0] == card_of(first)["body"][0]


async def test_what_can_be_typed_is_one_sentence(office: Chats, here: Here) -> None:
    for typed in ("@Sightline", "@Sightline help", "@Sightline Hello!"):
        [post] = await here.say(PRIYA, typed)
        told = post.activity["text"]
        assert "“my team”" in told
        assert len(re.findall(r"[.!?]", told)) == 1
    for typed in ("@Sightline why MC-100000", "@Sightline my work", "@Sightline complete"):
        [post] = await here.say(PRIYA, typed)
        assert post.activity["text"] == OTHERS_READ_ALONG


async def test_whoever_answers_for_several_says_which(office: Chats, here: Here) -> None:
    [post] = await here.say(KWABENA, "@Sightline my team Atlantis")
    assert post.activity["text"].startswith(f"Please say which, as in “my team {AREA}”")
    assert TEAM in post.activity["text"]


async def test_who_may_not_see_a_teams_work_is_sent_to_their_own_chat(
    office: Chats, here: Here
) -> None:
    who = (await office.people())[STEPHEN]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        await w.people.save([replace(who, active=False)])
        await w.commit()
    [post] = await here.say(STEPHEN, "@Sightline my team")
    assert post.activity["text"] == OTHERS_READ_ALONG
    assert await here.say(PRIYA, "Nobody asked Sightline for anything") == []
    officer = {**here.typed(office.who(ELEANOR), "my team")}
    assert await office.post(officer) == (202, None)
    assert here.posts()[-1].activity["text"] == OTHERS_READ_ALONG


async def test_a_group_chat_is_answered_as_a_channel_is(office: Chats, here: Here) -> None:
    asked = here.typed(office.who(PRIYA), "my team")
    asked["conversation"]["conversationType"] = "groupChat"
    before = len(here.posts())
    assert await office.post(asked) == (202, None)
    [post] = here.posts()[before:]
    assert f"{TEAM}: what is open" in words_of(card_of(post))


@pytest.mark.parametrize("status", [403, 404])
async def test_where_nothing_can_be_said_it_is_left_at_that(
    office: Chats, here: Here, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    somebody = office.who("Siân Morgan")
    asked = here.typed(office.who(PRIYA), "my team")
    asked["conversation"]["id"] = office.demo.teams.directory.conversation_id(somebody)
    if status == 403:
        office.demo.teams.refuse(somebody.object_id, "ConversationBlockedByUser")
    else:
        asked["conversation"]["id"] = "19:nowhere@thread.tacv2"
    before = len(office.messages(PRIYA)), len(here.posts())
    with caplog.at_level(logging.WARNING):
        assert await office.post(asked) == (202, None)
    assert (len(office.messages(PRIYA)), len(here.posts())) == before
    assert "Nothing could be said where others read along" in caplog.text
    assert "A turn failed" not in caplog.text
    assert TEAM not in caplog.text


async def test_put_into_a_team_it_greets_nobody_and_meets_nobody(office: Chats, here: Here) -> None:
    before = {n: len(office.messages(n)) for n in (PRIYA, YUSUF, KWABENA)}, len(here.posts())
    added = here.typed(office.who(KWABENA), "")
    for name in ("text", "textFormat", "attachments"):
        added.pop(name, None)
    added["conversation"]["id"] = here.channel.id
    installed = {**added, "type": "installationUpdate", "action": "add"}
    bot = {"id": office.demo.teams.directory.bot["id"]}
    met = {**added, "type": "conversationUpdate", "membersAdded": [bot]}
    people = [{"id": office.demo.teams.directory.sender(office.who(YUSUF))["id"]}]
    joined = {**added, "type": "conversationUpdate", "membersAdded": people}
    removed = {**installed, "action": "remove"}
    for activity in (installed, met, joined, removed):
        assert await office.post(activity) == (202, None)
    after = {n: len(office.messages(n)) for n in (PRIYA, YUSUF, KWABENA)}, len(here.posts())
    assert after == before
    who = (await office.people())[KWABENA].id
    async with office.demo.service.storage.work(TENANT_ID) as w:
        conversation = (await w.conversations.of([who]))[who]
    assert conversation.blocked is None, "gone from a team, it is still in his own chat"
