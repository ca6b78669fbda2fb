"""What a form records: told once to each, when at work, and nobody sends another's form."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.people import Absence, Role
from programme.use_cases.recording import message_each, require_own_form
from tests.little_council import CALENDAR, FRAMEWORK, TENANT, person

COUNCIL = Council(TENANT, FRAMEWORK, CALENDAR)
SUNDAY = datetime(2026, 12, 6, 15, tzinfo=UTC)
ANN, BEN, CAT = (person(name, Role.TEAM_MANAGER) for name in ("Ann", "Ben", "Cat"))


def test_each_gets_one_message_when_at_work_and_whoever_is_here_at_once() -> None:
    away = replace(BEN, absences=(Absence(date(2026, 12, 7), date(2026, 12, 8)),))
    kind = MessageKind.CHAIRS_REPORT
    made = message_each(COUNCIL, kind, "f", [CAT, away, ANN], SUNDAY, here="ann")
    opens = FRAMEWORK.hours.opens
    assert [(one.key, one.not_before) for one in made] == [
        ("chairs_report:f:ann", SUNDAY),
        ("chairs_report:f:ben", CALENDAR.at(date(2026, 12, 9), opens)),
        ("chairs_report:f:cat", CALENDAR.at(date(2026, 12, 7), opens)),
    ]


def test_a_form_that_somebody_else_used_is_refused() -> None:
    require_own_form("ann", ANN, "good practice")
    with pytest.raises(LookElsewhere, match="used already; please type “good practice”"):
        require_own_form("ben", ANN, "good practice")
