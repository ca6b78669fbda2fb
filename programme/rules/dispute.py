"""Disputes and escalations that climb level by level."""

from dataclasses import dataclass

from programme.people import Role, Verb, rank
from programme.rules.rule import Rule, between, entitled, is_id, may, once


@dataclass(frozen=True, slots=True)
class Level(Rule):
    """One rung: who answers at it, and within how many working days."""

    role: Role
    working_days: int

    def __post_init__(self) -> None:
        between("working_days", self.working_days, 1, 60)


@dataclass(frozen=True, slots=True)
class DisputeRule(Rule):
    """A way to raise a concern about a case (WC-11, SW-09, WB-13, KT-05).

    It begins at the first level, is resolved at the lowest that can, and moves on when a level's
    time is up or when whoever raised it isn't satisfied. Whoever raised it has
    `decide_within` working days to say whether an answer resolves it.
    """

    id: str
    title: str
    raised_by: tuple[Role, ...]
    levels: tuple[Level, ...]
    remind_before: int
    decide_within: int = 5

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("remind_before", self.remind_before, 0, 10)
        between("decide_within", self.decide_within, 1, 60)
        once("levels", [level.role for level in self.levels])
        if not self.levels or not self.raised_by:
            raise ValueError("raised_by says who may raise it, and levels who answers")
        longest = max(level.working_days for level in self.levels)
        between("remind_before", self.remind_before, 0, longest - 1)
        once("raised_by", self.raised_by)
        may("raised_by", self.raised_by, Verb.RAISE_DISPUTE)
        for lower, higher in zip(self.levels, self.levels[1:], strict=False):
            if rank(lower.role) >= rank(higher.role):
                raise ValueError(
                    "levels: each stands above the one before it, but "
                    f"{higher.role} doesn't stand above {lower.role}"
                )
