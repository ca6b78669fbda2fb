"""Beneath an audit's completed actions: the team manager records the review (WC-08)."""

from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.had_written import had_written
from dialogs.kit import Element
from dialogs.live_card import After
from programme.audit_review import SHARED_AT_MOST
from programme.calendar import short_day
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.use_cases.review_audit import ReviewAudit, review_audit
from programme.use_cases.show_actions import ActionsView

REVIEW = "audit.review"
REVIEWED_BEFORE = "This audit had been reviewed already; here it is as it was recorded."


class _Review(Payload):
    """The fields of the form beside the button come along unread."""

    subject: Subject
    reopen_action: str = ""
    shared: Annotated[str, Field(max_length=10_000)] = ""


async def _review(payload: _Review, turn: Turn) -> Answer:
    command = ReviewAudit(turn.council, turn.person, payload.subject, payload.shared, turn.source)
    kind, subject = MessageKind.ACTIONS, payload.subject
    values = {"shared": payload.shared}
    try:
        kept = await review_audit(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        return ShowLive(kind, subject, typed=Typed(REVIEW, str(refused), values, problems))
    if kept.shared != payload.shared.strip():
        return ShowLive(kind, subject, typed=Typed(REVIEW, REVIEWED_BEFORE, values, {}))
    return ShowLive(kind, subject, notice="Recorded. The auditors can see it. Thank you.")


def review_blocks(view: ActionsView, after: After) -> tuple[list[Element], list[Element]]:
    """The review as it was recorded, or else its form for whoever may record it: what stands in
    the card, and its button; a form that came back is open, or what was typed in it is shown where
    it isn't asked for any more."""
    returned = after.typed if after.typed and after.typed.verb == REVIEW else None
    values, problems = (returned.values, returned.problems) if returned else ({}, {})
    lost = [kit.warning(returned.sentence), *had_written(values.values())] if returned else []
    if view.review is not None:
        day = short_day(view.review.reviewed_at)
        said = f"✔ Reviewed by {view.reviewed_by} on {day}. The learning was shared:"
        told = [kit.text(said, subtle=True), kit.as_typed(view.review.shared)]
        return [*lost, kit.section(told)], []
    if not view.may_review:
        return lost, []
    asked = kit.text_input(
        "shared",
        "With which practitioners was the learning shared, and how?",
        most=SHARED_AT_MOST,
        value=values.get("shared", ""),
    )
    form = kit.with_problem(asked, problems.get("shared"))
    data: dict[str, kit.Json] = {"subject": view.audit.id}
    record = kit.press("Record the review", REVIEW, data, primary=True)
    if returned:
        return [kit.warning(returned.sentence), *form], [record]
    return [], [kit.reveal("Review the audit", form, [record])]


VERBS = (Verb(REVIEW, _Review, _review, Right.COMPLETE_ACTION),)
