"""Presses that are not as they should be, and those of people who are not known."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.demo_council import TENANT_ID
from bot.handler import OUR_FAULT, OUT_OF_DATE, RULES_UNREAD
from dialogs.conversation import Answer, Payload, ShowLive, Turn, Typed, Verb
from dialogs.table import VERBS
from dialogs.words import STRANGER
from programme.message import MessageKind
from programme.people import Verb as Right
from tests.bot.chats import START, Chats, Json, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRIYA, ELEANOR = "Priya Nair", "Eleanor Marsh"
MINE, ROUND = "Your audits for December 2026", "The audit programme for December 2026"
SECRET = "CF-2091 Poppy"


async def test_the_officer_has_one_card_for_all_the_rounds_of_the_1st(office: Chats) -> None:
    summaries = [message.activity.get("summary") for message in office.messages(ELEANOR)]
    assert summaries.count(ROUND) == 1
    told = words_of(office.card(ELEANOR, ROUND))
    assert "**Mid-way audits** · December 2026" in told
    assert "**Targeted audits of reviewing officers and chairs** · October to Decem" in told
    assert "**Residential audits** · December 2026\nNo case was drawn" in told


async def test_acknowledging_shows_in_place_and_in_the_officers_count(office: Chats) -> None:
    message = office.message(PRIYA, MINE)
    counted = office.message(ELEANOR, ROUND)

    answer = await office.press(PRIYA, message, "Acknowledge")

    assert "Acknowledged. Thank you." in words_of(answer.card)
    assert "Acknowledge" not in words_of(answer.card).split("\n")
    assert office.message(PRIYA, MINE).id == message.id
    assert "You have acknowledged this" in words_of(office.card(PRIYA, MINE))
    assert office.message(ELEANOR, ROUND).id == counted.id
    assert "1 of " in words_of(office.card(ELEANOR, ROUND)).partition("Acknowledged\n")[2][:5]


async def test_acknowledging_twice_counts_once(office: Chats) -> None:
    data = {"verb": "allocation.acknowledge", "kind": "allocation", "subject": "2026-12"}
    before = words_of(office.card(ELEANOR, ROUND)).partition("Acknowledged\n")[2].split("\n")[0]
    first = await office.post(office.execute("Yusuf Demir", data))
    again = await office.post(office.execute("Yusuf Demir", data))
    after = words_of(office.card(ELEANOR, ROUND)).partition("Acknowledged\n")[2].split("\n")[0]
    assert "Thank you" in words_of(first[1]["value"])
    assert "already" in words_of(again[1]["value"])
    assert int(after.split()[0]) == int(before.split()[0]) + 1


async def test_an_acknowledgement_edits_the_card_for_a_client_that_only_submits(
    office: Chats,
) -> None:
    message = office.message("Siân Morgan", MINE)
    before = len(office.messages("Siân Morgan"))
    await office.press("Siân Morgan", message, "Acknowledge", submit=True)
    assert len(office.messages("Siân Morgan")) == before
    now = next(m for m in office.messages("Siân Morgan") if m.id == message.id)
    assert "acknowledged" in words_of(now.activity).casefold()
    assert now.edited_at is not None


@pytest.mark.parametrize("kind", ["round", "before_the_first", "not_drawn", "team_work", "welcome"])
async def test_a_press_cannot_ask_for_a_card_of_someone_elses_role(
    office: Chats, kind: str
) -> None:
    data = {"verb": "allocation.acknowledge", "kind": kind, "subject": "2026-12"}
    status, body = await office.post(office.execute("Marcus Campbell", data))
    assert (status, body["value"]) == (200, OUT_OF_DATE)


async def test_the_service_areas_card_is_for_those_who_get_a_copy(office: Chats) -> None:
    data = {"verb": "allocation.acknowledge", "kind": "group_allocation", "subject": "2026-12"}
    _, manager = await office.post(office.execute("Kwabena Asante", data))
    _, other = await office.post(office.execute("Stephen Holroyd", data))
    assert "audits in Locality Safeguarding" in words_of(manager["value"])
    assert "Locality" not in words_of(other)


def as_dialog(activity: Json, name: str, data: object) -> Json:
    return {**activity, "name": name, "value": {"data": data}}


async def _fails(_payload: Payload, _turn: Turn) -> Answer:
    raise RuntimeError(SECRET)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a verb whose handler fails."""
    assert isinstance(VERBS, dict)
    monkeypatch.setitem(VERBS, "test.fail", Verb("test.fail", Payload, _fails, Right.SEE_OWN_WORK))
    return "test.fail"


async def test_a_failure_of_ours_is_answered_with_a_sentence_and_nothing_of_the_error(
    office: Chats, failing: str, caplog: pytest.LogCaptureFixture
) -> None:
    execute = office.execute(PRIYA, {"verb": failing})
    pressed = await office.post(execute)
    opened = await office.post(as_dialog(execute, "task/fetch", {"verb": failing}))
    assert (pressed[0], pressed[1]["value"]) == (200, OUR_FAULT)
    assert (opened[0], opened[1]["task"]["value"]) == (200, OUR_FAULT)

    before = len(office.messages(PRIYA))
    submitted = office.demo.teams._activities.submit(
        office.who(PRIYA), "1", {"verb": failing}, START
    )
    assert (await office.post(submitted))[0] == 202
    assert [m.activity["text"] for m in office.messages(PRIYA)[before:]] == [OUR_FAULT]

    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


async def test_while_its_rules_can_t_be_read_a_council_s_people_hear_so(
    office: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = office.demo.service.councils
    record = await office.demo.service.storage.councils.get(TENANT_ID)
    monkeypatch.setattr(registry, "_read", {})
    monkeypatch.setattr(registry, "_unread", {TENANT_ID: (record, SECRET)})
    execute = office.execute(PRIYA, {"verb": "allocation.acknowledge"})
    pressed = await office.post(execute)
    assert (pressed[0], pressed[1]["value"]) == (200, RULES_UNREAD)
    searched = await office.post({**execute, "name": "composeExtension/query", "value": {}})
    assert RULES_UNREAD in str(searched[1])
    typed = await office.demo.teams.say(office.who(PRIYA).object_id, "my work")
    assert not typed.failed
    assert office.messages(PRIYA)[-1].activity["text"] == RULES_UNREAD


async def test_a_refusal_is_said_where_its_card_has_nothing_left_to_show(
    office: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = "Somebody else has it by now: please see below."

    async def refused(_payload: Payload, _turn: Turn) -> Answer:
        typed = Typed("test.refuse", changed, {"words": SECRET}, {"words": "Shorter, please."})
        return ShowLive(MessageKind.DISPUTE, "0" * 32, typed=typed)

    assert isinstance(VERBS, dict)
    monkeypatch.setitem(
        VERBS, "test.refuse", Verb("test.refuse", Payload, refused, Right.SEE_OWN_WORK)
    )
    _, told = await office.post(office.execute(PRIYA, {"verb": "test.refuse"}))
    assert told["value"] == f"{changed} Shorter, please."


@pytest_asyncio.fixture(loop_scope="module")
async def stranger(office: Chats) -> AsyncIterator[str]:
    """Someone of the tenant who has left the staff list."""
    name = "Comfort Boadu"
    person = (await office.people())[name]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        await w.people.save([replace(person, active=False)])
        await w.commit()
    yield name
    async with office.demo.service.storage.work(TENANT_ID) as w:
        await w.people.save([person])
        await w.commit()


async def test_a_stranger_gets_a_polite_sentence_and_learns_nothing(
    office: Chats, stranger: str
) -> None:
    for typed in ("hello", "my work", "programme", "why MC-1", "draw january"):
        assert (await office.say(stranger, typed))["text"] == STRANGER
    audit = (await office.audits_led_by(PRIYA))[0]
    for data in ({"verb": "audit.open", "audit_id": audit.id}, {"verb": "nothing"}):
        execute = office.execute(stranger, data)
        assert (await office.post(execute))[1]["value"] == STRANGER
        dialog = as_dialog(execute, "task/fetch", data)
        assert (await office.post(dialog))[1]["task"]["value"] == STRANGER


async def test_a_tenant_that_was_not_added_is_turned_away(office: Chats) -> None:
    elsewhere = {"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}
    before = len(office.messages(PRIYA))
    typed = office.demo.teams._activities.message(office.who(PRIYA), "1", "my work", START)
    added = office.demo.teams._activities.installation(office.who(PRIYA), added=True, now=START)
    execute = office.execute(PRIYA, {"verb": "allocation.acknowledge"})
    for activity in (typed, added, execute):
        for channel_data in (elsewhere, {}, None, {"tenant": "x"}):
            status, body = await office.post({**activity, "channelData": channel_data})
            assert status == 403
            assert set(body) == {"error"}
    assert len(office.messages(PRIYA)) == before


Change = Callable[[Json], Any]
WITHOUT: dict[str, Change] = {
    "nobody": lambda a: a.pop("from"),
    "a user id": lambda a: a["from"].pop("id"),
    "an object id": lambda a: a["from"].pop("aadObjectId"),
    "a tenant": lambda a: a.pop("channelData"),
    "an id": lambda a: a.pop("id"),
    "a recipient": lambda a: a.pop("recipient"),
    "an answer to": lambda a: a.pop("replyToId", None),
}


@pytest.mark.parametrize("what", WITHOUT)
async def test_an_activity_without_a_part_is_never_a_fault(office: Chats, what: str) -> None:
    who = office.who("Gillian Sowerby")
    acts: list[Json] = [
        office.demo.teams._activities.message(who, "1", "help", START),
        office.demo.teams._activities.submit(who, "1", {"verb": "x"}, START),
        office.execute("Gillian Sowerby", {"verb": "x"}),
    ]
    for activity in acts:
        WITHOUT[what](activity)
        status, _ = await office.post(activity)
        assert status in (200, 202, 400, 403)


async def test_a_stranger_without_a_user_id_is_a_stranger(office: Chats) -> None:
    sender = {"aadObjectId": "0" * 32, "name": "Nobody"}

    _, body = await office.post({**office.execute(PRIYA, {"verb": "x"}), "from": sender})

    assert body["value"] == STRANGER


async def test_another_invoke_is_said_to_be_unknown(office: Chats) -> None:
    status, _ = await office.post({**office.execute(PRIYA, {}), "name": "fileConsent/invoke"})
    assert status == 501


async def test_nothing_of_a_case_is_in_the_log_of_a_day(
    office: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        audit = await office.submit_audit(
            "Frances O'Dowd", {"new_text": SECRET, "new_due": "2026-12-14"}
        )
    assert audit.case_reference not in caplog.text
    assert SECRET not in caplog.text
