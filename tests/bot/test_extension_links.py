"""Links to cases and actions, over real HTTP: what they unfurl to, and what a browser shows."""

import logging

import aiohttp
import pytest

from bot import extension
from bot.link_pages import PAGE
from dialogs.conversation import Turn
from dialogs.open_work import NOT_YOURS
from dialogs.shared_card import Found
from tests.bot.chats import AN_ACTION, Chats, Json, buttons, words_of
from tests.bot.extension import CHATS, invoke, pasting, results, titles

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRIYA, SIAN, KWABENA, ELEANOR = "Priya Nair", "Siân Morgan", "Kwabena Asante", "Eleanor Marsh"
OTHERS = ("Natalie Osborne", "Comfort Boadu", "Gillian Sowerby")
HOST = "https://sightline.council.gov.uk"
GROUP = "a group"
FRESH = [{"type": "setCachePolicy", "value": '{"type":"no-cache"}'}]


async def unfurl(office: Chats, who: str, url: object) -> tuple[int, Json]:
    return await office.post(pasting(office, who, url, GROUP))


async def opened(office: Chats, who: str, data: Json) -> Json:
    _, body = await office.post(invoke(office, who, "task/fetch", {"data": data}, GROUP))
    task: Json = body["task"]
    return task


async def test_a_case_unfurls_for_those_with_a_part_in_it_and_opens_their_part(
    office: Chats,
) -> None:
    audit = (await office.audits_led_by(PRIYA))[0]
    url = f"{HOST}/case/{audit.case_reference.lower()}"
    answer = await unfurl(office, PRIYA, url)
    (found,) = results(answer)
    assert answer[1]["composeExtension"]["suggestedActions"] == {"actions": FRESH}
    assert titles([found]) == [f"{audit.case_reference}: audits and actions"]
    told = words_of(found["content"])
    assert told.startswith(f"Audits and actions\nCase\n{audit.case_reference}\nAs it stood on ")
    assert audit.team not in told
    assert PRIYA not in told
    for who in (KWABENA, ELEANOR):
        assert results(await unfurl(office, who, url)) == [found]

    ((_, data),) = buttons(found["content"])
    mine = (await opened(office, PRIYA, data))["value"]["card"]["content"]
    ((button, inner),) = buttons(mine)
    assert button["title"] == "Record the audit"
    recording = await office.post(invoke(office, PRIYA, "task/submit", {"data": inner}, GROUP))
    assert recording[1]["task"]["value"]["title"] == f"Audit of {audit.case_reference}"
    theirs = (await opened(office, KWABENA, data))["value"]["card"]["content"]
    assert list(buttons(theirs)) == []
    for who in OTHERS:
        assert await opened(office, who, data) == {"type": "message", "value": NOT_YOURS}


async def test_an_action_unfurls_for_those_who_may_see_it_and_is_completed_from_there(
    office: Chats,
) -> None:
    audit = await office.submit_audit(SIAN, AN_ACTION)
    (action,) = await office.actions_of(audit)
    url = f"{HOST}/action/{action.id}"
    (found,) = results(await unfurl(office, SIAN, url))
    told = words_of(found["content"])
    assert f"Case\n{audit.case_reference}\nDue\nMonday 14 December 2026" in told
    assert action.text not in str(found)
    ((_, data),) = buttons(found["content"])
    (_, form), *_ = buttons((await opened(office, SIAN, data))["value"]["card"]["content"])
    submit = invoke(office, SIAN, "task/submit", {"data": {**form, "note": "Agreed."}}, GROUP)
    assert "Completed: " in (await office.post(submit))[1]["task"]["value"]
    (after,) = results(await unfurl(office, SIAN, url))
    assert "Due" not in words_of(after["content"])


async def test_what_is_not_ones_own_looks_as_what_is_not_there(office: Chats) -> None:
    audit = await office.submit_audit("Frances O'Dowd", AN_ACTION)
    (action,) = await office.actions_of(audit)
    nothing = await unfurl(office, "Natalie Osborne", f"{HOST}/case/MC-999999")
    assert results(nothing) == []
    assert await unfurl(office, "Natalie Osborne", f"{HOST}/action/{'0' * 32}") == nothing
    for who in OTHERS:
        for path in (f"case/{audit.case_reference}", f"action/{action.id}"):
            assert await unfurl(office, who, f"{HOST}/{path}") == nothing
    # Without a name it is the same.
    pasted = pasting(office, "Frances O'Dowd", f"{HOST}/case/{audit.case_reference}", GROUP)
    assert results(await office.post(pasted))
    unknown = {**pasted, "from": {**pasted["from"], "aadObjectId": "0" * 32}}
    elsewhere = {"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}
    assert await office.post(unknown) == nothing
    assert (await office.post({**pasted, "channelData": elsewhere}))[0] == 403
    anonymous = {**pasted, "name": "composeExtension/anonymousQueryLink"}
    assert await office.post(anonymous) == nothing
    assert nothing[1]["composeExtension"]["suggestedActions"] == {"actions": FRESH}


@pytest.mark.parametrize("chat", CHATS)
async def test_it_unfurls_alike_in_every_chat(office: Chats, chat: str) -> None:
    audit = (await office.audits_led_by("Yusuf Demir"))[0]
    url = f"{HOST}/case/{audit.case_reference}"
    here = results(await office.post(pasting(office, "Yusuf Demir", url)))
    assert results(await office.post(pasting(office, "Yusuf Demir", url, chat))) == here
    assert len(here) == 1


ODD: list[object] = [
    None,
    7,
    "",
    "nothing",
    HOST,
    f"{HOST}/",
    f"{HOST}/case/",
    f"{HOST}/case/%20",
    f"{HOST}/case/{'9' * 41}",
    f"{HOST}/case/MC-1/edit",
    f"{HOST}/action/MC-1",
    f"{HOST}/action/{'0' * 31}",
    f"{HOST}/audit/{'0' * 32}",
    "https://[::1/case/MC-1",
    f"{HOST}/case/" + "%41" * 1_000,
    "javascript://x/case/MC-1",
]


@pytest.mark.parametrize("url", ODD)
async def test_any_other_address_unfurls_to_nothing(office: Chats, url: object) -> None:
    assert results(await unfurl(office, PRIYA, url)) == []


async def _fails(_url: str, _turn: Turn) -> Found | None:
    raise RuntimeError("CF-2091 Poppy")


async def test_a_failure_of_ours_unfurls_to_nothing(
    office: Chats, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(extension, "unfurl", _fails)
    failed = await unfurl(office, PRIYA, f"{HOST}/case/MC-1")
    assert results(failed) == []
    assert failed[1]["composeExtension"]["suggestedActions"] == {"actions": FRESH}
    assert "Poppy" not in caplog.text


async def test_a_browser_is_told_to_open_it_in_teams_and_nothing_of_the_case(
    office: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    audit = (await office.audits_led_by(PRIYA))[0]
    # A new connection, since a server decides at its start whether it logs what is asked for.
    paths = (f"case/{audit.case_reference}", "case/MC-9/x", f"action/{'0' * 32}", "case/")
    caplog.set_level(logging.INFO)
    async with aiohttp.ClientSession() as browser:
        for path in paths:
            async with browser.get(f"{office.demo.url}/{path}") as response:
                assert response.status == 200
                assert await response.text() == PAGE
                assert response.content_type == "text/html"
                assert response.headers["Cache-Control"] == "no-store"
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Open this in Teams" in PAGE
    assert audit.case_reference not in caplog.text
