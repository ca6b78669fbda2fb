"""The reminders of a round's audits, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from programme.message import MessageKind
from programme.use_cases.show_allocation import PassedOn
from programme.use_cases.show_audits_due import AuditsDueView
from tests.cards import council as c
from tests.cards.sent import Sent, live

KIND = MessageKind.AUDITS_DUE
NEW_YEAR = date(2027, 1, 4)


def due_cards() -> Mapping[str, Sent]:
    """The cards by a name that says in what state."""
    two = AuditsDueView(c.PERIOD, c.PRIYA, c.audit().due, c.TODAY, (c.line(1), c.line(2)))
    late, one = replace(two, today=NEW_YEAR), replace(two, lines=two.lines[:1])
    done = c.line(2, of=c.submitted(c.audit(2)))
    closed = replace(c.audit(), case_closed_on=date(2026, 12, 10))
    return {
        "audits due": live(KIND, two),
        "audits due, one": live(KIND, one),
        "audits due, of one of several rounds": live(KIND, replace(one, of=c.MID_WAY)),
        "audits due, 60": live(KIND, replace(two, lines=tuple(map(c.line, range(1, 61))))),
        "audits due, overdue": live(KIND, late),
        "audits due, one overdue": live(KIND, replace(late, lines=(c.line(1), done))),
        "audits due, of a closed case": live(KIND, replace(one, lines=(c.line(of=closed),))),
        "audits due, all submitted": live(KIND, replace(late, lines=(done,))),
        **_passed("She is away until the 31st."),
    }


def _passed(why: str) -> Mapping[str, Sent]:
    gone = PassedOn("CF-2009", c.YUSUF.name, why)
    out = c.line(of=c.withdrawn(c.audit(), why))
    view = AuditsDueView(c.PERIOD, c.PRIYA, c.audit().due, c.TODAY, (c.line(2), out), (gone,))
    return {
        "audits due, one withdrawn and one passed on": live(KIND, view),
        "audits due, passed on": live(KIND, replace(view, lines=())),
        "audits due, withdrawn": live(KIND, replace(view, lines=(out,), passed_on=())),
    }


def typed_of_due(words: str) -> Mapping[str, Sent]:
    """Cards on which a QA officer's words stand."""
    passed = _passed(words)
    return {name: passed[name] for name in ("audits due, passed on", "audits due, withdrawn")}
