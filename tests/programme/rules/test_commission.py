"""What can't be meant is refused when the rules are read."""

from collections.abc import Callable

import pytest

from programme.people import Role
from programme.rules.commission import CommissionRule
from programme.rules.follow_up import GradeAlert, ReAudit

GM = (Role.GROUP_MANAGER,)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: GradeAlert(("poor",), ()), "to is empty"),
        (lambda: GradeAlert(("poor",), ("qa_officers",), 0), "from 1 to 60"),
        (lambda: GradeAlert(("poor", "poor"), ("qa_officers",)), "twice"),
        (lambda: ReAudit(("poor",), 0, "short"), "weeks is from 1 to 52"),
        (lambda: ReAudit(("poor",), 6, "short", opens_before=0), "opens_before"),
        (lambda: ReAudit(("poor",), 6, "short", 5, remind_before=6), "remind_before"),
        (lambda: CommissionRule("a", "A", (), "short", 10), "who may ask"),
        (lambda: CommissionRule("a", "A", GM, "short", 0), "due_within"),
        (lambda: CommissionRule("a", "A", GM, "short", 10, remind_before=21), "remind_before"),
    ],
)
def test_what_cannot_be_meant_is_refused(made: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        made()
