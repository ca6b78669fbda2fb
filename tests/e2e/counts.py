"""What each quick action takes: the figures that the stories assert and docs/quick-actions.md
shows."""

from typing import NamedTuple


class Took(NamedTuple):
    """Presses, fields typed in, and dialogs that opened."""

    presses: int
    typed: int
    dialogs: int


MOST_PRESSES = 3
"""From the pushed card, to complete an action or to acknowledge."""
MOST_DIALOGS = 2
"""For a dip sample."""

DIP_SAMPLE = Took(29, 6, 2)
PRACTICE_RECORDED = Took(6, 2, 1)
PRACTICE_ACKNOWLEDGED = Took(1, 0, 0)
ALLOCATION_ACKNOWLEDGED = Took(1, 0, 0)
ACTION_COMPLETED = Took(2, 1, 0)
ACTION_DONE_IN_PART = Took(2, 1, 0)
ACTION_GIVEN_MORE_TIME = Took(2, 2, 0)
ACTION_PASSED_ON = Took(4, 1, 1)
ACTION_PASSED_ON_BY_MISTAKE = Took(2, 0, 0)
ACTION_COMPLETED_BY_MISTAKE = Took(2, 0, 0)
ACTION_IN_MY_WORK = Took(4, 2, 1)
ACTION_IN_MY_TEAM = Took(4, 2, 1)
ACTION_BESIDE_THE_BOX = Took(4, 1, 1)
MORE_TIME_BESIDE_THE_BOX = Took(5, 2, 1)
MY_WORK_BESIDE_THE_BOX = Took(4, 0, 1)
ACTION_IN_A_CHANNEL = Took(3, 1, 1)
AUDIT_RECORDED = Took(15, 3, 1)
MODERATED = Took(4, 1, 1)
MODERATION_AGREED_WITH = Took(2, 0, 0)
MODERATION_SEEN_DIFFERENTLY = Took(2, 1, 0)
MID_WAY_RECORDED = Took(12, 5, 1)
FINDINGS_ACKNOWLEDGED = Took(1, 0, 0)
OBSERVED = Took(6, 2, 1)
DISPUTE_RAISED = Took(4, 2, 1)
DISPUTE_ANSWERED = Took(2, 1, 0)
DISPUTE_MOVED_ON = Took(2, 1, 0)
DISPUTE_RESOLVED = Took(2, 0, 0)
HANDED_OVER = Took(6, 1, 1)
TAKEN_OVER = Took(1, 0, 0)
DECLINED = Took(1, 0, 0)
GIVEN_BY_AN_OFFICER = Took(1, 0, 0)
REMINDED_LATER = Took(3, 0, 0)
