"""Holds back until working hours what couldn't be sent in its own time, and until its reader is at
work what they asked for again at a time of their choice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.councils import CouncilRegistry
from programme.message import Message
from programme.ports import Work
from programme.remind_later import is_own
from programme.timetable import LATE, at_work, may_go


class LateMessages:
    """`bot.delivery.ports.HoldBack`, by each council's own hours and who is away."""

    def __init__(self, councils: CouncilRegistry, work: Work) -> None:
        self._councils = councils
        self._work = work

    async def __call__(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, datetime]:
        """See HoldBack."""
        late = [each for each in messages if now - each.own_time > LATE or is_own(each)]
        council = await self._councils.get(tenant_id) if late else None
        if council is None:
            return {}
        async with self._work(tenant_id) as w:
            found = await w.people.some({message.person_id for message in late})
        people = {person.id: person for person in found}
        hours, calendar = council.framework.hours, council.calendar
        goes = {}
        for message in late:
            person = people.get(message.person_id)
            if person and is_own(message):
                goes[message.key] = at_work(person, hours, calendar, now)
            else:
                goes[message.key] = may_go(message.own_time, person, hours, calendar, now)
        return {key: when for key, when in goes.items() if when > now}
