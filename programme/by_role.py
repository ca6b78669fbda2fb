"""A round that asks people rather than teams: the holders of roles (SW-01, WB-01, BD-02, KT-01), or
reviewing officers (WC-10)."""

from collections import Counter
from random import Random

from programme.asked import Asked, Seat
from programme.assignment import Solver
from programme.case import Case
from programme.chosen_first import choosing_gaps, fill_chosen_first, theme_gaps
from programme.draw import Decided, Gap, Pairing
from programme.draw_lists import DrawLists
from programme.gaps import stray_gaps
from programme.holders import holders_of_roles
from programme.looked_at import looking_at_practice
from programme.own_and_other import Choices
from programme.places import Filled, Place
from programme.reviewing_officers import reviewing_officers
from programme.role_gaps import away_gap, shares_gaps, short_gap
from programme.role_reasons import RoleReasons
from programme.sampling import in_any_order


def by_role(lists: DrawLists, chance: Random, solver: Solver) -> Decided:
    """Everyone who is asked gets as many cases as their quota says, or a gap says why not."""
    choices = Choices(lists)
    gathered = (
        reviewing_officers(lists, choices)
        if lists.of.rule.auditors == "reviewing_officers"
        else holders_of_roles(lists, choices, chance)
    )
    seats = _seats(gathered.asked, chance)
    unseen: tuple[Gap, ...] = ()
    if lists.of.rule.practice_of:
        seats, unseen = looking_at_practice(seats, lists, choices, chance)
    places = [Place(seat.asked.person, seat.choice, seat.asked.barred) for seat in seats]
    filled = fill_chosen_first(places, lists.chosen or lists.of_theme(), chance, solver)
    given = Counter(id(seat.asked) for seat, case in zip(seats, filled.cases, strict=True) if case)
    period = lists.of.period
    gaps = (
        *gathered.gaps,
        *unseen,
        *(away_gap(away, period) for away in gathered.away),
        *(
            short_gap(one, given[id(one)], lists)
            for one in gathered.asked
            if given[id(one)] < one.cases
        ),
        *choosing_gaps(lists, filled, choices),
        *theme_gaps(lists, filled),
        *(() if _is_bound_to_officers(lists) else shares_gaps(filled.cohorts)),
        *stray_gaps(lists.cases, lists.by_name, ()),
    )
    return Decided(_pairings(seats, filled, lists, choices), gaps, filled.cohorts)


def _is_bound_to_officers(lists: DrawLists) -> bool:
    """Whether every seat is bound to one reviewing officer's or chair's cases: which cohorts those
    are of is theirs, so that none of it can be said to be missing (WC-10, WC-12)."""
    rule = lists.of.rule
    return rule.auditors == "reviewing_officers" or bool(rule.practice_of)


def _seats(asked: tuple[Asked, ...], chance: Random) -> list[Seat]:
    """Everyone's first case before anyone's second; who comes first is chance."""
    most = max((one.cases for one in asked), default=0)
    return [
        Seat(one, one.choice)
        for nth in range(most)
        for one in in_any_order(asked, chance)
        if one.cases > nth
    ]


def _pairings(
    seats: list[Seat], filled: Filled, lists: DrawLists, choices: Choices
) -> tuple[Pairing, ...]:
    reasons = RoleReasons(lists, filled, choices)
    pairings = [
        _pairing(seat, case, lists, reasons.why(seat.asked, case, out_of))
        for seat, case, out_of in zip(seats, filled.cases, filled.out_of, strict=True)
        if case is not None
    ]
    return tuple(sorted(pairings, key=lambda p: (p.service_area, p.team, p.case_reference)))


def _pairing(seat: Seat, case: Case, lists: DrawLists, why: tuple[str, ...]) -> Pairing:
    one, officer = seat.asked, seat.practice_of
    whose = (
        (f"It looks at the practice of {officer.name}, whom the case list names.",)
        if officer
        else ()
    )
    return Pairing(
        case_reference=case.reference,
        cohort=case.cohort.value,
        team=case.team,
        service_area=lists.by_name[case.team].service_area,
        tool_id=(one.tool or lists.tool_for(case)).id,
        lead_id=one.person.id,
        peer_id=None,
        why=(*whose, *why),
        practice_of=officer.id if officer else None,
    )
