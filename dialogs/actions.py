"""The actions of an audit, and its advice: the card that brings them to those concerned (WC-08,
BD-05)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit
from dialogs.action_blocks import Origin, forms, returned_form, rows
from dialogs.audit_so_far import advice_blocks
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.council import Council
from programme.message import MessageKind, audit_entity
from programme.ports import UnitOfWork
from programme.use_cases.show_actions import ActionsView, show_actions


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, ActionsView]:
    pairs = [(audit_id, reader_id) for reader_id, audit_id in asked]
    views = await show_actions(council, w, pairs, today)
    return {(reader_id, audit_id): view for (audit_id, reader_id), view in views.items()}


def card(view: ActionsView, after: After) -> Card:
    """The audit's actions, with a form for those who may act on one."""
    origin = Origin(MessageKind.ACTIONS, view.audit.id)
    still_open = sum(line.action.is_open for line in view.lines)
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(
            f"{'Actions' if view.lines else 'Advice'} from the audit of {view.audit.case_reference}"
        ),
        kit.text(_standing(still_open, len(view.lines)), subtle=True),
        kit.facts(
            [
                ("Team audited", view.audit.team),
                ("Overall grade", view.overall),
                (
                    "Auditors" if view.peer else "Auditor",
                    view.lead + (f" and {view.peer}" if view.peer else ""),
                ),
            ]
        ),
        *rows(view.lines, with_case=False),
        *advice_blocks(view.advice),
    ]
    if after.typed:
        form, actions = returned_form(view.lines, origin, view.today, after.typed)
        return kit.card([*body, *form], actions)
    return kit.card(body, forms(view.lines, origin, view.today))


def _standing(still_open: int, all_of_them: int) -> str:
    if all_of_them == 0:
        return "This audit sets no actions."
    if still_open == 0:
        return "All of them are completed. Thank you."
    return f"{still_open} of {kit.count(all_of_them, 'action')} still open."


LIVE = LiveKind(
    kind=MessageKind.ACTIONS,
    summary="Actions from an audit",
    load=_load,
    card=card,
    shows=lambda view: (audit_entity(view.audit.id),),
)
