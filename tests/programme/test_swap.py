"""Swaps that are offered break no rule, and none that would break none is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.audit import Audit, AuditState
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.people import Absence, Person, Role
from programme.reassignment import auditor_of, why_barred
from programme.rules.tool import AuditPart
from programme.swap import Bars, Swap, swaps, takers
from tests.little_council import person

TODAY = date(2026, 12, 1)
DUE = date(2026, 12, 31)
ROLES = (Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER)
NO_BARS = Bars({}, {}, not_own=False)
NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve")


ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Person], list[Audit], list[Case], dict[str, set[str]]]:
    """Who there is, their audits, the cases, and who has declared a conflict for which."""
    people = [
        replace(
            person(name, draw(st.sampled_from(ROLES)), team="Ash", area="North"),
            active=draw(st.integers(0, 7)) > 0,
            absences=(Absence(TODAY, TODAY),) if draw(st.integers(0, 7)) == 0 else (),
        )
        for name in NAMES
    ]
    ids = [each.id for each in people]
    audits, cases, conflicts = [], [], {}
    for number in range(draw(st.integers(2, 6))):
        lead = draw(st.sampled_from(ids))
        peer = draw(st.sampled_from([*[each for each in ids if each != lead], None]))
        reference = f"CF-{number}"
        audits.append(
            Audit(
                id=f"{number:032x}",
                month=Month(2026, 12),
                case_reference=reference,
                cohort="referral",
                team="Ash",
                service_area="North",
                tool_id="files",
                lead_id=lead,
                peer_id=peer,
                due=DUE,
                round_id=draw(st.sampled_from(["files", "files", "files", "other"])),
                state=draw(st.sampled_from([AuditState.ALLOCATED, AuditState.IN_PROGRESS])),
            )
        )
        worker = draw(st.sampled_from([None, None, None, *NAMES]))
        cases.append(Case(reference, Cohort.REFERRAL, "Ash", worker=worker))
        conflicts[reference] = set(draw(st.lists(st.sampled_from(ids), max_size=1)))
    return people, audits, cases, conflicts


def _after(audits: Sequence[Audit], swapped: tuple[Audit, Audit], part: AuditPart) -> list[Audit]:
    one, other = swapped
    now_with = {one.id: auditor_of(other, part), other.id: auditor_of(one, part)}

    def moved(audit: Audit) -> Audit:
        if audit.id not in now_with:
            return audit
        to = now_with[audit.id] or ""
        return replace(audit, lead_id=to) if part == "lead" else replace(audit, peer_id=to)

    return [moved(audit) for audit in audits]


def _pairs(audits: Sequence[Audit]) -> Counter[frozenset[str]]:
    return Counter(frozenset({a.lead_id, a.peer_id}) for a in audits if a.peer_id)


@ANY
@given(rounds(), st.sampled_from(["lead", "peer"]))
def test_every_swap_that_breaks_nothing_is_offered_and_no_other(
    made: tuple[list[Person], list[Audit], list[Case], dict[str, set[str]]], part: AuditPart
) -> None:
    people, every, cases, conflicts = made
    staff = {each.id: each for each in people}
    by_reference = {case.reference: case for case in cases}
    audit = every[0]
    audits = [each for each in every if each.round_id == audit.round_id]
    asker = staff.get(auditor_of(audit, part) or "")
    if asker is None:
        return

    def allowed(other: Audit) -> bool:
        colleague = staff.get(auditor_of(other, part) or "")
        if colleague is None or colleague == asker or other.state is not AuditState.ALLOCATED:
            return False
        if asker.roles.isdisjoint(colleague.roles):
            return False
        for of, to in ((audit, colleague), (other, asker)):
            case = by_reference[of.case_reference]
            declared = conflicts[of.case_reference]
            if why_barred(of, part, to, case, TODAY, moderator_id=None, conflicted=declared):
                return False
        after = _after(audits, (audit, other), part)
        moved = [each for each in after if each.id in (audit.id, other.id)]
        return all(_pairs(after)[pair] == 1 for pair in _pairs(moved))

    bars = Bars(conflicts, {}, not_own=False)
    offered = swaps(audit, part, asker, audits, staff, by_reference, TODAY, bars)
    assert {each.audit.id for each in offered} == {a.id for a in audits if allowed(a)}
    assert all(each.colleague.id == auditor_of(each.audit, part) for each in offered)


def _audit(number: int, lead: str, peer: str | None = None) -> Audit:
    return Audit(
        id=f"{number:032x}",
        month=Month(2026, 12),
        case_reference=f"CF-{number}",
        cohort="referral",
        team="Ash",
        service_area="North",
        tool_id="files",
        lead_id=lead,
        peer_id=peer,
        due=DUE,
        round_id="files",
    )


def _offered(*audits: Audit) -> tuple[Swap, ...]:
    staff = {each.id: each for each in _staff()}
    return swaps(audits[0], "lead", staff["ann"], audits, staff, {}, TODAY, NO_BARS)


def _staff() -> list[Person]:
    return [person(name, Role.TEAM_MANAGER, team="Ash", area="North") for name in NAMES]


def test_a_swap_that_would_double_a_pair_is_not_offered() -> None:
    mine, theirs = _audit(0, "ann", "eve"), _audit(1, "ben", "dan")
    assert [each.audit for each in _offered(mine, theirs)] == [theirs]
    # Ben would audit with Eve, whom he leads an audit with already.
    assert [each.audit for each in _offered(mine, theirs, _audit(2, "eve", "ben"))] == []


def test_whose_case_has_closed_or_is_of_another_round_is_not_offered() -> None:
    mine, theirs = _audit(0, "ann"), _audit(1, "ben")
    assert _offered(mine, theirs)
    assert not _offered(mine, replace(theirs, case_closed_on=TODAY))
    assert not _offered(mine, replace(theirs, round_id="other"))
    assert not _offered(replace(mine, round_id=""), replace(theirs, round_id=""))


LOADS = st.dictionaries(st.sampled_from([n.lower() for n in NAMES]), st.integers(0, 3))


@ANY
@given(LOADS, st.lists(st.integers(0, 30), max_size=4), st.sets(st.sampled_from(NAMES[1:])))
def test_whoever_has_fewest_is_asked_first_and_nobody_who_is_away_on_the_day(
    load: dict[str, int], days: list[int], away_on_the_day: set[str]
) -> None:
    away = [TODAY + timedelta(days=1 + n) for n in days if TODAY + timedelta(days=1 + n) < DUE]
    staff = [
        replace(
            each,
            absences=(
                *((Absence(DUE, DUE),) if each.name in away_on_the_day else ()),
                *(Absence(day, day) for day in away if each.name == "Ben"),
            ),
        )
        for each in _staff()
    ]
    bars = Bars({"CF-0": {"eve"}}, {}, not_own=False)
    found = takers(_audit(0, "ann"), "lead", staff, None, load, TODAY, bars)
    assert {each.name for each in found} == {*NAMES[1:]} - away_on_the_day - {"Eve"}
    loads = [load.get(each.id, 0) for each in found]
    assert loads == sorted(loads)
    for one, other in pairwise(found):
        if load.get(one.id, 0) == load.get(other.id, 0) and one.name == "Ben":
            assert not away
