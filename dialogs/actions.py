"""The actions of an audit, and its advice: the card that brings them to those concerned (WC-08,
BD-05)."""

from dialogs import kit, to_do
from dialogs.action_blocks import Origin, cancel, forms, returned_form, rows
from dialogs.audit_so_far import advice_blocks
from dialogs.by_subject import subject_first
from dialogs.kit import Card
from dialogs.live_card import After, LiveKind
from dialogs.review_audit import REVIEW, review_blocks
from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.show_actions import ActionsView, show_actions


def card(view: ActionsView, after: After) -> Card:
    """The audit's actions, with a form for those who may act on one."""
    origin = Origin(MessageKind.ACTIONS, view.audit.id)
    still_open = sum(line.action.is_open for line in view.lines)
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{_what(view)} the audit of {view.audit.case_reference}"),
        kit.text(_standing(view, still_open), subtle=True),
        kit.facts(
            [
                ("Team audited", view.audit.team),
                *([("Overall grade", view.overall)] if view.overall else []),
                (
                    "Auditors" if view.peer else "Auditor",
                    view.lead + (f" and {view.peer}" if view.peer else ""),
                ),
            ]
        ),
        *rows(view.lines, with_case=False),
        *advice_blocks(view.advice),
    ]
    review, record = review_blocks(view, after)
    body += review
    reviewing = after.typed is not None and after.typed.verb == REVIEW
    if reviewing and record:
        return kit.card(body, [*record, cancel(origin)])
    if after.typed and not reviewing:
        form, actions = returned_form(view.lines, origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    return kit.card(body, [*record, *forms(view.lines, origin, view.today)])


def _what(view: ActionsView) -> str:
    if view.lines:
        return "Actions from"
    return "Advice from" if view.advice else "Review of"


def _standing(view: ActionsView, still_open: int) -> str:
    all_of_them = len(view.lines)
    asks = " Please record that the audit is reviewed." if view.may_review else ""
    if all_of_them == 0:
        return f"This audit sets no actions.{asks}"
    if still_open == 0:
        return f"All of them are completed. Thank you.{asks}"
    return f"{still_open} of {kit.count(all_of_them, 'action')} still open."


LIVE = LiveKind(
    kind=MessageKind.ACTIONS,
    summary="Actions from an audit",
    load=subject_first(show_actions),
    card=card,
    shows=lambda view: (audit_entity(view.audit.id),),
    to_do=to_do.of_audit,
)
