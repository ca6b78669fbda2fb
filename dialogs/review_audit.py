"""Beneath an audit's completed actions: the team manager records the review (WC-08)."""

from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
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


class _Review(Payload):
    """The fields of the form beside the button come along unread."""

    subject: Subject
    reopen_action: str = ""
    shared: Annotated[str, Field(max_length=10_000)] = ""


async def _review(payload: _Review, turn: Turn) -> Answer:
    command = ReviewAudit(turn.council, turn.person, payload.subject, payload.shared, turn.source)
    kind, subject = MessageKind.ACTIONS, payload.subject
    try:
        await review_audit(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        typed = Typed(REVIEW, str(wrong), {"shared": payload.shared}, wrong.problems)
        return ShowLive(kind, subject, typed=typed)
    except ShowAsItIsNow as changed:
        return ShowLive(kind, subject, notice=str(changed))
    return ShowLive(kind, subject, notice="Recorded. The auditors can see it. Thank you.")


def review_blocks(view: ActionsView, after: After) -> tuple[list[Element], list[Element]]:
    """The review as it was recorded, or else its form for whoever may record it: what stands in
    the card, and its button; a form that came back is open."""
    if view.review is not None:
        day = short_day(view.review.reviewed_at)
        said = f"✔ Reviewed by {view.reviewed_by} on {day}. The learning was shared:"
        return [kit.section([kit.text(said, subtle=True), kit.as_typed(view.review.shared)])], []
    if not view.may_review:
        return [], []
    returned = after.typed if after.typed and after.typed.verb == REVIEW else None
    values, problems = (returned.values, returned.problems) if returned else ({}, {})
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
