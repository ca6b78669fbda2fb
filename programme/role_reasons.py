"""The sentences that answer "why me, why this case?" in a round that asks people."""

from collections.abc import Mapping

from programme.asked import Asked
from programme.case import Case, Cohort
from programme.draw_lists import DrawLists
from programme.own_and_other import Choices
from programme.places import Filled
from programme.reasons import why_case_is_open, why_cohort
from programme.reviewing_officers import ROLE


class RoleReasons:
    """Explains the pairings of one draw."""

    def __init__(self, lists: DrawLists, filled: Filled, choices: Choices) -> None:
        self._lists = lists
        self._choices = choices
        self._shares = {share.cohort: share for share in filled.cohorts}
        self._open = sum(share.open_to_audit for share in filled.cohorts)
        self._audits = sum(case is not None for case in filled.cases)

    def why(self, one: Asked, case: Case, out_of: Mapping[Cohort, int]) -> tuple[str, ...]:
        """The reasons for the auditor, for whose case it is, the cohort and the case, which was
        drawn from among `out_of`."""
        period = self._lists.of.period
        share = self._shares[case.cohort]
        return (
            self._why_auditor(one),
            self._why_theirs(one, case),
            why_cohort(share, self._open, self._audits, period, "round"),
            self._why_drawn(one, case, out_of[case.cohort]),
            why_case_is_open(
                case, self._lists.last_audited, period, self._lists.of.rule.not_again_within_months
            ),
        )

    def _why_auditor(self, one: Asked) -> str:
        name, title = one.person.name, self._lists.of.period.title
        cases = "one case" if one.cases == 1 else f"{one.cases} cases"
        if one.role == ROLE:
            return f"{name} audits the case as {ROLE}; each audits {cases} in {title}."
        if one.turn is None:
            return f"{name} audits as {one.role}; each audits {cases} in {title}."
        last = (
            f"{name} has not had a turn before"
            if one.turn.last is None
            else f"{name}'s last turn was in {one.turn.last.title}"
        )
        return (
            f"{name} audits {cases} in {title} as {one.role}: {one.turn.of_how_many} take turns,"
            f" {last}, and nobody who is there has waited longer."
        )

    def _why_theirs(self, one: Asked, case: Case) -> str:
        rule, name, team = self._lists.of.rule, one.person.name, case.team
        if one.choice.is_own_reviews:
            return f"The case list names {name} as the reviewing officer of the case."
        if rule.cases == "any":
            return f"The case is of {team}; cases of every team may be given."
        if rule.cases == "not_own" and team in self._choices.managed_by(one.person):
            return (
                f"The case is of {team}, whose manager {name} manages, because no case of another"
                " team is open to audit."
            )
        if rule.cases == "not_own":
            return f"The case is of {team}, for which {name} is not directly responsible."
        if rule.cases == "own" and one.person.team == team:
            return f"The case is of {name}'s own team, {team}."
        area = self._lists.by_name[team].service_area
        return f"The case is of {team} in {area}, within {name}'s own responsibility."

    def _why_drawn(self, one: Asked, case: Case, of: int) -> str:
        words = case.cohort.words
        if case.reference in self._lists.chosen:
            return (
                f"{self._lists.chosen[case.reference]} chose it for {self._lists.of.period.title}."
            )
        if of == 1:
            return f"It is the only {words} case open to audit that {one.person.name} may be given."
        return (
            f"It was drawn at random from {of:,} {words} cases open to audit that {one.person.name}"
            " may be given."
        )
