"""What people and QA officers see when people change, in every state."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs import audit_pages, put_audit_back
from dialogs.auditors_needed import NeededView
from dialogs.case_to_give import GIVE, case_card
from dialogs.choose_audit import choose_card
from dialogs.conversation import Typed
from dialogs.live_card import After
from programme.message import MessageKind
from programme.people import Person, Role
from programme.use_cases.show_allocation import AllocationView, PassedOn
from programme.use_cases.show_auditors_needed import OpenAudit, PartToGive
from programme.use_cases.show_closed_cases import ClosedCase
from programme.use_cases.show_left_unfinished import LeftUnfinished
from programme.use_cases.show_work import WorkView
from tests.cards import council as c
from tests.cards.dialog_pages import opened_by
from tests.cards.sent import Sent, live

LEFT = LeftUnfinished(
    "d" * 32, "Priya Nair's dip sample for December 2026: 3 of 5 cases looked at", c.TODAY
)
WHY = "The team manager has left the council."


def _others(count: int) -> tuple[Person, ...]:
    return tuple(
        c.person(f"Manager{n} Number", Role.TEAM_MANAGER, team=f"Team {n}") for n in range(count)
    )


def _part(number: int, others: int = 3) -> PartToGive:
    why = "has left" if number % 2 else "is away until Friday 8 January 2027"
    part = "lead" if number % 2 else "peer"
    return PartToGive(c.audit(number), part, c.PRIYA.name, c.PRIYA.id, why, _others(others))  # type: ignore[arg-type]  # one of the two


def _open(number: int) -> OpenAudit:
    return OpenAudit(c.audit(number), c.PRIYA.name, needed=number == 1)


def _work(count: int) -> WorkView:
    actions = tuple(c.action_line(c.action(n)) for n in range(1, count + 1))
    return WorkView(c.PRIYA, c.TODAY, ("Harrowmere North",), (), actions)


def _returned(reason: str, view: NeededView) -> After:
    each = view.parts[0]
    give = f"{each.audit.id}/{each.audit.version}/{each.part}/{each.others[0].id}"
    problems = {"reason": "This looks like a phone number. Please take it out."}
    sentence = "The audit was not passed on yet: please see below."
    return After(typed=Typed(GIVE, sentence, {"give": give, "reason": reason}, problems))


def people_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    needed = NeededView(tuple(map(_part, range(1, 4))))
    many = NeededView(tuple(_part(n, 60) for n in range(1, 61)))
    names = (c.PRIYA.name, c.YUSUF.name)
    closed = tuple(ClosedCase(c.closed(c.audit(n)), c.TODAY, names) for n in range(1, 41))
    return {
        "auditors needed": live(MessageKind.AUDITORS_NEEDED, needed),
        "auditors needed, 60": live(MessageKind.AUDITORS_NEEDED, many),
        "auditors needed, nobody there": live(
            MessageKind.AUDITORS_NEEDED, NeededView((_part(1, 0),))
        ),
        "auditors needed, and what was left": live(
            MessageKind.AUDITORS_NEEDED, replace(needed, left=(LEFT,) * 30)
        ),
        "auditors needed, a reason returned": live(
            MessageKind.AUDITORS_NEEDED, needed, _returned("Ring 07700 900123", needed)
        ),
        "auditors needed, 60, a reason returned": live(
            MessageKind.AUDITORS_NEEDED, many, _returned("x" * 10_000, many)
        ),
        "auditors needed, returned when none is any more": live(
            MessageKind.AUDITORS_NEEDED, NeededView(()), _returned("Dan has left.", needed)
        ),
        "auditors needed, and cases that closed": live(
            MessageKind.AUDITORS_NEEDED, replace(needed, closed=closed, may_ask=True)
        ),
        "auditors needed, none any more": live(
            MessageKind.AUDITORS_NEEDED, NeededView(()), After("CF-2001 has another lead auditor.")
        ),
        "an audit to give": Sent(case_card([_part(1), replace(_part(2), audit=c.audit(1))])),
        "an audit to give, returned": Sent(
            case_card([_part(1)], _returned("Ring 07700 900123", needed).typed)
        ),
        "an audit to give, 60 people": Sent(case_card([_part(1, 60), _part(2, 60)])),
        "an audit withdrawn, to take back": Sent(put_audit_back.card("CF-2001", "1" * 32, c.TODAY)),
        "an audit withdrawn": Sent(put_audit_back.card("CF-2001", "1" * 32, None)),
        "choose an audit": Sent(choose_card(c.PERIOD, (_open(1), _open(2)))),
        "choose an audit, 300": Sent(choose_card(c.PERIOD, tuple(map(_open, range(1, 301))))),
        "taken over": live(MessageKind.TAKEN_OVER, _work(2)),
        "taken over, 60": live(MessageKind.TAKEN_OVER, _work(60)),
        "taken over, all done": live(MessageKind.TAKEN_OVER, _work(0)),
        **_allocations(WHY),
    }


def _allocations(why: str) -> Mapping[str, Sent]:
    gone = PassedOn("CF-2009", c.YUSUF.name, why)
    out = c.line(of=c.withdrawn(c.audit(), why))
    view = AllocationView(c.PERIOD, c.PRIYA, (c.line(2), out), None, (gone,))
    opened = opened_by("lead", c.withdrawn(c.audit(), why))
    return {
        "own allocation, one withdrawn and one passed on": live(MessageKind.ALLOCATION, view),
        "own allocation, a case closed": live(
            MessageKind.ALLOCATION, replace(view, lines=(c.line(2), c.line(of=c.closed(c.audit()))))
        ),
        "own allocation, passed on": live(MessageKind.ALLOCATION, replace(view, lines=())),
        "own allocation, withdrawn": live(
            MessageKind.ALLOCATION, replace(view, lines=(out,), passed_on=())
        ),
        "group allocation, one withdrawn": live(
            MessageKind.GROUP_ALLOCATION, replace(view, reader=c.KWABENA, passed_on=())
        ),
        "audit page summary, withdrawn": Sent(audit_pages.page(opened, "summary")),
    }


def typed_of_people(words: str) -> Mapping[str, Sent]:
    """Cards on which a QA officer's words stand."""
    return {
        name: sent
        for name, sent in _allocations(words).items()
        if name != "own allocation, one withdrawn and one passed on"
    }
