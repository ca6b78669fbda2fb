"""Dip samples."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, Table, bindparam, select, text

from programme.calendar import Month
from programme.dip_sample import DipCase, DipLook, DipSample, DipState
from programme.duty import Deed
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_unless_barred
from storage.versioned import Versioned

dip_samples = Table(
    "dip_samples",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("month", String, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("theme", String),
    Column("cases", JSON, nullable=False),
    Column("drawn_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("submitted_at", Instant),
)
Index(None, dip_samples.c.tenant_id, dip_samples.c.person_id, dip_samples.c.drawn_at)
Index(None, dip_samples.c.tenant_id, dip_samples.c.month, dip_samples.c.state)
_OPEN_ONE = text("state = 'open'")
# However many pages somebody draws from at once, one dip sample of theirs is open.
index_where(
    "ix_dip_samples_one_open",
    _OPEN_ONE,
    dip_samples.c.tenant_id,
    dip_samples.c.person_id,
    unique=True,
)

_ALL = select(dip_samples).where(dip_samples.c.tenant_id == OF_TENANT)
_LATEST = (
    _ALL.where(dip_samples.c.person_id == bindparam("of_person"))
    .order_by(dip_samples.c.drawn_at.desc(), dip_samples.c.id)
    .limit(1)
)
_OF_MONTH = _ALL.where(dip_samples.c.month == bindparam("of_month")).order_by(
    dip_samples.c.drawn_at, dip_samples.c.id
)
_OPEN = _ALL.where(dip_samples.c.state == DipState.OPEN.value).order_by(
    dip_samples.c.drawn_at, dip_samples.c.id
)
_SUBMITTED = select(dip_samples.c.person_id, dip_samples.c.month).where(
    dip_samples.c.tenant_id == OF_TENANT,
    dip_samples.c.month >= bindparam("first_month"),
    dip_samples.c.month <= bindparam("last_month"),
    dip_samples.c.state == DipState.SUBMITTED.value,
)


class StoredDipSamples:
    """programme.ports.DipSamples."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, sample_id: str) -> DipSample | None:
        """The dip sample of that id."""
        return await _DIP_SAMPLES.get(self._transaction, sample_id)

    async def latest_of(self, person_id: str) -> DipSample | None:
        """The one that the person drew last."""
        row = await self._transaction.first(_LATEST, of_person=person_id)
        return None if row is None else _sample(row)

    async def all_open(self) -> tuple[DipSample, ...]:
        """Everyone's that is still to be submitted, the first that was drawn first."""
        return tuple(map(_sample, await self._transaction.rows(_OPEN)))

    async def of_month(self, month: Month) -> tuple[DipSample, ...]:
        """Everyone's of the month, the first that was drawn first."""
        return tuple(map(_sample, await self._transaction.rows(_OF_MONTH, of_month=str(month))))

    async def add(self, sample: DipSample) -> bool:
        """Keeps it; False when its id is there already, or the person has another open."""
        adding = add_unless_barred(self._transaction.dialect, dip_samples)
        return await self._transaction.add(adding, _DIP_SAMPLES.row(sample)) == 1

    async def save(self, sample: DipSample) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _DIP_SAMPLES.save(self._transaction, sample)

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's that are submitted and whose month begins from `first` to `last`."""
        rows = await self._transaction.rows(
            _SUBMITTED, first_month=str(Month.of(first)), last_month=str(Month.of(last))
        )
        return tuple(
            Deed("dip_sample", row.person_id, begun)
            for row in rows
            if first <= (begun := Month.parse(row.month).first) <= last
        )


def _values(sample: DipSample) -> Values:
    return {
        "person_id": sample.person_id,
        "month": str(sample.month),
        "seed": sample.seed,
        "asked": sample.asked,
        "theme": sample.theme,
        "cases": sample.cases,
        "drawn_at": sample.drawn_at,
        "state": sample.state.value,
        "version": sample.version,
        "submitted_at": sample.submitted_at,
    }


def _sample(row: Found) -> DipSample:
    return DipSample(
        id=row.id,
        person_id=row.person_id,
        month=Month.parse(row.month),
        seed=row.seed,
        asked=row.asked,
        theme=row.theme,
        cases=tuple(map(_case, row.cases)),
        drawn_at=row.drawn_at,
        state=DipState(row.state),
        version=row.version,
        submitted_at=row.submitted_at,
    )


def _case(kept: Mapping[str, Any]) -> DipCase:  # JSON, as DipCase's fields give it
    return DipCase(kept["reference"], kept["team"], chosen=kept["chosen"], look=_look(kept["look"]))


def _look(kept: Mapping[str, Any] | None) -> DipLook | None:  # JSON, as DipLook's fields give it
    if kept is None:
        return None
    due = kept["due"]
    return DipLook(
        answers=kept["answers"],
        grade=kept["grade"],
        line=kept["line"],
        finding=kept["finding"],
        found_line=kept["found_line"],
        due=date.fromisoformat(due) if due else None,
    )


_DIP_SAMPLES = Versioned(
    dip_samples,
    _sample,
    _values,
    stale="This dip sample has changed just now; here it is as it stands.",
)
