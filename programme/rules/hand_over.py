"""How long a colleague has who is asked to take an audit."""

from dataclasses import dataclass

from programme.rules.rule import Rule, between


@dataclass(frozen=True, slots=True)
class HandOverRule(Rule):
    """An auditor hands an audit over by themselves: whom they ask has `answer_within` working days
    to answer, and not longer than the audit is due; then the QA officers decide (WC-03, SW-01,
    WB-01, BD-02, KT-01)."""

    answer_within: int = 2

    def __post_init__(self) -> None:
        between("answer_within", self.answer_within, 0, 20)
