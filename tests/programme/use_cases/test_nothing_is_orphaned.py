"""Every change of people against everything that can be open: each is handed on, or reported.

The scene has an audit in a round, one that was asked for, a re-audit, a moderation, a loop to
check, actions, an alert, a dispute, good practice, a dip sample, a planned discussion, a request to
take an audit and one that was given back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from random import Random

import pytest

from programme.case import Case
from programme.people import Absence, Person, Role, Team
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.tick import tick
from storage.engine import Engine
from tests.dialogs.live_scene import THE_18TH, set_scene
from tests.little_council import (
    A_MINUTE,
    CALENDAR,
    CASES,
    LittleCouncil,
    case_list,
    person,
    staff_list,
)
from tests.programme.use_cases.duty_council import drawn_by
from tests.programme.use_cases.orphans import orphans

MONDAY = date(2026, 12, 21)
AWAY = Absence(date(2026, 12, 19), date(2027, 1, 29))


@dataclass(frozen=True)
class Lists:
    """The council's lists as the next import has them."""

    people: Mapping[str, Person]
    teams: tuple[Team, ...]
    cases: tuple[Case, ...] = CASES
    hand_over: Mapping[str, str] = field(default_factory=dict)


Change = Callable[[Lists], Lists]


def leaves(*ids: str) -> Change:
    return lambda at: replace(at, people={k: p for k, p in at.people.items() if k not in ids})


def changes(person_id: str, **what: object) -> Change:
    def change(at: Lists) -> Lists:
        if person_id not in at.people:
            return at
        changed = replace(at.people[person_id], **what)  # type: ignore[arg-type]  # by name
        return replace(at, people={**at.people, person_id: changed})

    return change


def comes(newcomer: Person) -> Change:
    return lambda at: replace(at, people={**at.people, newcomer.id: newcomer})


def both(*each: Change) -> Change:
    def change(at: Lists) -> Lists:
        for one in each:
            at = one(at)
        return at

    return change


def closes(team: str, into: str) -> Change:
    def change(at: Lists) -> Lists:
        kept = {k: p for k, p in at.people.items() if p.team != team}
        left = tuple(each for each in at.teams if each.name != team)
        moved = tuple(replace(c, team=into) if c.team == team else c for c in at.cases)
        return Lists(kept, left, moved, {**at.hand_over, team: into})

    return change


def is_called(team: str, new: str) -> Change:
    """The team has another name in the staff list, and not yet in the case list."""

    def change(at: Lists) -> Lists:
        people = {k: replace(p, team=new) if p.team == team else p for k, p in at.people.items()}
        teams = tuple(replace(t, name=new) if t.name == team else t for t in at.teams)
        return Lists(people, teams, at.cases, {**at.hand_over, team: new})

    return change


def moves(reference: str, team: str) -> Change:
    return lambda at: replace(
        at, cases=tuple(replace(c, team=team) if c.reference == reference else c for c in at.cases)
    )


def cases_close(*teams: str) -> Change:
    return lambda at: replace(at, cases=tuple(c for c in at.cases if c.team not in teams))


WORKER = frozenset({Role.SOCIAL_WORKER})
OWNERS = ("ann", "ben", "cat", "dan", "eve", "gil", "gus", "iris", "ola", "quinn")
NORA = person("Nora", Role.QA_OFFICER)
ALL: Mapping[str, Change] = {
    **{f"{who} leaves": leaves(who) for who in OWNERS if who != "quinn"},
    **{f"{who} is on leave": changes(who, absences=(AWAY,)) for who in OWNERS},
    **{f"{who} changes role": changes(who, roles=WORKER) for who in OWNERS if who != "quinn"},
    "ann changes team": changes("ann", team="Birch"),
    "ann has a new line manager": changes("ann", line_manager_email="gus@council.example"),
    "the only QA officer goes, another comes": both(comes(NORA), leaves("quinn")),
    "Ash has no manager": leaves("ann", "abe"),
    "North has nobody to manage it": leaves("ann", "abe", "ben", "gil"),
    "Ash closes": closes("Ash", "Birch"),
    "Damson closes": closes("Damson", "Cherry"),
    "Ash has another name": is_called("Ash", "Oak"),
    "a case moves": both(*(moves(case.reference, "Cherry") for case in CASES[:3])),
    "the cases of South close": cases_close("Cherry", "Damson"),
    "everybody who manages leaves": leaves(*(who for who in OWNERS if who != "quinn"), "abe"),
}


@pytest.fixture
def dialect() -> str:
    """Whose a thing is is decided alike on either database; the imports are tried on both."""
    return "sqlite"


@pytest.fixture
async def scene(engine: Engine) -> LittleCouncil:
    """Something of every kind is open."""
    little = (await set_scene(engine)).little
    await drawn_by(little, "ben", record="e" * 32, now=THE_18TH)
    return little


async def _lists(little: LittleCouncil) -> Lists:
    async with little.work(little.tenant_id) as w:
        people = {p.id: p for p in await w.people.all() if p.active}
        return Lists(people, await w.teams.all())


async def _import(little: LittleCouncil, lists: Lists, now: datetime) -> None:
    staff = staff_list(tuple(lists.people.values()), lists.teams)
    command = ImportStaff(little.council, staff, "command line", hand_over=lists.hand_over)
    await import_staff(command, work=little.work, now=now)
    cases = ImportCases(little.council, case_list(lists.cases), "command line")
    await import_cases(cases, work=little.work, now=now + A_MINUTE)


async def _next_day(little: LittleCouncil, day: date) -> None:
    await tick(little.council, work=little.work, now=CALENDAR.at(day, time(9, 30)))


async def test_the_scene_has_something_of_everything_open(scene: LittleCouncil) -> None:
    await _next_day(scene, MONDAY)
    assert await orphans(scene, MONDAY) == []


@pytest.mark.parametrize("change", ALL.values(), ids=ALL)
async def test_after_a_change_everything_is_somebody_s_or_a_qa_officer_was_told(
    scene: LittleCouncil, change: Change
) -> None:
    await _import(scene, change(await _lists(scene)), THE_18TH)
    await _next_day(scene, MONDAY)
    assert await orphans(scene, MONDAY) == []


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_sequence_of_imports_nothing_is_orphaned(
    scene: LittleCouncil, seed: int
) -> None:
    chance = Random(seed)
    await _import(scene, comes(NORA)(await _lists(scene)), THE_18TH)
    days: Sequence[date] = (MONDAY, date(2026, 12, 22), date(2026, 12, 23))
    lists = await _lists(scene)
    for day in days:
        names = [name for name in ALL if not _is_done(name, lists)]
        for name in chance.sample(names, 2):
            lists = ALL[name](lists)
        await _import(scene, lists, CALENDAR.at(day, time(9)))
        lists = replace(lists, hand_over={})
        await _next_day(scene, day)
        assert await orphans(scene, day) == []


def _is_done(name: str, lists: Lists) -> bool:
    """A team closes once, and QA officers are the last rung."""
    closed = {team for team in ("Ash", "Damson") if team not in [t.name for t in lists.teams]}
    return any(name.startswith(team) for team in closed) or "manages leaves" in name
