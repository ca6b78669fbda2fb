"""The cards and pages of duties, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from dialogs import dip_pages, observation, practice_day
from dialogs.kit import Card
from dialogs.live_card import After
from programme.council import Council
from programme.dip_sample import DipCase, DipLook, DipSample, DipState
from programme.duty import Standing
from programme.message import MessageKind
from programme.people import Role
from programme.period import Period
from programme.practice_day import PracticeDay
from programme.practice_observation import PracticeObservation
from programme.rules.duty import DipSampleRule, Duty
from programme.rules.rule import Choice
from programme.use_cases.alert_of_dip_grades import DipGrade, DipGradesView
from programme.use_cases.record_practice_day import PracticeDayView
from programme.use_cases.show_dip_sample import DipActionsView, GoodPractice
from programme.use_cases.show_duties import DutiesView, DutyCount, OwedView, PlannedDiscussion
from programme.use_cases.show_observation import ObservationView
from programme.use_cases.tell_of_practice_weeks import PracticeWeekView
from tests.cards import council as c
from tests.cards.sent import Sent, live
from tests.duty_rules import DIP, MONTHLY, OBSERVATIONS, PRACTICE_DAYS, with_duties

COUNCIL = Council(c.COUNCIL.tenant_id, with_duties(c.COUNCIL.framework), c.COUNCIL.calendar)
MANY = tuple(Choice(f"q{n}", c.long_words(118)) for n in range(1, 7))
LARGEST = DipSampleRule(size=20, questions=MANY, graded=True, kind="DIP")
NAMES = tuple((f"Manager Number {n:03d}", 1) for n in range(1, 301))


def seen(words: str = "Direct work with play.", *, discussed: bool = False) -> PracticeObservation:
    """An observation of Yusuf's visit, its discussion planned."""
    day = date(2026, 12, 10)
    return PracticeObservation(
        "a" * 32, c.PRIYA.id, c.YUSUF.id, "visit", c.TODAY, words, discussed, day, words, c.NOW
    )


def _stands(duty: Duty, done: int, owed: int | None = None) -> Standing:
    period = Period.of(c.TODAY, duty.every_months)
    due = period.last_working_day(COUNCIL.calendar)
    return Standing(duty, c.PRIYA.id, period, done, duty.count if owed is None else owed, due)


def _duties(*lines: Standing, discussions: int = 0, **changes: object) -> DutiesView:
    planned = tuple(PlannedDiscussion(seen(), c.YUSUF.name) for _ in range(discussions))
    view = DutiesView(c.PRIYA, c.TODAY, lines, "Chronologies", None, planned)
    return replace(view, **changes)  # type: ignore[arg-type]  # by name


def duties() -> Mapping[str, Sent]:
    """What is owed, by a name that says which and in what state."""
    both = (_stands(MONTHLY, 0), _stands(PRACTICE_DAYS, 1))
    late = _duties(_stands(MONTHLY, 0), today=date(2027, 1, 4), theme=None)
    reminder = _duties(_stands(MONTHLY, 0), discussions=1, reminded_on=date(2026, 12, 22))
    owed = OwedView(
        c.DECEMBER,
        (
            DutyCount(MONTHLY, Period.of(c.TODAY, 1), 300, 0, NAMES),
            DutyCount(PRACTICE_DAYS, Period.of(c.TODAY, 12), 12, 12, ()),
            DutyCount(PRACTICE_DAYS, Period.of(c.TODAY, 12), 0, 0, ()),
        ),
    )
    few = replace(owed, counts=(replace(owed.counts[0], asked=3, finished=1, owing=NAMES[:2]),))
    kind = MessageKind.DUTIES
    return {
        "duties": live(kind, _duties(*both, discussions=1)),
        "duties, a dip sample begun": live(kind, _duties(*both, open_dip=sample(5))),
        "duties, done": live(kind, _duties(_stands(MONTHLY, 1)), After("Recorded. Thank you.")),
        "duties, not done in time": live(kind, late),
        "duties, away for all of it": live(kind, _duties(_stands(MONTHLY, 0, 0))),
        "duties, there for a part": live(kind, _duties(_stands(PRACTICE_DAYS, 1, 2))),
        "duties, many discussions": live(kind, _duties(*both, discussions=30)),
        "duties, a reminder": live(MessageKind.DUTY_REMINDER, reminder),
        "who owes what": live(MessageKind.DUTIES_OWED, few),
        "who owes what, 300 people": live(MessageKind.DUTIES_OWED, owed),
        "who owes what, nobody": live(MessageKind.DUTIES_OWED, replace(owed, counts=())),
        "practice week": live(
            MessageKind.PRACTICE_WEEK,
            PracticeWeekView(date(2027, 1, 11), date(2027, 1, 15), observations=True),
        ),
        "practice week, nothing to record": live(
            MessageKind.PRACTICE_WEEK,
            PracticeWeekView(date(2027, 1, 11), date(2027, 1, 15), observations=False),
        ),
    }


def sample(
    size: int,
    words: str = "It ends in June.",
    *,
    finding: Literal["nothing", "action", "best_practice"] = "action",
    looked: bool = True,
    rule: DipSampleRule = DIP,
) -> DipSample:
    """A dip sample of so many cases."""
    look = DipLook(
        {question.id: "does_not_apply" for question in rule.questions},
        c.COUNCIL.framework.grades[1].id if rule.graded else None,
        words,
        finding,
        words,
        date(2026, 12, 14),
    )
    cases = tuple(
        DipCase(f"CF-{2000 + n}", "Harrowmere North", chosen=n == 1, look=look if looked else None)
        for n in range(size)
    )
    return DipSample("d" * 32, c.PRIYA.id, c.DECEMBER, 7, 5, "Chronologies", cases, c.NOW)


def _opened(rule: DipSampleRule = DIP) -> dip_pages.Opened:
    return dip_pages.Opened(COUNCIL, rule, c.TODAY)


def _returned(opened: dip_pages.Opened) -> dip_pages.Opened:
    fields = {"line": "07700 900123", "finding": "action", "due": "2026-12-25", "q_purpose": "no"}
    problems = {
        "line": "This looks like a phone number.",
        "due": "It is a bank holiday.",
        "up_to_date": "Please choose one.",
        "grade": "Please choose the grade.",
        "exchange": "There is no open case of this reference.",
    }
    return replace(opened, sentence="Not saved yet.", fields=fields, problems=problems)


def _dip_grades(done: DipSample, largest: DipSample) -> Mapping[str, Sent]:
    kind, everything = MessageKind.DIP_GRADES, replace(largest, submitted_at=c.NOW)
    found = DipGradesView(done, c.PRIYA.name, (DipGrade(done.cases[0], "Inadequate"),))
    longest = [DipGrade(case, "Requires improvement") for case in everything.cases]
    opened = replace(done, state=DipState.OPEN, submitted_at=None)
    return {
        "dip grades": live(kind, found),
        "dip grades, the longest": live(
            kind, DipGradesView(everything, c.PRIYA.name, tuple(longest))
        ),
        "dip grades, taken back": live(kind, replace(found, sample=opened)),
        "dip grades, submitted again": live(kind, replace(found, grades=())),
    }


def dip_samples() -> Mapping[str, Sent]:
    """The dialog's pages, and the card of the actions."""
    fresh, whole = sample(5, looked=False), sample(5)
    done = replace(whole, state=DipState.SUBMITTED, submitted_at=c.NOW)
    exchanged = replace(fresh, cases=fresh.cases[:1] + fresh.cases[2:])
    largest = sample(20, c.long_words(500), rule=LARGEST)
    first = fresh.cases[0].reference
    lines = tuple(c.action_line(c.action(n)) for n in range(1, 3))
    view = DipActionsView(
        c.TODAY, done, c.PRIYA.name, lines, (GoodPractice("CF-2004", "A lovely life story book."),)
    )
    longest = tuple(c.action_line(c.action(n, c.long_words(500))) for n in range(1, 21))
    good = tuple(GoodPractice(f"CF-{n}", c.long_words(500)) for n in range(2000, 2020))
    kind = MessageKind.DIP_ACTIONS
    pages: Mapping[str, Card] = {
        "start": dip_pages.start(_opened(), "d" * 32, "Chronologies"),
        "start, no theme": dip_pages.start(_opened(), "d" * 32, None),
        "start, nothing to draw": dip_pages.start(_returned(_opened()), "d" * 32, "Chronologies"),
        "cases, fresh": dip_pages.overview(_opened(), fresh),
        "cases, fewer": dip_pages.overview(_opened(), sample(1, looked=False)),
        "cases, all looked at": dip_pages.overview(_opened(), whole),
        "cases, submitted": dip_pages.overview(_opened(), done),
        "cases, submitted, to take back": dip_pages.overview(
            replace(_opened(), take_back_until=c.TODAY), done
        ),
        "cases, the largest": dip_pages.overview(_opened(LARGEST), largest),
        "case, fresh": dip_pages.case_page(_opened(), exchanged, first),
        "case, looked at": dip_pages.case_page(_opened(), whole, first),
        "case, own choice": dip_pages.case_page(_opened(), fresh, fresh.cases[1].reference),
        "case, returned": dip_pages.case_page(_returned(_opened()), exchanged, first),
        "case, the largest": dip_pages.case_page(_opened(LARGEST), largest, "CF-2000"),
        "case, graded, returned": dip_pages.case_page(_returned(_opened(LARGEST)), fresh, first),
    }
    return {
        **{f"dip sample {name}": Sent(page) for name, page in pages.items()},
        "dip actions": live(kind, view),
        **_dip_grades(done, largest),
        "dip actions, to take back": live(kind, replace(view, mine=True, take_back_until=c.TODAY)),
        "dip actions, taken back": live(kind, replace(view, sample=whole, lines=())),
        "dip actions, taken back by oneself": live(
            kind, replace(view, sample=whole, lines=(), mine=True)
        ),
        "dip actions, the largest": live(kind, replace(view, lines=longest, good_practice=good)),
        "dip actions, completed": live(
            kind, replace(view, lines=(c.action_line(c.completed()),)), After("Completed: it.")
        ),
    }


def observations() -> Mapping[str, Sent]:
    """Practice observations and practice days: their pages and cards."""
    form = observation.Form("a" * 32, OBSERVATIONS, (c.YUSUF, c.KWABENA), c.TODAY)
    staff = tuple(
        replace(c.person(f"Practitioner Number{n:03d}", Role.SOCIAL_WORKER), id=f"p{n}")
        for n in range(400)
    )
    asked = {"observed": "yusuf", "setting": "visit", "seen": "Ring 07700 900123"}
    back = replace(
        form,
        sentence="The observation was not recorded yet: please see below.",
        fields={**asked, "on": "2026-12-02", "discussed": "planned", "discussed_on": ""},
        problems=dict.fromkeys((*asked, "on", "discussed_on"), "Please mend it."),
    )
    view = ObservationView(seen(), c.PRIYA.name, c.YUSUF.name, "A visit to a family")
    longest = replace(view, observation=seen(c.long_words(2_000), discussed=True))
    without = replace(view, observation=replace(seen(), training_needs="", discussed_on=None))
    day = PracticeDay("b" * 32, c.PRIYA.id, c.TODAY, "Fostering", "A warm welcome.", c.NOW)
    day_form = practice_day.Form("b" * 32, ("Fostering", "Locality"), c.TODAY)
    day_back = replace(
        day_form,
        sentence="The practice day was not recorded yet: please see below.",
        fields={"on": "2026-12-02", "service": "Elsewhere", "feedback": "Born 3/5/2019."},
        problems=dict.fromkeys(("on", "service", "feedback"), "Please mend it."),
    )
    return {
        "observation page": Sent(observation.page(form)),
        "observation page, returned": Sent(observation.page(back)),
        "observation page, 150 people": Sent(
            observation.page(replace(form, observable=staff[:150]))
        ),
        "observation page, 400 people": Sent(observation.page(replace(back, observable=staff))),
        "observed": live(MessageKind.OBSERVED, view),
        "observed, the longest": live(MessageKind.OBSERVED, longest),
        "observed, nothing agreed": live(MessageKind.OBSERVED, without),
        "observed, to take back": live(
            MessageKind.OBSERVED, replace(view, mine=True, take_back_until=c.TODAY)
        ),
        "observed, taken back": live(
            MessageKind.OBSERVED, replace(view, observation=replace(seen(), taken_back_at=c.NOW))
        ),
        "practice day, to take back": live(
            MessageKind.PRACTICE_DAY, PracticeDayView(day, c.PRIYA, c.TODAY)
        ),
        "practice day, taken back": live(
            MessageKind.PRACTICE_DAY, PracticeDayView(replace(day, taken_back_at=c.NOW), c.PRIYA)
        ),
        "practice day page": Sent(practice_day.page(day_form)),
        "practice day page, returned": Sent(practice_day.page(day_back)),
        "practice day": live(MessageKind.PRACTICE_DAY, PracticeDayView(day, c.PRIYA)),
        "practice day, the longest": live(
            MessageKind.PRACTICE_DAY,
            PracticeDayView(replace(day, feedback=c.long_words(2_000)), c.PRIYA),
        ),
    }


def typed_on_duties(words: str) -> Mapping[str, Card]:
    """Cards and pages of duties on which people have typed `words` wherever they can."""
    view = ObservationView(seen(words), c.PRIYA.name, c.YUSUF.name, "A visit to a family")
    day = PracticeDay("b" * 32, c.PRIYA.id, c.TODAY, "Fostering", words, c.NOW)
    told = replace(sample(2, words), state=DipState.SUBMITTED, submitted_at=c.NOW)
    line = c.action_line(c.action(1, words))
    actions = DipActionsView(
        c.TODAY, told, c.PRIYA.name, (line,), (GoodPractice("CF-2001", words),)
    )
    graded = DipGradesView(told, c.PRIYA.name, tuple(DipGrade(one, "Good") for one in told.cases))
    return {
        "observed": live(MessageKind.OBSERVED, view).card,
        "practice day": live(MessageKind.PRACTICE_DAY, PracticeDayView(day, c.PRIYA)).card,
        "dip sample": dip_pages.overview(_opened(), told),
        "dip actions": live(MessageKind.DIP_ACTIONS, actions).card,
        "dip grades": live(MessageKind.DIP_GRADES, graded).card,
    }
