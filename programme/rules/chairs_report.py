"""What a chair or reviewing officer reports after every conference and review."""

from dataclasses import dataclass

from programme.people import Role, Verb
from programme.rules.follow_up import Recipient
from programme.rules.rule import Choice, Rule, between, may, once


@dataclass(frozen=True, slots=True)
class ChairsReportRule(Rule):
    """Who reports (WB-13), after which `meetings`, what is asked (the questions of `tool`), and who
    is copied in."""

    by: tuple[Role, ...]
    meetings: tuple[Choice, ...]
    tool: str
    copied_to: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        between("the number of meetings", len(self.meetings), 1, 12)
        once("meetings", [meeting.id for meeting in self.meetings])
        if not self.by:
            raise ValueError("by says who reports")
        once("by", self.by)
        once("copied_to", self.copied_to)
        may("by", self.by, Verb.RECORD_CHAIRS_REPORT)
