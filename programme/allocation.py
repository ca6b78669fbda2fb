"""Who audits what in a month: cases drawn from the lists, each with its two auditors, the reason
for every pairing, and a sentence for everything that could not be met (WC-01, WC-03)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random

from programme.assignment import Solver
from programme.auditors import Auditors, area_of, auditors_of
from programme.calendar import Calendar, Month
from programme.case import Case
from programme.draw import Draw, Gap, Pairing
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.gaps import cohort_gaps, peer_gap, stray_gaps, team_gaps
from programme.peers import choose_peers
from programme.people import Person, Role, Team, working_people
from programme.reasons import Paired, Reasons
from programme.rules.round import Round
from programme.sampling import DrawnCase, Sample, draw_cases, open_to_audit


def draw_allocation(
    *,
    month: Month,
    framework: Framework,
    calendar: Calendar,
    people: Sequence[Person],
    teams: Sequence[Team],
    cases: Sequence[Case],
    last_audited: Mapping[str, date],
    earlier_pairs: Mapping[tuple[str, str], int],
    seed: int,
    solver: Solver,
) -> Draw:
    """Draws a month's audits. The order of the inputs makes no difference; `seed` does.

    `last_audited` has each case's last audit by its reference; a case that is allocated and not
    yet audited counts as audited, or it would be drawn twice. `earlier_pairs` has how often each
    lead and peer (their ids) audited together in the last 12 months.

    Raises CorrectAndRepeat when two cases have one reference.
    """
    _refuse_doubles(cases)
    rule = framework.allocation
    chance = Random(seed)  # noqa: S311 - to be drawn again at will, not a secret
    by_name = {team.name: team for team in sorted(teams, key=lambda team: team.name)}
    day = month.first.replace(day=rule.day)
    auditors = auditors_of(people, by_name, day, calendar)
    found = open_to_audit(cases, last_audited, month, rule.not_again_within_months)
    sample = draw_cases(found, auditors.leads, rule.cases_a_lead, chance, solver)
    paired, peer_gaps = _pair(
        sample, auditors, rule, by_name, people, month, earlier_pairs, chance, solver
    )
    reasons = Reasons(
        month, rule.not_again_within_months, auditors, sample, paired, last_audited, earlier_pairs
    )
    pairings = tuple(_pairing(p, framework, reasons) for p in paired)
    gaps = (
        *_gaps_of_teams(by_name.values(), auditors, cases, sample, rule, month),
        *peer_gaps,
        *cohort_gaps(sample.cohorts),
        *stray_gaps(cases, by_name, auditors.unplaced),
    )
    return Draw(seed, month, pairings, gaps, sample.cohorts)


def _refuse_doubles(cases: Sequence[Case]) -> None:
    if len({case.reference for case in cases}) < len(cases):
        raise CorrectAndRepeat(
            "Some cases stand in the case list twice; import the lists again, then draw."
        )


def _pair(
    sample: Sample,
    auditors: Auditors,
    rule: Round,
    teams: Mapping[str, Team],
    people: Iterable[Person],
    month: Month,
    earlier_pairs: Mapping[tuple[str, str], int],
    chance: Random,
    solver: Solver,
) -> tuple[list[Paired], list[Gap]]:
    """The drawn cases with their peers. Nobody is a peer outside their service area, so the areas
    are problems of their own: that keeps a council ten times the size from costing a thousandfold.
    """
    by_area: dict[str, list[DrawnCase]] = defaultdict(list)
    for drawn in sample.cases:
        by_area[teams[drawn.case.team].service_area].append(drawn)
    colleagues = _managers_by_area(people, teams)
    paired: list[Paired] = []
    gaps: list[Gap] = []
    for area, audits in sorted(by_area.items()):
        if rule.peer is None:
            paired += [Paired(drawn, area, None, None) for drawn in audits]
            continue
        pool = {person.id: person for person in auditors.peers[area]}
        peers = choose_peers(
            audits, tuple(pool.values()), rule.cases_a_lead, earlier_pairs, chance, solver
        )
        for drawn, peer in zip(audits, peers, strict=True):
            if peer is None:
                gap = peer_gap(drawn, area, auditors, colleagues[area], month)
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


def _gaps_of_teams(
    teams: Iterable[Team],
    auditors: Auditors,
    cases: Iterable[Case],
    sample: Sample,
    rule: Round,
    month: Month,
) -> list[Gap]:
    active = Counter(case.team for case in cases if case.active)
    drawn = Counter(drawn.case.team for drawn in sample.cases)
    return [
        gap
        for team in teams
        for gap in team_gaps(team, auditors, active[team.name], drawn[team.name], rule, month)
    ]


def _pairing(paired: Paired, framework: Framework, reasons: Reasons) -> Pairing:
    case, lead = paired.drawn.case, paired.drawn.lead
    return Pairing(
        case_reference=case.reference,
        cohort=case.cohort.value,
        team=case.team,
        service_area=paired.service_area,
        tool_id=framework.tool_for(paired.service_area).id,
        lead_id=lead.id,
        peer_id=None if paired.peer is None else paired.peer.id,
        why=reasons.why(paired),
    )
