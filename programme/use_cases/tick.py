"""Does once what is due for a council up to `now`: what the scheduler does every minute."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from programme.council import Council
from programme.ports import Work
from programme.use_cases.acknowledge_practice import ask_for_acknowledgement
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.as_listed import AsListed
from programme.use_cases.ask_confirmation import ask_confirmation
from programme.use_cases.ask_to_choose import ask_to_choose
from programme.use_cases.bring_loop_checks import bring_loop_checks
from programme.use_cases.draw_moderations import draw_moderations
from programme.use_cases.escalate_delay import escalate_delay
from programme.use_cases.follow_theme import follow_themes
from programme.use_cases.keep_to_retention import keep_to_retention
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.remind_of_alerts import remind_of_alerts
from programme.use_cases.remind_of_allocated import remind_of_allocated
from programme.use_cases.remind_of_audits import remind_of_audits
from programme.use_cases.send_digests import send_digests
from programme.use_cases.send_duties import send_duties
from programme.use_cases.send_overviews import send_overviews
from programme.use_cases.settle_hand_overs import settle_hand_overs
from programme.use_cases.tell_of_auditors_needed import tell_of_auditors_needed
from programme.use_cases.tell_of_practice_weeks import tell_of_practice_weeks
from programme.use_cases.tell_team_manager import ask_for_findings
from programme.use_cases.tend_moderations import tend_moderations
from programme.use_cases.warn_before_allocation import warn_before_allocation


class Job(Protocol):
    """Queues what of one sort has fallen due, and says how many messages."""

    def __call__(self, council: Council, *, work: Work, now: datetime) -> Awaitable[int]:
        """Each due time is seen to once, however often this is called."""


JOBS: Mapping[str, Job] = {
    "cases to choose": ask_to_choose,
    "warnings before an allocation": warn_before_allocation,
    "allocations": announce_due_allocation,
    "digests of actions": send_digests,
    "reminders of alerts": remind_of_alerts,
    "reminders of a round's audits": remind_of_allocated,
    "audits outside the rounds": remind_of_audits,
    "overviews": send_overviews,
    "duties": send_duties,
    "practice weeks": tell_of_practice_weeks,
    "themes of another version": follow_themes,
    "disputes": pass_disputes_on,
    "good practice to acknowledge": ask_for_acknowledgement,
    "moderations of a period": draw_moderations,
    "reminders of moderations": tend_moderations,
    "checks that actions were completed": bring_loop_checks,
    "requests to confirm actions": ask_confirmation,
    "requests to hand over an audit": settle_hand_overs,
    "audits that need another auditor": tell_of_auditors_needed,
    "findings to acknowledge": ask_for_findings,
    "escalations of delayed actions": escalate_delay,
    "records kept long enough": keep_to_retention,
}
"""In the order in which a tick does them; the keys are what the command line prints."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many messages each job queued; those that queued none are left out."""

    counts: Mapping[str, int]

    @property
    def queued(self) -> int:
        """All of them."""
        return sum(self.counts.values())


async def tick(council: Council, *, work: Work, now: datetime) -> Ticked:
    """Queues what has fallen due. Twice is harmless: each due time is claimed once.

    A job that fails holds up none of the others; what it raised comes afterwards, in one
    ExceptionGroup.
    """
    counts: dict[str, int] = {}
    faults: list[Exception] = []
    as_listed = AsListed(council.tenant_id, work)
    for name, job in JOBS.items():
        try:
            counts[name] = await as_listed.do(partial(job, council, now=now))
        except Exception as fault:  # noqa: BLE001 - whatever it was, the other jobs' messages must go
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Not everything that is due was seen to.", faults)
    return Ticked({name: count for name, count in counts.items() if count})
