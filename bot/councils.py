"""The councils that this deployment serves, each with its framework read and its calendar."""

import logging

from bot.bank_holidays import england
from bot.clock import Clock
from programme.calendar import Calendar
from programme.council import Council, CouncilRecord
from programme.errors import CorrectAndRepeat
from programme.frameworks.load import parse
from programme.ports import Councils

log = logging.getLogger(__name__)


class CouncilRegistry:
    """Finds councils by tenant, each with the version of its framework that holds today.

    A council that is added while the service runs is found too, and so is a version that it adopts:
    `all`, which every tick asks for, reads both afresh.
    """

    def __init__(self, councils: Councils, clock: Clock) -> None:
        self._councils = councils
        self._clock = clock
        self._read: dict[str, tuple[CouncilRecord, Council]] = {}

    async def get(self, tenant_id: str) -> Council | None:
        """The council of the tenant; None when it hasn't been added."""
        known = self._read.get(tenant_id)
        if known:
            return self._today(*known)
        record = await self._councils.get(tenant_id)
        return self._council(record) if record else None

    async def all(self) -> tuple[Council, ...]:
        """Every council but those whose rules can't be read, as another version of Sightline may
        have kept them: the log names these, and the others go on."""
        found = []
        for record in await self._councils.all():
            try:
                found.append(self._council(record))
            except CorrectAndRepeat as unread:
                log.error(  # noqa: TRY400 - the sentence says what is wrong, and where
                    "The rules of council %s can't be read: %s", record.tenant_id, unread
                )
        return tuple(found)

    def _council(self, record: CouncilRecord) -> Council:
        known = self._read.get(record.tenant_id)
        if known and known[0] == record:
            return self._today(*known)
        name = f"the rules of {record.framework_id}"
        texts = (record.rules, *(version.rules for version in record.later))
        versions = tuple(parse(text, name) for text in texts)
        calendar = Calendar(england(self._clock().date()))
        return self._today(record, Council(record.tenant_id, versions[0], calendar, versions))

    def _today(self, record: CouncilRecord, council: Council) -> Council:
        today = council.on(council.today(self._clock()))
        self._read[record.tenant_id] = (record, today)
        return today
