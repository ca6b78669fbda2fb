"""Does once what is due for a council up to `now`: what the scheduler does every minute."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import Month
from programme.council import Council
from programme.ports import Work
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.send_digests import send_digests
from programme.use_cases.warn_before_allocation import warn_before_allocation


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many messages each job queued."""

    warned: int
    announced: int
    digests: int

    @property
    def queued(self) -> int:
        """All of them."""
        return self.warned + self.announced + self.digests


async def tick(council: Council, *, work: Work, now: datetime) -> Ticked:
    """Queues what has fallen due. Twice is harmless: each due time is claimed once."""
    return Ticked(
        warned=await warn_before_allocation(council, work=work, now=now),
        announced=await announce_allocation(
            council, Month.of(council.today(now)), work=work, now=now
        ),
        digests=await send_digests(council, work=work, now=now),
    )
