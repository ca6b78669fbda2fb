"""An audit's actions as whoever confirms them sees them (BD-07)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.confirmation import confirmation_of
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.taken_back import may_take_back_until
from programme.use_cases.action_lines import ActionLine, lines_for
from programme.use_cases.ask_confirmation import may_confirm


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """The actions of one audit. Until the day `take_back_until` the reader may take back that they
    confirmed them."""

    today: date
    audit: Audit
    reader: Person
    lines: tuple[ActionLine, ...]
    take_back_until: date | None = None

    @property
    def asks(self) -> bool:
        """Whether all are completed, and not yet all confirmed."""
        actions = [line.action for line in self.lines]
        return not any(a.is_open for a in actions) and any(a.confirmed_at is None for a in actions)


async def show_confirmations(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ConfirmationView]:
    """For each (audit id, reader id); left out for those who don't confirm it."""
    audit_ids = {audit_id for audit_id, _ in pairs}
    audits = {audit.id: audit for audit in await w.audits.some(audit_ids)}
    actions = await w.actions.of_audits(audit_ids)
    people = {p.id: p for p in await w.people.some({reader_id for _, reader_id in pairs})}
    views = {}
    for audit_id, reader_id in pairs:
        audit, reader = audits.get(audit_id), people.get(reader_id)
        own = [action for action in actions if action.audit_id == audit_id]
        if not (audit and reader and reader.active and own and may_confirm(council, audit, reader)):
            continue
        lines = await lines_for(council, w, own, reader, today)
        confirmed, _ = confirmation_of(own)
        last = (
            may_take_back_until(confirmed, reader_id, today, council.calendar)
            if confirmed
            else None
        )
        views[audit_id, reader_id] = ConfirmationView(today, audit, reader, lines, last)
    return views
