"""Every framework has a council in the demo, with people in every role that it names."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from bot.demo_council import DEMO_COUNCILS, DemoCouncil, staff_csv
from bot.demo_council.names import FORENAMES, SURNAMES
from bot.imports.case_file import read_case_file
from bot.imports.staff_file import read_staff_file
from programme.frameworks.load import load_shipped, shipped
from programme.people import Role
from programme.rules.post import Post
from tests.bot.imports.files import no_progress

T = TypeVar("T")
TODAY = date(2026, 12, 1)
each_council = pytest.mark.parametrize("council", DEMO_COUNCILS, ids=lambda each: each.framework)


def test_every_framework_has_a_council() -> None:
    assert sorted(each.framework for each in DEMO_COUNCILS) == sorted(shipped())
    assert len({each.tenant_id for each in DEMO_COUNCILS}) == len(DEMO_COUNCILS)


@each_council
def test_somebody_holds_every_role_that_the_framework_names(
    council: DemoCouncil, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(staff_csv(council.staff(TODAY)), "utf-8")
    staff = read_staff_file(file, ids_from=council.tenant_id, progress=no_progress)
    assert staff.refused == ()
    held = {role for person in staff.people for role in person.roles}
    framework = load_shipped(council.framework)
    assert set(_found(framework, Role)) <= held
    for post in _found(framework, Post):
        assert any(map(post.is_held_by, staff.people)), post.words


@each_council
def test_the_cases_can_be_taken_in(council: DemoCouncil, tmp_path: Path) -> None:
    teams = sorted({one.team for one in council.staff(TODAY) if one.team})
    found = read_case_file(council.write_cases(tmp_path, TODAY), teams=teams, progress=no_progress)
    assert found.refused == ()
    assert {case.team for case in found.cases if case.active} == set(teams)


def test_names_are_enough_and_each_is_one_person_s() -> None:
    assert len(set(FORENAMES)) == len(FORENAMES) == len(set(SURNAMES)) == len(SURNAMES)
    for council in DEMO_COUNCILS:
        names = [one.name for one in council.staff(TODAY)]
        assert len(set(names)) == len(names)


def _found(value: object, sort: type[T]) -> Iterator[T]:
    """Everything of that sort that stands in the framework."""
    if isinstance(value, sort):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _found(getattr(value, field.name), sort)
    elif isinstance(value, tuple):
        for one in value:
            yield from _found(one, sort)
