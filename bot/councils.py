"""The councils that this deployment serves, each with its framework read and its calendar."""

import logging
from datetime import date
from functools import lru_cache

from bot.bank_holidays import england
from bot.clock import Clock
from programme.calendar import Calendar
from programme.council import Council, CouncilRecord
from programme.errors import CorrectAndRepeat, RulesUnread
from programme.framework import Framework
from programme.frameworks.load import parse
from programme.ports import Councils

log = logging.getLogger(__name__)

_parsed = lru_cache(maxsize=64)(parse)
"""A framework is read once and held once, however many councils have it."""


class CouncilRegistry:
    """Finds councils by tenant, each with the version of its framework that holds today.

    A council that is added while the service runs is found too, and so is a version that it adopts:
    `all`, which every tick asks for, reads both afresh. One whose rules can't be read, as another
    version of Sightline may have kept them, is read afresh each time, and the log says once that it
    can't be, and once that it can.
    """

    def __init__(self, councils: Councils, clock: Clock) -> None:
        self._councils = councils
        self._clock = clock
        self._read: dict[str, tuple[CouncilRecord, Council, date | None]] = {}
        self._unread: dict[str, tuple[CouncilRecord, str]] = {}

    async def get(self, tenant_id: str) -> Council | None:
        """The council of the tenant; None when it hasn't been added. Raises RulesUnread."""
        known = self._read.get(tenant_id)
        if known:
            return self._today(*known)
        record = await self._councils.get(tenant_id)
        return self._council(record) if record else None

    async def all(self) -> tuple[Council, ...]:
        """Every council but those whose rules can't be read: the others go on."""
        found = []
        for record in await self._councils.all():
            try:
                found.append(self._council(record))
            except RulesUnread:
                continue  # said when it was found
        return tuple(found)

    def _council(self, record: CouncilRecord) -> Council:
        known = self._read.get(record.tenant_id)
        if known and known[0] == record:
            return self._today(*known)
        # What was read before isn't gone by any more, whether or not the new rules can be read.
        self._read.pop(record.tenant_id, None)
        versions = self._versions(record)
        calendar = Calendar(england(self._clock().date()))
        council = Council(record.tenant_id, versions[0], calendar, versions, record.id_key)
        return self._today(record, council, None)

    def _versions(self, record: CouncilRecord) -> tuple[Framework, ...]:
        tenant_id = record.tenant_id
        before = self._unread.get(tenant_id)
        if before and before[0] == record:
            raise RulesUnread(before[1])
        name = f"the rules of {record.framework_id}"
        texts = (record.rules, *(version.rules for version in record.later))
        try:
            versions = tuple(_parsed(text, name) for text in texts)
        except CorrectAndRepeat as wrong:
            self._unread[tenant_id] = record, str(wrong)
            log.error(  # noqa: TRY400 - the sentence says what is wrong, and where
                "The rules of council %s can't be read, so all that it is sent waits until they "
                "are mended: %s",
                tenant_id,
                wrong,
            )
            raise RulesUnread(str(wrong)) from None
        if self._unread.pop(tenant_id, None):
            log.info("The rules of council %s can be read again.", tenant_id)
        return versions

    def _today(self, record: CouncilRecord, council: Council, asked_on: date | None) -> Council:
        today = council.today(self._clock())
        if today != asked_on:
            council = council.on(today)
            self._read[record.tenant_id] = record, council, today
        return council
