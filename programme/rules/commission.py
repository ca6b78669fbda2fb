"""Audits that somebody asks for outside the rounds: on a topic, of an area, on demand."""

from dataclasses import dataclass

from programme.people import Role, Verb
from programme.rules.rule import Ours, Rule, between, entitled, fit, is_id, may, once

_REMIND_BEFORE = Ours(2)


@dataclass(frozen=True, slots=True)
class CommissionRule(Rule):
    """Who may ask for an audit of a case on a topic (WC-14, SW-13, KT-04), and with which tool.

    `own_service_area` bounds the case to the asker's own. With `by_the_asker` whoever asks does
    the audit (KT-04, WB-12, WB-13); else they name the auditor. The auditor has `due_within`
    working days, and is reminded `remind_before` working days before the end; the QA officers get
    the result.
    """

    id: str
    title: str
    by: tuple[Role, ...]
    tool: str
    due_within: int
    own_service_area: bool = False
    by_the_asker: bool = False
    remind_before: int = _REMIND_BEFORE

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("due_within", self.due_within, 1, 60)
        most = min(20, self.due_within - 1)
        fit(self, "remind_before", _REMIND_BEFORE, 0, most)
        between("remind_before", self.remind_before, 0, most)
        if not self.by:
            raise ValueError("by says who may ask for one")
        once("by", self.by)
        may("by", self.by, Verb.ASK_FOR_AUDIT)
