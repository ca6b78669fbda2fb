"""One period of a round: what is drawn, announced, acknowledged and counted as one."""

from dataclasses import dataclass

from programme.calendar import Month, Period, period_of
from programme.errors import LookElsewhere
from programme.framework import Framework
from programme.rules.round import Round


@dataclass(frozen=True, slots=True)
class RoundPeriod:
    """A period of `rule`; `is_main` for a framework's first round, `is_one_of_several` where the
    framework has others beside it, so that a card must say which."""

    rule: Round
    period: Period
    is_main: bool
    is_one_of_several: bool

    @property
    def round_id(self) -> str:
        """The round's id."""
        return self.rule.id

    @property
    def month(self) -> Month:
        """The first month, under which the period is kept."""
        return self.period.month

    @property
    def title(self) -> str:
        """The period in words: "December 2026"."""
        return self.period.title

    @property
    def named(self) -> str:
        """The period with the round, where there are several: "December 2026, Mid-way audits"."""
        return f"{self.title}, {self.rule.title}" if self.is_one_of_several else self.title

    @property
    def audits(self) -> str:
        """Its audits, within a sentence: "mid-way audits of December 2026"."""
        return f"{self.rule.title[:1].lower()}{self.rule.title[1:]} of {self.title}"

    @property
    def subject(self) -> str:
        """What messages, cards and events are about: "mid_way/2026-12".

        The main round's is the month alone, as it was before there were others: so cards that
        lie in Teams and keys of messages that were sent stay true.
        """
        return str(self.month) if self.is_main else f"{self.round_id}/{self.month}"

    def job(self, name: str) -> str:
        """What a tick claims `name` by for this round; the main round's is `name` alone."""
        return name if self.is_main else f"{name}:{self.round_id}"


def round_period(framework: Framework, rule: Round, month: Month) -> RoundPeriod:
    """The period of the round that `month` lies in."""
    rounds = framework.rounds
    return RoundPeriod(
        rule, period_of(month, rule.every_months), rule.id == rounds[0].id, len(rounds) > 1
    )


def round_periods(framework: Framework, month: Month) -> tuple[RoundPeriod, ...]:
    """Every round's period that `month` lies in, the main round's first."""
    return tuple(round_period(framework, rule, month) for rule in framework.rounds)


def rounds_beginning(framework: Framework, month: Month) -> tuple[RoundPeriod, ...]:
    """The periods that begin with `month`, the main round's first."""
    return tuple(of for of in round_periods(framework, month) if of.month == month)


def beside(framework: Framework, of: RoundPeriod) -> tuple[RoundPeriod, ...]:
    """The other rounds' periods that the main round's card tells the QA officers of as well, so
    that they have one card and not one a round; none for another round's period.

    A round whose periods don't begin with one of the main round's has a card of its own.
    """
    if not of.is_main:
        return ()
    return tuple(
        each
        for each in round_periods(framework, of.month)[1:]
        if each.rule.every_months % of.rule.every_months == 0
    )


def beginning_beside(framework: Framework, of: RoundPeriod) -> tuple[RoundPeriod, ...]:
    """Those of `beside` that begin with it, which the card before the day tells of."""
    return tuple(each for each in beside(framework, of) if each.month == of.month)


def read_subject(framework: Framework, subject: str) -> RoundPeriod:
    """The period that a `RoundPeriod.subject` names.

    Raises LookElsewhere for a round that the framework has no more, CorrectAndRepeat for what is
    no month.
    """
    round_id, _, month = subject.rpartition("/")
    return round_period(framework, find_round(framework, round_id), Month.parse(month))


def find_round(framework: Framework, round_id: str) -> Round:
    """The round of that id, the main one for none. Raises LookElsewhere when there is no such."""
    for rule in framework.rounds:
        if round_id in (rule.id, ""):
            return rule
    ids = ", ".join(rule.id for rule in framework.rounds)
    raise LookElsewhere(f"{framework.title} has no round “{round_id}”; its rounds are: {ids}.")
