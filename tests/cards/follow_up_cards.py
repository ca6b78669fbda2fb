"""What follows an audit, as its cards and pages show it, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import ask_for_audit_pages as pages
from dialogs.conversation import Typed
from dialogs.grade_alert import ANSWER
from dialogs.kit import Card
from dialogs.live_card import After
from programme.audit import Audit
from programme.case import Case, Cohort
from programme.drawn_case import Drawing, OneDrawn
from programme.errors import CorrectAndRepeat
from programme.grade_alert import Alert
from programme.message import MessageKind
from programme.outside_rounds import FollowedAudit
from programme.overview import by_team
from programme.people import Role, Team
from programme.rules.commission import CommissionRule
from programme.rules.tool import Question
from programme.use_cases.ask_for_audit import (
    DRAWN_ANEW,
    NOT_ASKED,
    Offered,
    Request,
    ToDrawFrom,
)
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.copied_results import ResultsView
from programme.use_cases.show_alerts import AlertAnswer, AlertAnswersView, AlertView
from programme.use_cases.show_commissioned import CommissionedView
from programme.use_cases.show_outcomes import CelebrationView, MissingWorkerView, ResultView
from programme.use_cases.show_overviews import OverviewView
from programme.use_cases.show_re_audits import ReAuditView
from tests.cards import council as c
from tests.cards.sent import Sent, live

SCALE = [grade.title for grade in c.COUNCIL.framework.grades]
SAM = c.person("Sam Okoro", Role.SOCIAL_WORKER, team="Harrowmere North")
DUE = date(2026, 12, 8)
DONE = "The child was seen today and a strategy meeting is called."
TARGETED = CommissionRule(
    "targeted", "Targeted audit", (Role.GROUP_MANAGER,), c.audit().tool_id, 10
)
THEMED = replace(TARGETED, id="themed", title="Thematic audit")
FROM = ToDrawFrom(("Harrowmere North", "Stourley"), (Cohort.CHILD_IN_NEED, Cohort.CHILD_PROTECTION))
REQUEST = Request("targeted", "Visits after a return home", "CF-9999")


def result(number: int = 1, grade: str = "Inadequate", words: str = "") -> AuditResult:
    """Audit `number` as submitted, with two actions; `words` for all that was typed."""
    audit = c.submitted(replace(c.audit(number), record=c.record(2)))
    if words:
        audit = replace(audit, record=replace(audit.record, went_well=words, to_learn=words))
    tool = c.COUNCIL.framework.tool(audit.tool_id)
    return AuditResult(
        audit=audit,
        tool=tool.title,
        lead=c.PRIYA.name,
        overall=grade,
        agreed=None,
        areas=tuple((area.title, "Good") for area in tool.areas),
        actions=(c.action(1, words[:500]), c.completed(2)),
    )


def longest(number: int = 1) -> AuditResult:
    """A result with as much in it as there can be."""
    found = result(number, words=c.long_words(2000))
    each = tuple(c.action(n, c.long_words(500)) for n in range(1, 11))
    return replace(found, agreed="Requires improvement", actions=each)


def _alerts() -> Mapping[str, Sent]:
    alert = Alert("1" * 32, c.PRIYA.id, c.NOW, DUE)
    asked = AlertView(c.TODAY, alert, result())
    answered = replace(alert, answer=DONE, answered_at=c.NOW)
    problem = {"answer": "Please write a line here."}
    refused = Typed(ANSWER, "Please say what has been done.", {"answer": ""}, problem)

    def card(view: AlertView, after: After | None = None) -> Sent:
        return live(MessageKind.GRADE_ALERT, view, after)

    answers = [
        AlertAnswer("Kwabena Asante", True, answered),
        AlertAnswer("Priya Nair", True, alert),
        AlertAnswer("Yusuf Demir", False, replace(alert, answer_by=date(2026, 11, 27))),
    ]
    long = AlertAnswer("Eleanor Marsh", True, replace(answered, answer=c.long_words(1000)))
    view = AlertAnswersView(c.TODAY, result(), tuple(answers))
    many = replace(view, result=longest(), answers=(long,) * 20)
    kind = MessageKind.ALERT_ANSWERS
    return {
        "grade alert": card(replace(asked, alert=replace(alert, answer_by=None))),
        "grade alert, asked": card(asked),
        "grade alert, overdue": card(replace(asked, today=date(2026, 12, 9))),
        "grade alert, an answer returned": card(asked, After(typed=refused)),
        "grade alert, answered": card(replace(asked, alert=answered), After("Thank you.")),
        "grade alert, answered, to take back": card(
            replace(asked, alert=answered, take_back_until=c.TODAY)
        ),
        "grade alert, answered, then refused": card(
            replace(asked, alert=answered), After(typed=refused)
        ),
        **{
            f"grade alert, a re-audit {named}": card(
                replace(asked, today=today, re_audit=replace(result(9), audit=again))
            )
            for named, today, again in (
                ("to come", c.TODAY, c.audit(9)),
                ("overdue", date(2027, 1, 13), c.audit(9)),
                ("submitted", c.TODAY, c.submitted(c.audit(9))),
            )
        },
        "grade alert, agreed otherwise": card(replace(asked, result=longest())),
        "alert answers, 3": live(kind, view),
        "alert answers, all there": live(kind, replace(view, answers=tuple(answers[:1]))),
        "alert answers, 20 of the longest": live(kind, many),
    }


def _listed() -> Mapping[str, Sent]:
    def card(*results: AuditResult) -> Sent:
        return live(MessageKind.RESULTS, ResultsView(c.TODAY, c.PRIYA, results))

    none = replace(result(2, "Good"), actions=())
    return {
        "results of a day": card(result(), none, result(3, "Outstanding")),
        "results of a day, 60 of the longest": card(*map(longest, range(1, 61))),
    }


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


def _outcomes() -> Mapping[str, Sent]:
    best = CelebrationView(SAM, result(grade="Outstanding"), SAM, None)
    kind, offer = MessageKind.CELEBRATION, MessageKind.TRAINING_OFFER
    missing = MissingWorkerView("CF-2001", "Harrowmere North", "Sam Okoro")
    of_longest = replace(best, result=longest(), example_of="Eleanor Marsh")
    return {
        "result": live(MessageKind.RESULT, ResultView(result(grade="Good"))),
        "result, agreed, the longest": live(MessageKind.RESULT, ResultView(longest())),
        "result, without actions": live(
            MessageKind.RESULT, ResultView(replace(result(), actions=()))
        ),
        "result, of an audit that was asked for": live(
            MessageKind.RESULT, ResultView(result(), "Kwabena Asante", REQUEST.topic)
        ),
        "celebration, for the worker": live(kind, best),
        "celebration, for the manager": live(kind, replace(best, reader=c.PRIYA)),
        "celebration, without a worker": live(kind, replace(best, reader=c.PRIYA, worker=None)),
        "celebration, the longest": live(kind, of_longest),
        "training offer": live(offer, replace(best, reader=c.ELEANOR)),
        "training offer, taken up": live(offer, of_longest, After("Kept. Thank you.")),
        "worker not found": live(MessageKind.WORKER_NOT_FOUND, missing),
        "worker not named": live(MessageKind.WORKER_NOT_FOUND, replace(missing, worker=None)),
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


def overview(*results: AuditResult, **changes: object) -> OverviewView:
    """The performance board's overview of these."""
    made = OverviewView(
        title="Performance board overview",
        period="November 2026 to December 2026",
        place="Locality",
        today=c.TODAY,
        taken_to_a_meeting=True,
        results=results,
        teams=by_team(((r.audit.team, r.grade) for r in results), SCALE),
        outstanding=2,
        excellent=SCALE[0],
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def _with_worker(told: AuditResult, answer: str) -> AuditResult:
    asked = Question("there", "Was the allocated worker present?", "yes_or_no", None, False, True)
    record = replace(told.audit.record, answers={asked.id: answer})
    audit = replace(told.audit, record=record)
    return replace(told, audit=audit, questions=(asked,), kind="FULL")


def _overviews() -> Mapping[str, Sent]:
    few = [result(n, SCALE[(n * 2) % 4]) for n in range(1, 4)]
    many = [
        replace(
            longest(n),
            agreed=SCALE[n % 4],
            audit=replace(longest(n).audit, team=f"Safeguarding and Assessment Team {n}"),
        )
        for n in range(1, 301)
    ]
    kind = MessageKind.OVERVIEW
    whole = {"place": None, "taken_to_a_meeting": False}
    typed = [
        _with_worker(each, answer) for each, answer in zip(few, ("yes", "yes", "no"), strict=True)
    ]
    return {
        "overview, types and how they were carried out": live(kind, overview(*typed)),
        "overview": live(kind, overview(*few)),
        "overview, of nothing": live(kind, overview(outstanding=0)),
        "overview, of the council": live(kind, overview(*few, **whole)),
        "overview, 300 of the longest": live(kind, overview(*many, **whole)),
    }


def follow_up_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    return {
        **_alerts(),
        **_listed(),
        **_re_audits(),
        **_outcomes(),
        **_commissions(),
        **_overviews(),
    }


def follow_up_typed(words: str) -> Mapping[str, Card]:
    """Those on which people have typed `words` wherever they can."""
    told = result(grade="Outstanding", words=words)
    alert = Alert("1" * 32, c.PRIYA.id, c.NOW, DUE)
    done = replace(alert, answer=words, answered_at=c.NOW)
    returned = After(typed=Typed(ANSWER, "Please.", {"answer": words}, {"answer": "Mend it."}))
    answers = AlertAnswersView(c.TODAY, told, (AlertAnswer("Priya Nair", True, done),))
    asked = replace(_asked(c.audit(9)), topic=words)
    followed = FollowedAudit("1" * 32, "2" * 32, DUE, DUE)
    again = ReAuditView(c.TODAY, c.PRIYA, followed, told, told, lead_is_here=True)
    best = CelebrationView(SAM, told, SAM, None)
    case = Case("CF-2001", Cohort.CHILD_IN_NEED, "Harrowmere North")
    offered = Offered(TARGETED, case, Team(case.team, "Locality"), (c.KWABENA,))
    request = replace(REQUEST, topic=words)
    missing = MissingWorkerView("CF-2001", "Harrowmere North", words)
    views = {
        "grade alert": (MessageKind.GRADE_ALERT, AlertView(c.TODAY, done, told)),
        "alert answers": (MessageKind.ALERT_ANSWERS, answers),
        "re-audit": (MessageKind.RE_AUDIT, again),
        "result": (MessageKind.RESULT, ResultView(told, c.PRIYA.name, words)),
        "results of a day": (MessageKind.RESULTS, ResultsView(c.TODAY, c.PRIYA, (told,))),
        "celebration": (MessageKind.CELEBRATION, best),
        "training offer": (MessageKind.TRAINING_OFFER, best),
        "worker not found": (MessageKind.WORKER_NOT_FOUND, missing),
        "commissioned": (MessageKind.COMMISSIONED, asked),
        "overview": (MessageKind.OVERVIEW, overview(told)),
    }
    cards = {name: live(kind, view).card for name, (kind, view) in views.items()}
    open_alert = AlertView(c.TODAY, alert, told)
    return {
        **cards,
        "grade alert, returned": live(MessageKind.GRADE_ALERT, open_alert, returned).card,
        "the case page": pages.case_page((TARGETED,), FROM, request),
        "the auditor page": pages.auditor_page(offered, request, c.KWABENA.id),
    }
