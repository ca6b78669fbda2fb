"""What a round that asks people could not meet, each in a sentence."""

from collections.abc import Iterable

from programme.asked import Asked, Away
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.period import Period
from programme.reasons import months_before
from programme.sampling import CohortShare


def away_gap(away: Away, period: Period) -> Gap:
    """That someone who would be asked is away."""
    absentee = away.absentee
    person = absentee.person
    return Gap(
        GapKind.AUDITOR_AWAY,
        f"{person.name}, {away.role}, is away {absentee.how_long}, and has no audit in"
        f" {period.title}.",
        person.service_area,
        person.team,
    )


def short_gap(one: Asked, given: int, lists: DrawLists) -> Gap:
    """That someone who is asked got fewer cases than they should."""
    rule, person, period = lists.of.rule, one.person, lists.of.period
    outside = months_before(period, rule.not_again_within_months)
    if given:
        kind = GapKind.TOO_FEW_CASES
        sentence = (
            f"{person.name} has only {given} of {one.cases} audits in {period.title}: no further"
            f" case that they may audit is left that wasn't audited in {outside}."
        )
    else:
        kind = GapKind.NO_CASE
        sentence = (
            f"{person.name} has no audit in {period.title}: no case that they may audit is left"
            f" that wasn't audited in {outside}."
        )
    return Gap(kind, sentence, person.service_area, person.team)


def shares_gaps(cohorts: Iterable[CohortShare]) -> tuple[Gap, ...]:
    """The cohorts of which fewer were drawn than their share."""
    return tuple(
        Gap(
            GapKind.COHORT_SHORT,
            f"The {share.cohort.words} cohort: {share.wanted} wanted, {share.drawn} drawn, because"
            " too few of those who audit may be given its cases.",
        )
        for share in cohorts
        if share.drawn < share.wanted
    )
