"""An audit that was just submitted, with all that its consequences depend on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.people import Person, Team


@dataclass(frozen=True, slots=True)
class Submission:
    """An audit as submitted at `now` (UTC), its actions, and the staff list as it is."""

    council: Council
    audit: Audit
    actions: tuple[Action, ...]
    people: Sequence[Person]
    teams: Sequence[Team]
    now: datetime
