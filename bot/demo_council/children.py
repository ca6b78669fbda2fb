"""The children of the demo: 1,500 open cases, some closed ones, and families only in contact.

Everything that happens to a child falls on a weekday and every birth on a weekend, so that no
date of birth can be mistaken for a date that Sightline keeps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from bot.demo_council.names import CHILD_FORENAMES, CHILD_SURNAMES, SOCIAL_WORKERS
from bot.demo_council.people import REVIEWING_OFFICERS
from bot.demo_council.teams import (
    AREA_TEAMS,
    CARE_LEAVERS,
    FAMILIES_FIRST,
    FOSTERING,
    FRONT_DOOR,
    LOCALITY,
    TEAMS,
    THROUGH_CARE,
)


class Standing(StrEnum):
    """How a child stands: the case status of list 6, a care leaver of list 9, or only in
    contact with the council (lists 1 and 2)."""

    LOOKED_AFTER = "a) Looked after child"
    ON_A_PROTECTION_PLAN = "b) Child Protection plan"
    IN_NEED = "c) Child in need plan"
    IN_ASSESSMENT = "d) Open assessment"
    CLOSED = "e) Closed episode"
    CARE_LEAVER = "Care leaver"
    IN_CONTACT = "In contact"


@dataclass(frozen=True, slots=True)
class Child:
    """One child as the council knows it. `born` is None before birth; `team` and `worker` are
    empty for a child only in contact; `ended` is when a closed episode, an earlier protection
    plan or an earlier period of care ended."""

    reference: str
    name: str
    gender: str
    ethnicity: str
    born: date | None
    age: int | None
    standing: Standing
    team: str
    worker: str
    reviewing_officer: str
    opened: date
    ended: date | None


OPEN_CASES: Mapping[Standing, Mapping[str, int]] = {
    Standing.IN_NEED: {LOCALITY: 430, FAMILIES_FIRST: 110, FRONT_DOOR: 90, FOSTERING: 45},
    Standing.ON_A_PROTECTION_PLAN: {LOCALITY: 168, FAMILIES_FIRST: 12},
    Standing.LOOKED_AFTER: {THROUGH_CARE: 270, LOCALITY: 75, FOSTERING: 30},
    Standing.CARE_LEAVER: {CARE_LEAVERS: 150},
    Standing.IN_ASSESSMENT: {FRONT_DOOR: 120},
}
_CLOSED_CASES = {LOCALITY: 30, FRONT_DOOR: 15, FAMILIES_FIRST: 10, THROUGH_CARE: 5}
_ONLY_IN_CONTACT = 250
_UNBORN = 6
_MOVED_ON = {Standing.IN_NEED: 25, Standing.CARE_LEAVER: 15}
"""How many were on a protection plan, or looked after, until a few months ago."""

_LONGEST_OPEN_DAYS = {
    Standing.IN_NEED: 500,
    Standing.ON_A_PROTECTION_PLAN: 420,
    Standing.LOOKED_AFTER: 2200,
    Standing.CARE_LEAVER: 2000,
    Standing.IN_ASSESSMENT: 45,
    Standing.CLOSED: 400,
    Standing.IN_CONTACT: 180,
}
_EIGHTEEN_YEARS_DAYS = 6575

_GENDERS = ("a) Male", "b) Female", "c) Not stated/recorded", "d) Neither")
_GENDER_WEIGHTS = (51, 47, 1, 1)
_ETHNICITIES = {
    "WBRI - White British": 70,
    "WOTH - Any other White background": 6,
    "WROM - Gypsy/Roma": 1,
    "WIRT - Traveller of Irish Heritage": 1,
    "MWBC - White and Black Caribbean": 4,
    "MWAS - White and Asian": 3,
    "APKN - Pakistani": 4,
    "AIND - Indian": 2,
    "ABAN - Bangladeshi": 2,
    "BAFR - Black African": 3,
    "BCRB - Black Caribbean": 2,
    "CHNE - Chinese": 1,
    "NOBT - Information not yet obtained": 1,
}

_PER_TEAM = len(SOCIAL_WORKERS) // len(TEAMS)
WORKERS = {
    team.name: SOCIAL_WORKERS[index * _PER_TEAM : (index + 1) * _PER_TEAM]
    for index, team in enumerate(TEAMS)
}


def chance(seed: int, part: str) -> Random:
    """The chance of one part of the demo, independent of how much the other parts draw."""
    return Random(f"{seed}:{part}")  # noqa: S311 - made-up data, nothing secret


def weekday(day: date) -> date:
    """`day`, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def since(opened: date, today: date, days: int, rng: Random) -> date:
    """A weekday in the last `days` before `today`, but not before `opened`."""
    span = min(days, (today - opened).days)
    return max(opened, weekday(today - timedelta(days=rng.randint(0, span))))


def children(today: date, seed: int) -> tuple[Child, ...]:
    """All children, in the order of their references."""
    rng = chance(seed, "children")
    posts = list(_posts())
    numbers = rng.sample(range(100_000, 200_000), len(posts))
    drawn = [
        _child(f"MC-{number}", standing, area, place, today, rng)
        for number, (standing, area, place) in zip(numbers, posts, strict=True)
    ]
    return tuple(sorted(drawn, key=lambda child: child.reference))


def _posts() -> Iterator[tuple[Standing, str | None, int]]:
    """Standing, service area and a running number within the standing, for each child."""
    for standing, areas in (*OPEN_CASES.items(), (Standing.CLOSED, _CLOSED_CASES)):
        spread = [area for area, count in areas.items() for _ in range(count)]
        yield from ((standing, area, place) for place, area in enumerate(spread))
    yield from ((Standing.IN_CONTACT, None, place) for place in range(_ONLY_IN_CONTACT))


def _child(
    reference: str, standing: Standing, area: str | None, place: int, today: date, rng: Random
) -> Child:
    unborn = standing is Standing.ON_A_PROTECTION_PLAN and place < _UNBORN
    ends = standing is Standing.CLOSED or place < _MOVED_ON.get(standing, 0)
    born = None if unborn else _birth(standing, ends, today, rng)
    opened = _opening(standing, born, ends, today, rng)
    team = rng.choice(AREA_TEAMS[area]) if area else ""
    return Child(
        reference=reference,
        name=f"{rng.choice(CHILD_FORENAMES)} {rng.choice(CHILD_SURNAMES)}",
        gender=_GENDERS[2] if unborn else _one(_GENDERS, _GENDER_WEIGHTS, rng),
        ethnicity=_one(tuple(_ETHNICITIES), tuple(_ETHNICITIES.values()), rng),
        born=born,
        age=None if born is None else _age(born, today),
        standing=standing,
        team=team,
        worker=rng.choice(WORKERS[team]) if team else "",
        reviewing_officer=rng.choice(REVIEWING_OFFICERS),
        opened=opened,
        ended=_ending(standing, born, today, rng) if ends else None,
    )


def _birth(standing: Standing, ends: bool, today: date, rng: Random) -> date:
    youngest, oldest = (600 if ends else 60), _EIGHTEEN_YEARS_DAYS - 75
    if standing is Standing.CARE_LEAVER:
        youngest = _EIGHTEEN_YEARS_DAYS + 45
        oldest = youngest + (100 if ends else 2480)
    day = today - timedelta(days=rng.randrange(youngest, oldest))
    return day if day.weekday() > 4 else day - timedelta(days=day.weekday() + 1)


def _opening(standing: Standing, born: date | None, ends: bool, today: date, rng: Random) -> date:
    known = (today - born).days - 10 if born else 90
    longest = min(_LONGEST_OPEN_DAYS[standing], known)
    return weekday(today - timedelta(days=rng.randint(200 if ends else 5, longest)))


def _ending(standing: Standing, born: date | None, today: date, rng: Random) -> date:
    """Within the six months that lists 6 to 8 look back; care ends with the eighteenth year."""
    if standing is Standing.CARE_LEAVER and born:
        return weekday(born + timedelta(days=_EIGHTEEN_YEARS_DAYS))
    return weekday(today - timedelta(days=rng.randint(5, 170)))


def _one(values: tuple[str, ...], weights: tuple[int, ...], rng: Random) -> str:
    return rng.choices(values, weights)[0]


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
