"""Recording an audit in the dialog, over task/fetch and task/submit."""

from collections.abc import Mapping

import pytest

from bot.local_teams import Answer
from programme.audit import Audit
from tests.bot.chats import AN_ACTION, Chats, Json, problems_in, titles, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINE = "Your audits for December 2026"
FINDINGS = {"went_well": "Visits are recorded.", "to_learn": "Date the plans."}
SOUGHT = {"sought_child": "yes", "sought_parent_or_carer": "yes", "sought_worker": "yes"}


async def page(office: Chats, name: str, dialog: Json, *titles_pressed: str) -> Json:
    """The page that one comes to by pressing those buttons."""
    for title in titles_pressed:
        answer = await office.in_dialog(name, dialog, title)
        assert answer.dialog is not None, answer
        dialog = answer.dialog
    return dialog


async def actions_page(office: Chats, name: str) -> tuple[Audit, Json]:
    audit, dialog = await office.open_audit(name)
    return audit, await page(office, name, dialog, "Save and continue", "Save and continue")


async def test_a_draft_is_kept_and_opened_again_where_it_was_left(office: Chats) -> None:
    audit, dialog = await office.open_audit("Rachel Whitcombe")
    grade = office.demo.councils[0].framework.grades[1].id
    learning = await office.in_dialog(
        "Rachel Whitcombe", dialog, "Save and continue", overall=grade
    )
    assert learning.dialog is not None

    closed = await office.in_dialog(
        "Rachel Whitcombe", learning.dialog, "Save and close", **FINDINGS
    )

    assert closed == Answer(
        toast="Your draft is saved. Open it again from its card, or type “my work”."
    )
    kept = (await office.audit(audit.id)).record
    assert (kept.overall, kept.went_well) == (grade, FINDINGS["went_well"])
    assert "Draft saved" in words_of(office.card("Rachel Whitcombe", MINE))
    _, again = await office.open_audit("Rachel Whitcombe")
    again = await page(office, "Rachel Whitcombe", again, "Save and continue")
    assert FINDINGS["to_learn"] in words_of(again)


async def test_an_audit_cannot_be_submitted_before_everything_is_there(office: Chats) -> None:
    audit, dialog = await office.open_audit("Sunita Rao")
    last = await page(office, "Sunita Rao", dialog, *["Save and continue"] * 3)
    assert "Still missing before you can submit:" in words_of(last)
    assert "Submit the audit" not in titles(last["card"])

    pressed = {"verb": "audit.submit", "audit_id": audit.id, "page": "check", "version": 1}
    answer = await office.demo.teams.submit_dialog(office.who("Sunita Rao").object_id, pressed)

    assert answer.dialog is not None
    assert "not submitted yet" in words_of(answer.dialog)
    assert not (await office.audit(audit.id)).is_submitted


async def test_submitting_twice_sets_the_actions_once_and_answers_the_same(office: Chats) -> None:
    audit = await office.submit_audit("Gareth Lloyd", AN_ACTION)
    pressed = {"verb": "audit.submit", "audit_id": audit.id, "page": "check", "version": 1}

    again = await office.demo.teams.submit_dialog(office.who("Gareth Lloyd").object_id, pressed)
    await office.delivered()

    assert (again.toast or "").startswith(
        f"The audit is submitted. The actions have gone to {audit.team}."
    )
    assert len(await office.actions_of(audit)) == 1
    cards = [m for m in office.messages("Gareth Lloyd") if "Actions" in m.activity["summary"]]
    assert len(cards) == 1


BAD_ACTIONS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "missing text": ({"new_text": ""}, "Please write a line here."),
    "too long": ({"new_text": "a" * 501}, "Please shorten this to 500 characters; it has 501."),
    "past": ({"new_due": "2026-11-02"}, "has come already"),
    "Christmas Day": ({"new_due": "2026-12-25"}, "Friday 25 December 2026 is a bank holiday"),
    "no day": ({"new_due": ""}, "Please choose a day."),
    "no team": ({"new_team": "Another council's"}, "Please choose the team that will do it."),
    "a phone number": ({"new_text": "Ring 07700 900123"}, "This looks like a phone number."),
}


async def test_a_bad_action_comes_back_with_everything_that_was_typed(office: Chats) -> None:
    audit, dialog = await actions_page(office, "Joanne Birtwistle")
    for changes, problem in BAD_ACTIONS.values():
        typed = {**AN_ACTION, "new_team": "Stourley", **changes}
        answer = await office.in_dialog("Joanne Birtwistle", dialog, "Add this action", **typed)
        assert answer.dialog is not None
        assert any(problem in each for each in problems_in(answer.dialog)), problem
        fields = {f["id"]: f.get("value", "") for f in inputs_of(answer.dialog)}
        assert fields["new_text"] == typed["new_text"]
        assert fields["new_due"] == (typed["new_due"] or fields["new_due"])
    assert (await office.audit(audit.id)).record.actions == ()


def inputs_of(dialog: Json) -> list[Json]:
    return [each for each in dialog["card"]["body"] if each["type"].startswith("Input.")]


async def test_an_action_half_typed_stays_when_another_is_taken_out(office: Chats) -> None:
    name = "Yusuf Demir"
    audit, dialog = await actions_page(office, name)
    added = await office.in_dialog(name, dialog, "Add this action", **AN_ACTION)
    assert added.dialog is not None
    kept = next(f for f in inputs_of(added.dialog) if f["id"] == "take_out")

    answer = await office.in_dialog(
        name, added.dialog, "Take out", take_out=kept["choices"][0]["value"], new_text="Half a th"
    )

    assert answer.dialog is not None
    assert "Half a th" in words_of(answer.dialog)
    assert (await office.audit(audit.id)).record.actions == ()


async def test_ten_actions_are_taken_and_an_eleventh_is_not_offered(office: Chats) -> None:
    name = "Siân Morgan"
    audit, dialog = await actions_page(office, name)
    for number in range(10):
        answer = await office.in_dialog(
            name, dialog, "Add this action", **{**AN_ACTION, "new_text": f"Step {number}."}
        )
        assert answer.dialog is not None
        dialog = answer.dialog
    assert "Add this action" not in titles(dialog["card"])

    eleventh = {
        "verb": "audit.save",
        "audit_id": audit.id,
        "page": "actions",
        "go": "add",
        "new_team": audit.team,
        **AN_ACTION,
    }
    answer = await office.demo.teams.submit_dialog(office.who(name).object_id, eleventh)
    assert "An audit sets at most 10 actions." in words_of(answer.dialog)
    assert len((await office.audit(audit.id)).record.actions) == 10


async def test_a_finding_that_may_not_be_kept_comes_back_and_is_not_saved(office: Chats) -> None:
    audit, dialog = await office.open_audit("Marcus Campbell")
    learning = await page(office, "Marcus Campbell", dialog, "Save and continue")
    for title in ("Save and continue", "Save and close", "Back"):
        answer = await office.in_dialog(
            "Marcus Campbell", learning, title, went_well="Born 3/5/2019.", to_learn="Dates."
        )
        assert answer.dialog is not None
        assert "not saved yet" in words_of(answer.dialog)
        assert "Born 3/5/2019." in words_of(answer.dialog)
        assert "Dates." in words_of(answer.dialog)
    assert (await office.audit(audit.id)).record.went_well == ""


async def peer_page(office: Chats, lead: str) -> tuple[str, Audit, Json]:
    """The page that the peer auditor of a lead's first audit opens."""
    audit = (await office.audits_led_by(lead))[0]
    peer = next(name for name, p in (await office.people()).items() if p.id == audit.peer_id)
    message = office.message(peer, MINE)
    answer = await office.press(peer, message, f"Views for {audit.case_reference}")
    assert answer.dialog is not None
    return peer, audit, answer.dialog


async def test_the_peer_says_why_views_were_not_sought_before_they_are_recorded(
    office: Chats,
) -> None:
    peer, audit, dialog = await peer_page(office, "Tamara Joseph")

    back = await office.in_dialog(
        peer, dialog, "Record the views", **{**SOUGHT, "sought_child": "no"}
    )
    assert back.dialog is not None
    assert problems_in(back.dialog) == [
        "⚠ Please say why the views of the child or young person were not sought."
    ]
    assert {f["id"]: f.get("value") for f in inputs_of(back.dialog)}["sought_child"] == "no"

    done = await office.in_dialog(
        peer, back.dialog, "Record the views", why_not_child="Too young to be asked."
    )
    assert done == Answer(toast="Recorded. Thank you.")
    views = (await office.audit(audit.id)).record.views
    assert views["child"].why_not == "Too young to be asked."


async def test_the_peer_of_a_submitted_audit_loses_nothing_by_a_draft_that_cannot_be_kept(
    office: Chats,
) -> None:
    lead = "Natalie Osborne"
    peer, _, dialog = await peer_page(office, lead)
    await office.submit_audit(lead)

    answer = await office.in_dialog(
        peer, dialog, "Save and close", sought_child="no", why_not_child="Too young."
    )

    assert answer.dialog is not None
    assert "submitted already" in words_of(answer.dialog)
    assert "Too young." in words_of(answer.dialog)
    assert titles(answer.dialog["card"]) == ["Record the views"]


async def test_only_the_two_auditors_open_an_audit(office: Chats) -> None:
    audit = (await office.audits_led_by("Andrew Kowalski"))[0]
    for data in (
        {"verb": "audit.open", "audit_id": audit.id},
        {"verb": "audit.save", "audit_id": audit.id, "page": "asked_1", "go": "next"},
        {"verb": "audit.submit", "audit_id": audit.id, "version": 1},
    ):
        answer = await office.demo.teams.submit_dialog(office.who("Eleanor Marsh").object_id, data)
        assert answer.dialog is None
        assert answer.toast == "Only its auditors record this audit; type “my work” for yours."
    unknown = {"verb": "audit.open", "audit_id": "0" * 32}
    answer = await office.demo.teams.submit_dialog(office.who("Andrew Kowalski").object_id, unknown)
    assert "isn't there any more" in (answer.toast or "")


async def test_the_audit_opens_in_the_card_for_a_client_without_dialogs(office: Chats) -> None:
    audit = (await office.audits_led_by("Deborah Achebe"))[0]
    data = {"verb": "audit.open", "audit_id": audit.id}
    _, body = await office.post(office.execute("Deborah Achebe", data))
    assert "Voice of the child" in words_of(body["value"])
    # Nobody else is in Fostering, so the lead is asked for the views too.
    assert "Step 1 of 5" in words_of(body["value"])
