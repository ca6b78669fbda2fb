"""Audits outside the rounds, re-audits and those that are asked for, as their cards and pages show
them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import ask_for_audit_pages as pages
from dialogs.kit import Card
from programme.audit import Audit
from programme.case import Case, Cohort
from programme.drawn_case import Drawing, OneDrawn
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.outside_rounds import FollowedAudit
from programme.people import Role, Team
from programme.rules.commission import CommissionRule
from programme.use_cases.ask_for_audit import (
    DRAWN_ANEW,
    NOT_ASKED,
    Offered,
    Request,
    ToDrawFrom,
)
from programme.use_cases.show_commissioned import CommissionedView
from programme.use_cases.show_re_audits import ReAuditView
from tests.cards import council as c
from tests.cards.follow_up_cards import DUE, TOPIC, longest, result
from tests.cards.sent import Sent, live

TARGETED = CommissionRule(
    "targeted", "Targeted audit", (Role.GROUP_MANAGER,), c.audit().tool_id, 10
)
THEMED = replace(TARGETED, id="themed", title="Thematic audit")
FROM = ToDrawFrom(("Harrowmere North", "Stourley"), (Cohort.CHILD_IN_NEED, Cohort.CHILD_PROTECTION))
REQUEST = Request("targeted", TOPIC, "CF-9999")


def _re_audits() -> Mapping[str, Sent]:
    short = replace(c.audit(9, peer=False), case_reference="CF-2001", due=date(2027, 1, 12))
    now = replace(result(), audit=short, overall="not graded", areas=(), actions=())
    followed = FollowedAudit(short.id, c.audit().id, date(2026, 12, 24), date(2027, 1, 8))
    told = ReAuditView(c.TODAY, c.PRIYA, followed, now, result(), lead_is_here=True)
    done = replace(now, audit=c.submitted(short), overall="Good")
    states = {
        "told": told,
        "open": replace(told, today=date(2026, 12, 24)),
        "overdue": replace(told, today=date(2027, 1, 13)),
        "submitted": replace(told, result=done),
        "withdrawn": replace(told, result=replace(now, audit=c.withdrawn(short))),
        "the case closed": replace(told, result=replace(now, audit=c.closed(short))),
        "for a QA officer": replace(told, reader=c.ELEANOR),
        "for a QA officer, the auditor has left": replace(
            told, reader=c.ELEANOR, lead_is_here=False
        ),
        "the longest": replace(told, original=longest()),
    }
    return {
        f"re-audit, {state}": live(MessageKind.RE_AUDIT, view) for state, view in states.items()
    }


def _asked(audit: Audit) -> CommissionedView:
    found = replace(result(), audit=audit, areas=(), actions=())
    return CommissionedView(
        c.PRIYA, found, TARGETED.title, c.KWABENA.name, REQUEST.topic, lead_is_here=True
    )


def _commissions() -> Mapping[str, Sent]:
    view = _asked(c.audit(9, peer=False))
    kind = MessageKind.COMMISSIONED
    where = "There is no open case with this reference that you can ask an audit of."
    problems = {"reference": where}
    wrong = CorrectAndRepeat(NOT_ASKED, problems)
    case = Case("CF-2001", Cohort.CHILD_IN_NEED, "Harrowmere North")
    auditors = tuple(c.person(f"Manager{n} Name", Role.TEAM_MANAGER, team="T") for n in range(120))
    offered = Offered(TARGETED, case, Team(case.team, "Locality"), (c.KWABENA, c.PRIYA, c.YUSUF))
    drawn = replace(offered, drawn=OneDrawn(case, 42))
    drawing = replace(REQUEST, drawing=Drawing(7, case.team, case.cohort.value))
    both, nothing = (TARGETED, THEMED), Request("", "", "")
    gone = replace(view, reader=c.ELEANOR, lead_is_here=False)
    hundred = ToDrawFrom(tuple(f"Harrowmere Safeguarding {n}" for n in range(100)), tuple(Cohort))
    page, long_topic = pages.case_page, replace(REQUEST, topic="x" * 10_000)
    return {
        "commissioned": live(kind, view),
        "commissioned, submitted": live(kind, _asked(c.submitted(c.audit()))),
        "commissioned, the auditor has left": live(kind, gone),
        "commissioned, the case closed": live(kind, _asked(c.closed(c.audit(9, peer=False)))),
        "commissioned, withdrawn": live(kind, _asked(c.withdrawn(c.audit(9, peer=False)))),
        "ask for an audit": Sent(pages.invitation(both)),
        "ask for an audit, the case": Sent(page(both, FROM, nothing)),
        "ask for an audit, one sort": Sent(page((TARGETED,), FROM, nothing)),
        "ask for an audit, a reference returned": Sent(page(both, FROM, REQUEST, wrong)),
        "ask for an audit, far too long": Sent(page(both, FROM, long_topic, wrong)),
        "ask for an audit, 100 teams": Sent(page(both, hundred, long_topic, wrong)),
        "ask for an audit, nothing chosen": Sent(
            page(both, FROM, nothing, CorrectAndRepeat(NOT_ASKED, {"commission": "Please choose."}))
        ),
        "ask for an audit, the auditor": Sent(pages.auditor_page(offered, REQUEST, c.KWABENA.id)),
        "ask for an audit, the auditor returned": Sent(
            pages.auditor_page(
                offered,
                REQUEST,
                c.KWABENA.id,
                CorrectAndRepeat(NOT_ASKED, {"auditor": "Please choose who does the audit."}),
            )
        ),
        "ask for an audit, drawn": Sent(pages.auditor_page(drawn, drawing, c.KWABENA.id)),
        "ask for an audit, drawn anew": Sent(
            pages.auditor_page(
                drawn, drawing, c.KWABENA.id, CorrectAndRepeat(DRAWN_ANEW, {"drawn": DRAWN_ANEW})
            )
        ),
        "ask for an audit, only oneself": Sent(
            pages.auditor_page(replace(drawn, auditors=(c.KWABENA,)), drawing, c.KWABENA.id)
        ),
        "ask for an audit, 120 auditors": Sent(
            pages.auditor_page(
                replace(offered, auditors=auditors), replace(REQUEST, topic="x" * 200), "nobody"
            )
        ),
    }


def outside_round_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    return {**_re_audits(), **_commissions()}


def typed_outside_rounds(words: str) -> Mapping[str, Card]:
    """Those on which people have typed `words` wherever they can."""
    told = result(grade="Outstanding", words=words)
    asked = replace(_asked(c.audit(9)), topic=words)
    followed = FollowedAudit("1" * 32, "2" * 32, DUE, DUE)
    again = ReAuditView(c.TODAY, c.PRIYA, followed, told, told, lead_is_here=True)
    case = Case("CF-2001", Cohort.CHILD_IN_NEED, "Harrowmere North")
    offered = Offered(TARGETED, case, Team(case.team, "Locality"), (c.KWABENA,))
    request = replace(REQUEST, topic=words)
    return {
        "re-audit": live(MessageKind.RE_AUDIT, again).card,
        "commissioned": live(MessageKind.COMMISSIONED, asked).card,
        "the case page": pages.case_page((TARGETED,), FROM, request),
        "the auditor page": pages.auditor_page(offered, request, c.KWABENA.id),
    }
