"""What follows an audit, as its cards and pages show it, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.conversation import Typed
from dialogs.grade_alert import ANSWER
from dialogs.kit import Card
from dialogs.live_card import After
from programme.grade_alert import Alert
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.copied_results import ResultsView
from programme.use_cases.show_alerts import AlertAnswer, AlertAnswersView, AlertView
from programme.use_cases.show_outcomes import CelebrationView, MissingWorkerView, ResultView
from tests.cards import council as c
from tests.cards.sent import Sent, live

SAM = c.person("Sam Okoro", Role.SOCIAL_WORKER, team="Harrowmere North")
DUE = date(2026, 12, 8)
DONE = "The child was seen today and a strategy meeting is called."
TOPIC = "Visits after a return home"


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
            MessageKind.RESULT, ResultView(result(), "Kwabena Asante", TOPIC)
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


def follow_up_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    return {
        **_alerts(),
        **_listed(),
        **_outcomes(),
    }


def follow_up_typed(words: str) -> Mapping[str, Card]:
    """Those on which people have typed `words` wherever they can."""
    told = result(grade="Outstanding", words=words)
    alert = Alert("1" * 32, c.PRIYA.id, c.NOW, DUE)
    done = replace(alert, answer=words, answered_at=c.NOW)
    returned = After(typed=Typed(ANSWER, "Please.", {"answer": words}, {"answer": "Mend it."}))
    answers = AlertAnswersView(c.TODAY, told, (AlertAnswer("Priya Nair", True, done),))
    best = CelebrationView(SAM, told, SAM, None)
    missing = MissingWorkerView("CF-2001", "Harrowmere North", words)
    views = {
        "grade alert": (MessageKind.GRADE_ALERT, AlertView(c.TODAY, done, told)),
        "alert answers": (MessageKind.ALERT_ANSWERS, answers),
        "result": (MessageKind.RESULT, ResultView(told, c.PRIYA.name, words)),
        "results of a day": (MessageKind.RESULTS, ResultsView(c.TODAY, c.PRIYA, (told,))),
        "celebration": (MessageKind.CELEBRATION, best),
        "training offer": (MessageKind.TRAINING_OFFER, best),
        "worker not found": (MessageKind.WORKER_NOT_FOUND, missing),
    }
    cards = {name: live(kind, view).card for name, (kind, view) in views.items()}
    open_alert = AlertView(c.TODAY, alert, told)
    return {
        **cards,
        "grade alert, returned": live(MessageKind.GRADE_ALERT, open_alert, returned).card,
    }
