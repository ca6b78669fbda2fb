"""What a draw could not meet, each in a sentence: nothing is left out without a word."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from programme.auditors import Absentee, Auditors
from programme.case import Case
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.people import Person, Team
from programme.period import Period
from programme.reasons import months_before
from programme.rules.round import Round
from programme.sampling import CohortShare, DrawnCase


def team_gaps(
    team: Team,
    auditors: Auditors,
    cases: int,
    drawn: int,
    rule: Round,
    period: Period,
) -> tuple[Gap, ...]:
    """A team's gaps, given how many active cases it has and how many of them were drawn."""
    leads = auditors.leads.get(team.name, ())
    absent = [absentee for absentee in auditors.absent if absentee.person.team == team.name]
    wanted = len(leads) * rule.cases_a_lead

    def gap(kind: GapKind, sentence: str) -> Gap:
        return Gap(kind, sentence, team.service_area, team.name)

    if not leads and not absent:
        sentence = f"{team.name} has no team manager, so it has no lead audit in {period.title}."
        return (gap(GapKind.NO_TEAM_MANAGER, sentence),)
    found = [
        gap(GapKind.TEAM_MANAGER_AWAY, _away(absentee, team, period, last=not leads))
        for absentee in absent
    ]
    if wanted and not drawn:
        sentence = _no_case(team, leads, cases, period, rule.not_again_within_months)
        found.append(gap(GapKind.NO_CASE, sentence))
    elif drawn < wanted:
        sentence = (
            f"{team.name} has only {_count(drawn, 'case')} open to audit for the {wanted} lead"
            f" audits of {period.title}."
        )
        found.append(gap(GapKind.TOO_FEW_CASES, sentence))
    return tuple(found)


def peer_gap(
    drawn: DrawnCase,
    service_area: str,
    auditors: Auditors,
    colleagues: Iterable[Person],
    period: Period,
) -> Gap:
    """Why an audit has no peer; `colleagues` are all team managers of the area, there or away."""
    lead, reference = drawn.lead, drawn.case.reference
    so = f"so the audit of {reference} has no peer in {period.title}."
    if all(person.id == lead.id for person in colleagues):
        sentence = f"There is no second team manager in {service_area}, {so}"
    elif all(person.id == lead.id for person in auditors.peers[service_area]):
        sentence = f"Every other team manager of {service_area} is away, {so}"
    else:
        sentence = (
            f"The other team managers of {service_area} work on the case themselves or have their"
            f" share of peer audits, {so}"
        )
    return Gap(GapKind.NO_PEER, sentence, service_area, drawn.case.team, reference)


def cohort_gaps(cohorts: Iterable[CohortShare]) -> tuple[Gap, ...]:
    """The cohorts of which fewer were drawn than their share."""
    return tuple(
        Gap(
            GapKind.COHORT_SHORT,
            f"The {share.cohort.words} cohort: {share.wanted} wanted, {share.drawn} drawn,"
            " because the teams that hold its cases have too few lead audits for it.",
        )
        for share in cohorts
        if share.drawn < share.wanted
    )


def stray_gaps(
    cases: Iterable[Case], teams: Mapping[str, Team], unplaced: Iterable[Person]
) -> tuple[Gap, ...]:
    """Active cases of teams that the council does not have, and managers of no team."""
    strays = Counter(case.team for case in cases if case.active and case.team not in teams)
    return (
        *(
            Gap(
                GapKind.TEAM_UNKNOWN,
                f"The case list names {team}, which is not a team of the council, so"
                f" {_count(count, 'case')} can't be drawn.",
                team=team,
            )
            for team, count in sorted(strays.items())
        ),
        *(
            Gap(
                GapKind.MANAGER_WITHOUT_TEAM,
                f"{person.name} is a team manager without a team of the council, and so leads no"
                " audit.",
                person.service_area,
            )
            for person in unplaced
        ),
    )


def round_gaps(lists: DrawLists) -> tuple[Gap, ...]:
    """What a themed round, or one of cases that are open for some time, lacks (BD-01, SW-11)."""
    rule, title = lists.of.rule, lists.of.period.title
    found: list[Gap] = []
    if rule.themed and lists.themed.title is None:
        sentence = f"No theme is set for {title}, so its themed audits have none."
        found.append(Gap(GapKind.NO_THEME, sentence))
    if undated := len(lists.undated_cases()):
        since = _count(rule.open_at_least_months, "month")
        found.append(
            Gap(
                GapKind.NO_OPENING_DATE,
                f"{_count(undated, 'case')} can't be drawn, because the case list doesn't say since"
                f" when {'it is' if undated == 1 else 'they are'} open, and {title} audits cases"
                f" that are open at least {since}.",
            )
        )
    return tuple(found)


def _away(absentee: Absentee, team: Team, period: Period, *, last: bool) -> str:
    who = f"{absentee.person.name}, team manager of {team.name},"
    so = "so the team has no lead audit" if last else "and has no audit"
    return f"{who} is away {absentee.how_long}, {so} in {period.title}."


def _no_case(
    team: Team, leads: Sequence[Person], cases: int, period: Period, not_again_within: int
) -> str:
    who = " and ".join(person.name for person in leads)
    lacks = (
        f"no case that wasn't audited in {months_before(period, not_again_within)}"
        if cases
        else "no active case in the case list"
    )
    have = "has" if len(leads) == 1 else "have"
    return f"{team.name} has {lacks}, so {who} {have} no lead audit in {period.title}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
