"""Good practice on a child's record: whose it may have been, and that it is acknowledged once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from programme.case import Case, Cohort
from programme.people import Role
from programme.practice_acknowledgement import THE_WORKER, acknowledge, practitioners
from tests.little_council import person
from tests.storage.test_practice_acknowledgements import PRACTICE

pytestmark = pytest.mark.rule("WC-13")

CASE = Case("CF-10", Cohort.CHILD_IN_CARE, "Ash", worker=" sam ")
SAM = person("Sam", Role.SOCIAL_WORKER, team="Ash")
ZOE = person("Zoe", Role.SOCIAL_WORKER, team="Ash")
BEN = person("Ben", Role.TEAM_MANAGER, team="Birch")
NOW = datetime(2026, 12, 7, 10, tzinfo=UTC)


def test_the_worker_comes_first_however_the_list_writes_the_name() -> None:
    found = practitioners(CASE, [ZOE, BEN, SAM])
    assert [(one.id, one.is_the_worker) for one in found] == [("sam", True), ("zoe", False)]


def test_a_worker_who_is_elsewhere_or_has_left_is_named_all_the_same() -> None:
    for people in ([ZOE], [ZOE, replace(SAM, active=False)], [ZOE, replace(SAM, team="Birch")]):
        found = practitioners(CASE, people)
        assert [(one.id, one.name) for one in found] == [(THE_WORKER, "sam"), ("zoe", "Zoe")]


def test_without_a_worker_the_team_is_offered_and_nobody_proposed() -> None:
    found = practitioners(replace(CASE, worker=None), [ZOE, SAM])
    assert [(one.id, one.is_the_worker) for one in found] == [("sam", False), ("zoe", False)]


def test_it_is_acknowledged_once() -> None:
    first = acknowledge(PRACTICE, by="ann", now=NOW)
    assert (first.acknowledged_by, first.is_acknowledged) == ("ann", True)
    assert acknowledge(first, by="gil", now=NOW) is first


def test_what_was_taken_back_is_not_acknowledged() -> None:
    gone = replace(PRACTICE, taken_back_at=NOW, acknowledged_by=None, acknowledged_at=None)
    assert acknowledge(gone, by="ann", now=NOW) is gone
