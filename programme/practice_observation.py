"""Watching someone's practice, and talking it over afterwards (SW-07, WB-06, WC-12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from programme.action import problem_with_due
from programme.calendar import Calendar, day_in_words
from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat
from programme.personal_data import problem_with
from programme.rules.duty import ObservationRule
from programme.taken_back import Recorded

WORDS_AT_MOST = 2_000
NEEDS_AT_MOST = 1_000
BACK_AT_MOST = timedelta(days=365)
"""How long ago something may have been that is recorded today: more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class PracticeObservation:
    """What was observed, of whom, and what came of it.

    `setting` is an id of the rule's. `discussed_on` is the day of the reflective discussion:
    planned when `discussed` is false.
    """

    id: str
    observer_id: str
    observed_id: str
    setting: str
    on: date
    seen: str
    discussed: bool
    discussed_on: date | None
    training_needs: str
    recorded_at: datetime
    version: int = 1
    taken_back_at: datetime | None = None

    @property
    def recorded(self) -> Recorded:
        """Who may take it back, and what stands against that."""
        return Recorded(self.observer_id, self.recorded_at, taken_back_at=self.taken_back_at)


def record_id(tenant_id: str, kind: str, person_id: str, chance: int, now: datetime) -> str:
    """An id for something that a person begins to record at `now`; the form carries it, so that
    sending the form twice records it once."""
    told = f"{tenant_id} {kind} {person_id} {chance} {now.isoformat()}"
    return sha256(told.encode()).hexdigest()[:32]


def problem_with_past_day(day: date, today: date) -> str | None:
    """The sentence to show beside a day on which something was, or None when it will do."""
    if day > today:
        return f"{day_in_words(day)} is still to come; please choose the day on which it was."
    if day < today - BACK_AT_MOST:
        return f"{day_in_words(day)} is over a year ago; please choose the day on which it was."
    return None


def require_whole(
    observation: PracticeObservation,
    *,
    rule: ObservationRule,
    observable: Collection[str],
    today: date,
    calendar: Calendar,
) -> None:
    """Raises CorrectAndRepeat with a sentence for each field that must be mended.

    `observable` are the ids of those whom the observer may observe.
    """
    settings = {setting.id for setting in rule.settings}
    found: Mapping[str, str | None] = {
        "observed": None
        if observation.observed_id in observable
        else f"Please choose {rule.whom}.",
        "setting": None if observation.setting in settings else "Please choose what you observed.",
        "on": problem_with_past_day(observation.on, today),
        "seen": problem_with(observation.seen, most=WORDS_AT_MOST, today=today),
        "discussed_on": _problem_with_discussion(observation, today, calendar),
        "training_needs": problem_with(
            observation.training_needs, most=NEEDS_AT_MOST, required=False, today=today
        ),
    }
    problems = {field: sentence for field, sentence in found.items() if sentence}
    if problems:
        raise CorrectAndRepeat("The observation was not recorded yet: please see below.", problems)


def with_discussion(observation: PracticeObservation, on: date) -> PracticeObservation:
    """The observation, its reflective discussion having taken place on that day."""
    return replace(observation, discussed=True, discussed_on=on, version=observation.version + 1)


def _problem_with_discussion(
    observation: PracticeObservation, today: date, calendar: Calendar
) -> str | None:
    day = observation.discussed_on
    if observation.discussed:
        return None
    if day is None:
        return "Please choose the day on which you will talk it over."
    if day < today:
        return f"{day_in_words(day)} has been; please choose a day to come."
    return None if calendar.is_working_day(day) else problem_with_due(day, today, calendar)
