"""Lists and overviews that fall due to somebody."""

from dataclasses import dataclass
from typing import Literal

from programme.people import Role
from programme.rules.rule import Rule, between, entitled, is_id, once, part_of_the_year

Of = Literal["their_service_area", "the_council"]


@dataclass(frozen=True, slots=True)
class OverviewRule(Rule):
    """At the end of each period, the audits of it with their grades, learning and actions
    (WB-09, WB-10, BD-08).

    Sent `working_days_after` the period's last day to the holders of `to`. With `turns`, to one of
    them, who takes it to a meeting, in turn (WB-10).
    """

    id: str
    title: str
    to: tuple[Role, ...]
    of: Of
    every_months: int
    working_days_after: int
    turns: bool = False

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("working_days_after", self.working_days_after, 1, 20)
        part_of_the_year("every_months", self.every_months)
        if not self.to:
            raise ValueError("to says who gets it")
        once("to", self.to)
