"""A dip sample that was submitted by mistake: it is open again, and its actions are asked of nobody
(WB-12)."""

from collections.abc import Collection

from programme.action import Action
from programme.changed_copy import replace
from programme.dip_sample import DipSample, DipState
from programme.taken_back import Recorded


def recorded(sample: DipSample, actions: Collection[Action], *, further: bool) -> Recorded:
    """Who may take its submission back. It stands once one of its `actions` has changed since it
    was set, or its author has drawn a `further` one; open, there is nothing to take back."""
    if sample.submitted_at is None:
        return Recorded(sample.person_id, sample.drawn_at, taken_back_at=sample.drawn_at)
    acted_on = further or any(action.version > 1 for action in actions)
    return Recorded(sample.person_id, sample.submitted_at, acted_on)


def open_again(sample: DipSample) -> DipSample:
    """The sample as it was before it was submitted."""
    return replace(sample, state=DipState.OPEN, submitted_at=None, version=sample.version + 1)
