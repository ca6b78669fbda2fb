"""Audits that somebody asks for outside the rounds: on a topic, of an area, on demand."""

from dataclasses import dataclass

from programme.people import Role
from programme.rules.rule import Rule, between, is_id


@dataclass(frozen=True, slots=True)
class CommissionRule(Rule):
    """Who may ask for an audit of a case on a topic (WC-14, SW-13, KT-04), and with which tool.

    `own_service_area` bounds the case to the asker's own. The auditor has `due_within` working
    days; the QA officers get the result.
    """

    id: str
    title: str
    by: tuple[Role, ...]
    tool: str
    due_within: int
    own_service_area: bool = False

    def __post_init__(self) -> None:
        is_id(self.id)
        between("due_within", self.due_within, 1, 60)
