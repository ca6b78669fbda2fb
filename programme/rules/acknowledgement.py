"""Good practice that somebody notes on a child's record."""

from dataclasses import dataclass

from programme.people import Role, Verb
from programme.rules.rule import Choice, Rule, may, once, some


@dataclass(frozen=True, slots=True)
class AcknowledgementRule(Rule):
    """Who may acknowledge good practice, and against which standards (WC-13).

    The case's team manager is told and acknowledges it in turn.
    """

    by: tuple[Role, ...]
    standards: tuple[Choice, ...]

    def __post_init__(self) -> None:
        once("standards", [standard.id for standard in self.standards])
        some("by", self.by)
        once("by", self.by)
        may("by", self.by, Verb.RECORD_PRACTICE)
        some("standards", self.standards)
