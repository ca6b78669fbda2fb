"""A round whose cases are led by the managers of the teams that are responsible for them, with or
without a peer (WC-01, WC-03)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from programme.assignment import Solver
from programme.auditors import Auditors, area_of, auditors_of
from programme.case import Case
from programme.draw import Decided, Gap, Pairing
from programme.draw_lists import DrawLists
from programme.gaps import cohort_gaps, peer_gap, stray_gaps, team_gaps
from programme.peers import choose_peers, works_on
from programme.people import Person, Role, Team, working_people
from programme.reasons import Paired, Reasons
from programme.sampling import DrawnCase, Sample, draw_cases


def lead_and_peer(lists: DrawLists, chance: Random, solver: Solver) -> Decided:
    """Each team's managers lead cases of their own team; a peer is of the same service area."""
    rule, period = lists.of.rule, lists.of.period
    auditors = auditors_of(lists.people, lists.by_name, lists.presence)
    theirs = {team.name for team in lists.teams_of_round()}
    leads = {team: found for team, found in auditors.leads.items() if team in theirs}
    cases = _fit_to_lead(lists, leads)
    sample = draw_cases(cases, leads, rule.cases_a_lead, chance, solver)
    paired, peer_gaps = _pair(sample, auditors, lists, chance, solver)
    reasons = Reasons(
        period,
        rule.not_again_within_months,
        auditors,
        sample,
        paired,
        lists.last_audited,
        lists.earlier_pairs,
    )
    pairings = tuple(_pairing(each, lists, reasons) for each in paired)
    gaps = (
        *_gaps_of_teams(lists, auditors, sample),
        *peer_gaps,
        *cohort_gaps(sample.cohorts),
        *stray_gaps(lists.cases, lists.by_name, auditors.unplaced),
    )
    return Decided(pairings, gaps, sample.cohorts)


def _fit_to_lead(lists: DrawLists, leads: Mapping[str, Sequence[Person]]) -> list[Case]:
    """The open cases but for those that one of their team's leads works on or has declared a
    conflict of interest for: any of a team's cases may come to any of its leads."""
    return [
        case
        for case in lists.open_cases()
        if not any(
            works_on(lead, case) or lead.id in lists.conflicts.get(case.reference, ())
            for lead in leads.get(case.team, ())
        )
    ]


def _pair(
    sample: Sample,
    auditors: Auditors,
    lists: DrawLists,
    chance: Random,
    solver: Solver,
) -> tuple[list[Paired], list[Gap]]:
    """The drawn cases with their peers. Nobody is a peer outside their service area, so the areas
    are problems of their own: that keeps a council ten times the size from costing a thousandfold.
    """
    rule, teams = lists.of.rule, lists.by_name
    by_area: dict[str, list[DrawnCase]] = defaultdict(list)
    for drawn in sample.cases:
        by_area[teams[drawn.case.team].service_area].append(drawn)
    colleagues = _managers_by_area(lists.people, teams)
    paired: list[Paired] = []
    gaps: list[Gap] = []
    for area, audits in sorted(by_area.items()):
        if rule.peer is None:
            paired += [Paired(drawn, area, None, None) for drawn in audits]
            continue
        pool = {person.id: person for person in auditors.peers[area]}
        peers = choose_peers(
            audits,
            tuple(pool.values()),
            rule.cases_a_lead,
            lists.earlier_pairs,
            chance,
            solver,
            lists.conflicts,
        )
        for drawn, peer in zip(audits, peers, strict=True):
            if peer is None:
                gap = peer_gap(drawn, area, auditors, colleagues[area], lists.of.period)
                gaps.append(gap)
                paired.append(Paired(drawn, area, None, gap.sentence))
            else:
                paired.append(Paired(drawn, area, pool[peer], None))
    return paired, gaps


def _managers_by_area(
    people: Iterable[Person], teams: Mapping[str, Team]
) -> Mapping[str, list[Person]]:
    managers: dict[str, list[Person]] = defaultdict(list)
    for person in working_people(people):
        area = area_of(person, teams)
        if area is not None and person.has(Role.TEAM_MANAGER):
            managers[area].append(person)
    return managers


def _gaps_of_teams(lists: DrawLists, auditors: Auditors, sample: Sample) -> list[Gap]:
    active = Counter(case.team for case in lists.cases_of_round() if case.active)
    drawn = Counter(drawn.case.team for drawn in sample.cases)
    of = lists.of
    return [
        gap
        for team in lists.teams_of_round()
        for gap in team_gaps(
            team, auditors, active[team.name], drawn[team.name], of.rule, of.period
        )
    ]


def _pairing(paired: Paired, lists: DrawLists, reasons: Reasons) -> Pairing:
    case, lead = paired.drawn.case, paired.drawn.lead
    return Pairing(
        case_reference=case.reference,
        cohort=case.cohort.value,
        team=case.team,
        service_area=paired.service_area,
        tool_id=lists.tool_for(case).id,
        lead_id=lead.id,
        peer_id=None if paired.peer is None else paired.peer.id,
        why=reasons.why(paired),
    )
