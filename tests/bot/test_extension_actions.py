"""Quick actions from the message extension, over real HTTP, from any chat."""

import asyncio
import re
from typing import Any

import pytest

from bot.demo_council import TENANT_ID
from bot.extension import NO_SUCH_COMMAND
from bot.handler import OUR_FAULT, OUT_OF_DATE
from dialogs import kit
from dialogs.conversation import Answer, Payload, SendCard, Turn, Verb
from dialogs.quick_actions import QUICK_ACTIONS, opening
from dialogs.table import VERBS
from dialogs.words import NOT_MET
from programme.message import Conversation
from programme.people import Verb as Right
from tests.bot.chats import AN_ACTION, START, Chats, Json, buttons, problems_in, words_of
from tests.bot.extension import CHATS, fetching, invoke, submitting

pytestmark = pytest.mark.asyncio(loop_scope="module")
GILLIAN, PRIYA, ELEANOR = "Gillian Sowerby", "Priya Nair", "Eleanor Marsh"
GROUP = "a group"
SECRET = "CF-2091 Poppy"


def page(answer: tuple[int, Any]) -> Json:
    """The dialog's page, in the shape that Teams wants of it."""
    status, body = answer
    assert status == 200
    assert set(body) == {"task"}, body
    assert body["task"]["type"] == "continue", body
    shown: Json = body["task"]["value"]
    assert set(shown) == {"title", "height", "width", "card"}
    assert shown["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    card: Json = shown["card"]["content"]
    return card


def sentence(answer: tuple[int, Any]) -> str:
    """The sentence that ends the dialog."""
    status, body = answer
    assert (status, set(body)) == (200, {"task"})
    assert body["task"]["type"] == "message", body
    return str(body["task"]["value"])


def only_button(card: Json) -> Json:
    ((_, data),) = buttons(card)
    return data


async def chat_of(office: Chats, name: str) -> Conversation | None:
    """Where the bot writes to a person."""
    person = (await office.people())[name]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        return (await w.conversations.of([person.id])).get(person.id)


@pytest.mark.parametrize("who", [GILLIAN, PRIYA, ELEANOR, "Kwabena Asante"])
@pytest.mark.parametrize("command_id", QUICK_ACTIONS)
async def test_a_command_opens_what_a_button_with_its_verb_opens(
    office: Chats, command_id: str, who: str
) -> None:
    fetch = invoke(office, who, "task/fetch", {"data": opening(command_id)})
    _, by_button = await office.post(fetch)
    status, by_command = await office.post(fetching(office, who, command_id, GROUP))
    assert status == 200
    form = re.compile(r"\b[0-9a-f]{32}\b")  # a form has an id of its own each time it is opened
    assert form.sub("", str(by_command)) == form.sub("", str(by_button))


async def test_good_practice_is_recorded_once_from_a_group(
    office: Chats,
) -> None:
    audit = (await office.audits_led_by("Siân Morgan"))[0]
    case = page(await office.post(fetching(office, GILLIAN, "practice.open", GROUP)))
    named = {**only_button(case), "case": audit.case_reference.lower()}
    submit = submitting(office, GILLIAN, "practice.open", named, GROUP)
    form = page(await office.post(submit))
    assert f"Good practice in {audit.case_reference}" in words_of(form)
    filled = only_button(form)
    standard = next(
        field["choices"][0]["value"] for field in form["body"] if field.get("id") == "standard"
    )
    bad = {**filled, "standard": standard, "good": "Ring 07700 900123."}
    back = page(await office.post(submitting(office, GILLIAN, "practice.open", bad, GROUP)))
    assert "phone number" in problems_in(back)[0]
    assert "Ring 07700 900123." in words_of(back)
    good = {**only_button(back), "good": "Her voice is on every page."}
    sent = submitting(office, GILLIAN, "practice.open", good, GROUP)
    done = sentence(await office.post(sent))
    assert done == "Recorded. It goes to the team manager of Wendale."
    assert sentence(await office.post(sent)) == done

    cards = [m for m in office.messages("Siân Morgan") if m.activity["summary"] == "Good practice"]
    assert len(cards) == 1, "sent again, it has one effect"
    assert "Her voice is on every page." in words_of(cards[0].activity)


async def test_an_action_is_completed_once_however_often_teams_sends_it(office: Chats) -> None:
    who = "Frances O'Dowd"
    audit = await office.submit_audit(who, AN_ACTION)
    shown = page(await office.post(fetching(office, who, "work.actions", "a channel")))
    completes = next(data for each, data in buttons(shown) if each["title"] == "Mark as completed")
    data = {**completes, "note": "Dates agreed on Monday."}
    sent = submitting(office, who, "work.actions", data, "a channel")

    first, again = await office.post(sent), await office.post(sent)

    assert first == again
    assert sentence(first).startswith("Completed: Put dates to the plan. ")
    (action,) = await office.actions_of(audit)
    assert (action.version, action.completion_note) == (2, "Dates agreed on Monday.")
    async with office.demo.service.storage.work(TENANT_ID) as w:
        events = await w.events.about(action.id)
    assert [(each.verb, each.source) for each in events] == [("complete_action", "extension")]
    assert "Completed by Frances O'Dowd" in words_of(office.card(who, "Actions from an audit"))


async def test_a_draft_is_saved_once_and_a_page_that_went_on_answers_again(office: Chats) -> None:
    who = "Yusuf Demir"
    audit = (await office.audits_led_by(who))[0]
    chosen = {"verb": "audit.open", "audit_id": audit.id}
    first = page(await office.post(submitting(office, who, "work.audits", chosen, GROUP)))
    data = next(data for action, data in buttons(first) if action["title"] == "Save and continue")
    grade = office.demo.councils[0].framework.grades[0].id
    sent = submitting(office, who, "work.audits", {**data, "overall": grade}, GROUP)
    one, two = await office.post(sent), await office.post(sent)
    assert one == two
    kept = await office.audit(audit.id)
    assert (kept.record.overall, kept.version) == (grade, 2)


@pytest.mark.parametrize("chat", CHATS)
async def test_using_it_elsewhere_does_not_move_where_the_bot_writes(
    office: Chats, chat: str
) -> None:
    before = await chat_of(office, PRIYA)
    assert before is not None
    await office.post(fetching(office, PRIYA, "work.audits", chat))
    audit = (await office.audits_led_by(PRIYA))[0]
    opened = invoke(office, PRIYA, "task/fetch", {"data": {"verb": "audit.open"}}, chat)
    opened["value"]["data"]["audit_id"] = audit.id
    page(await office.post(opened))
    assert await chat_of(office, PRIYA) == before


async def _sends(_payload: Payload, _turn: Turn) -> Answer:
    return SendCard(kit.card([kit.text("For one reader alone.")]), "See below.")


async def _fails(_payload: Payload, _turn: Turn) -> Answer:
    raise RuntimeError(SECRET)


@pytest.fixture
def odd_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(VERBS, dict)
    monkeypatch.setitem(VERBS, "test.send", Verb("test.send", Payload, _sends, Right.SEE_OWN_WORK))
    monkeypatch.setitem(VERBS, "test.fail", Verb("test.fail", Payload, _fails, Right.SEE_OWN_WORK))


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.usefixtures("odd_verbs")
async def test_a_card_for_one_reader_is_never_sent_where_others_read_along(
    office: Chats, chat: str
) -> None:
    # Local Teams knows no such chat: a card sent there would be a failure of ours.
    data = {"verb": "test.send"}
    for activity in (
        submitting(office, PRIYA, "work.audits", data, chat),
        invoke(office, PRIYA, "task/submit", {"data": data}, chat),
    ):
        assert "For one reader alone." in words_of(page(await office.post(activity)))
    execute = {"action": {"type": "Action.Execute", "data": data}}
    pressed = {**invoke(office, PRIYA, "adaptiveCard/action", execute, chat), "replyToId": "7"}
    status, body = await office.post(pressed)
    assert (status, body["type"]) == (200, "application/vnd.microsoft.card.adaptive")


@pytest.mark.parametrize("pressed", ["adaptiveCard/action", "task/submit", "a message"])
@pytest.mark.usefixtures("odd_verbs")
async def test_a_card_that_comes_as_a_message_comes_once_however_often_teams_sends_the_press(
    office: Chats, pressed: str
) -> None:
    data = {"verb": "test.send"}
    before = len(office.messages(PRIYA))
    for press in range(1, 3):
        activity = office.execute(PRIYA, data)
        if pressed == "task/submit":
            activity = invoke(office, PRIYA, pressed, {"data": data})
        elif pressed == "a message":
            typed = office.demo.teams._activities.message(office.who(PRIYA), "1", "", START)
            activity = {**typed, "id": activity["id"], "value": data}
        first, again = await asyncio.gather(office.post(activity), office.post(activity))
        assert first == again == await office.post(activity)
        assert len(office.messages(PRIYA)) == before + press


@pytest.mark.usefixtures("odd_verbs")
async def test_a_failure_of_ours_is_a_sentence_and_nothing_of_the_error(
    office: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    sent = submitting(office, PRIYA, "work.audits", {"verb": "test.fail"}, GROUP)
    assert sentence(await office.post(sent)) == OUR_FAULT
    assert SECRET not in caplog.text


@pytest.mark.parametrize("data", [None, [], "x", {"verb": "nothing"}, {"verb": ["dip.open"]}])
async def test_what_no_page_of_ours_sends_is_out_of_date(office: Chats, data: object) -> None:
    answer = await office.post(submitting(office, PRIYA, "work.audits", data, GROUP))
    assert sentence(answer) == OUT_OF_DATE


@pytest.mark.parametrize(
    "value", [None, [], "x", {}, {"commandId": 7}, {"commandId": "audit.open"}]
)
async def test_a_command_that_is_none_is_said_to_be_none(office: Chats, value: object) -> None:
    activity = {**fetching(office, PRIYA, "", GROUP), "value": value}
    assert sentence(await office.post(activity)) == NO_SUCH_COMMAND


async def test_whoever_may_not_is_told_who_may(office: Chats) -> None:
    told = sentence(await office.post(fetching(office, PRIYA, "practice.open", GROUP)))
    assert told.startswith("Your role doesn't allow this; please ask one of: ")
    without = sentence(await office.post(fetching(office, PRIYA, "dip.open", GROUP)))
    assert without.startswith("Your council's framework doesn't ask for dip samples; ")


async def test_a_stranger_gets_the_polite_sentence_and_another_tenant_none(office: Chats) -> None:
    elsewhere = {"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}
    for made in (
        fetching(office, PRIYA, "work.audits", GROUP),
        submitting(office, PRIYA, "work.audits", {"verb": "work.audits"}, GROUP),
    ):
        unknown = {**made, "from": {**made["from"], "aadObjectId": "0" * 32}}
        assert sentence(await office.post(unknown)) == NOT_MET
        assert (await office.post({**made, "channelData": elsewhere}))[0] == 403
