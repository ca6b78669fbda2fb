"""A press that isn't as a card would send it gets a sentence, and changes nothing."""

import pytest

from bot.handler import OUR_FAULT, OUT_OF_DATE
from tests.bot.chats import Chats, Json

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRIYA, ELEANOR = "Priya Nair", "Eleanor Marsh"
SECRET = "CF-2091 Poppy"
HUGE = "9" * 5_000
MALFORMED: dict[str, object] = {
    "nothing": None,
    "a list": [],
    "a word": "action.complete",
    "no verb": {"subject": "1"},
    "an unknown verb": {"verb": "action.undo"},
    "a verb that is a list": {"verb": ["action.complete"]},
    "an extra key": {
        "verb": "allocation.acknowledge",
        "kind": "allocation",
        "subject": "2026-12",
        "person_id": "eleanor",
    },
    "a number for a word": {"verb": "allocation.acknowledge", "kind": "allocation", "subject": 12},
    "no month": {"verb": "allocation.acknowledge", "kind": "allocation", "subject": "soon"},
    "a month in a year too far": {
        "verb": "allocation.acknowledge",
        "kind": "allocation",
        "subject": "9999-12",
    },
    "a huge month": {"verb": "allocation.acknowledge", "kind": "allocation", "subject": HUGE},
    "a huge note": {
        "verb": "action.complete",
        "kind": "my_work",
        "subject": "1",
        "complete_note": HUGE * 3,
    },
    "an action that is none": {
        "verb": "action.complete",
        "kind": "my_work",
        "subject": "1",
        "action": "' OR 1=1",
    },
    "no action": {"verb": "action.complete", "kind": "my_work", "subject": "1"},
    "a version too great": {
        "verb": "action.complete",
        "kind": "my_work",
        "subject": "1",
        "action": f"{1:032x}/{HUGE}",
    },
    "a digest of no day": {
        "verb": "action.complete",
        "kind": "digest",
        "subject": "2026-99-99",
        "action": f"{1:032x}/1",
    },
    "an audit that is none": {"verb": "audit.open", "audit_id": "../../etc/passwd"},
    "a page that is none": {
        "verb": "audit.save",
        "audit_id": "0" * 32,
        "page": "end",
        "go": "next",
    },
    "a field that is a list": {
        "verb": "audit.save",
        "audit_id": "0" * 32,
        "page": "asked_1",
        "go": "next",
        "overall": ["good"],
    },
    "a seed below nothing": {"verb": "allocation.preview", "month": "2027-03", "seed": -1},
    **{
        f"{what}, by {verb}": {
            "verb": verb,
            "kind": kind,
            "subject": subject,
        }
        for verb in ("later.remind", "later.stop", "later.one.open")
        for kind, what, subject in (
            ("audits_due", "audits of no day", "2026-12/soon"),
            ("audits_due", "audits of no month", "soon/2026-12-31"),
            ("audits_due", "audits of nothing", "soon"),
            ("audits_due", "audits of a year too far", "9999-12/9999-12-31"),
            ("duty_reminder", "duties of no day", "soon"),
        )
    },
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_a_malformed_press_gets_a_sentence_and_changes_nothing(
    office: Chats, case: str
) -> None:
    execute = office.execute(PRIYA, MALFORMED[case])
    for activity in (
        execute,
        as_dialog(execute, "task/fetch", MALFORMED[case]),
        as_dialog(execute, "task/submit", MALFORMED[case]),
        as_dialog(execute, "composeExtension/submitAction", MALFORMED[case]),
    ):
        status, body = await office.post(activity)
        assert status == 200
        sentence = body.get("task", body)["value"]
        assert isinstance(sentence, str)
        assert sentence.endswith((".", "…"))
        assert sentence != OUR_FAULT
        assert len(sentence) < 300


def as_dialog(activity: Json, name: str, data: object) -> Json:
    return {**activity, "name": name, "value": {"data": data}}


@pytest.mark.parametrize(
    "value", [None, [], "x", 7, {"action": None}, {"action": {"data": None}}, {"data": None}]
)
async def test_an_invoke_without_what_it_should_carry_is_answered(
    office: Chats, value: object
) -> None:
    for name in ("adaptiveCard/action", "task/fetch", "task/submit"):
        status, body = await office.post(
            {**office.execute(PRIYA, {}), "name": name, "value": value}
        )
        assert status == 200
        assert OUT_OF_DATE in str(body)


async def test_the_round_of_no_month_is_a_sentence_and_no_fault_of_ours(office: Chats) -> None:
    data = {"verb": "programme.show", "kind": "round", "subject": "soon"}

    status, body = await office.post(office.execute(ELEANOR, data))

    assert status == 200
    assert body["value"] != OUR_FAULT
    assert body["value"].endswith(".")


async def test_a_malformed_press_names_no_value_in_the_log(
    office: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    data = {"verb": "action.complete", "kind": "my_work", "subject": "1", "complete_note": [SECRET]}
    data[SECRET] = "a field that no card has"
    await office.post(office.execute(PRIYA, data))
    assert "complete_note" in caplog.text
    assert SECRET not in caplog.text
