"""Practice observations."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, bindparam, select, text

from programme.duty import Deed
from programme.practice_observation import PracticeObservation
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.taken_back import taken_back_at
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

observations = Table(
    "observations",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("observer_id", String, nullable=False),
    Column("observed_id", String, nullable=False),
    Column("setting", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("seen", String, nullable=False),
    Column("discussed", Boolean, nullable=False),
    Column("discussed_on", Date),
    Column("training_needs", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    taken_back_at(),
)
Index(None, observations.c.tenant_id, observations.c.on)
Index(None, observations.c.tenant_id, observations.c.observer_id)

_STILL_TO_DISCUSS = text("taken_back_at IS NULL AND NOT discussed")
index_where(
    "ix_observations_undiscussed",
    _STILL_TO_DISCUSS,
    observations.c.tenant_id,
    observations.c.observer_id,
)

_ALL = select(observations).where(observations.c.tenant_id == OF_TENANT)
_STANDING = _ALL.where(observations.c.taken_back_at.is_(None))
# In its order, or SQLite would take another index and read every observation.
_ALL_UNDISCUSSED = _ALL.where(_STILL_TO_DISCUSS).order_by(observations.c.observer_id)
_UNDISCUSSED = _ALL_UNDISCUSSED.where(observations.c.observer_id == bindparam("of_person"))
_BETWEEN = _STANDING.where(
    observations.c.on >= bindparam("first_day"), observations.c.on <= bindparam("last_day")
)


class StoredObservations:
    """programme.ports.Observations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, observation_id: str) -> PracticeObservation | None:
        """The observation of that id."""
        return await _OBSERVATIONS.get(self._transaction, observation_id)

    async def add(self, observation: PracticeObservation) -> bool:
        """Keeps it; False when its id is there already."""
        return await _OBSERVATIONS.add_if_new(self._transaction, observation)

    async def save(self, observation: PracticeObservation) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _OBSERVATIONS.save(self._transaction, observation)

    async def undiscussed_of(self, person_id: str) -> tuple[PracticeObservation, ...]:
        """Those of an observer whose reflective discussion is still planned, the next first."""
        return _next_first(await self._transaction.rows(_UNDISCUSSED, of_person=person_id))

    async def all_undiscussed(self) -> tuple[PracticeObservation, ...]:
        """Every observer's, the next first."""
        return _next_first(await self._transaction.rows(_ALL_UNDISCUSSED))

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's from `first` to `last`."""
        rows = await self._transaction.rows(_BETWEEN, first_day=first, last_day=last)
        return tuple(Deed("practice_observation", row.observer_id, row.on) for row in rows)


def _next_first(rows: Iterable[Found]) -> tuple[PracticeObservation, ...]:
    found = map(_observation, rows)
    return tuple(sorted(found, key=lambda one: (one.discussed_on or one.on, one.id)))


def _values(observation: PracticeObservation) -> Values:
    return {
        "observer_id": observation.observer_id,
        "observed_id": observation.observed_id,
        "setting": observation.setting,
        "on": observation.on,
        "seen": observation.seen,
        "discussed": observation.discussed,
        "discussed_on": observation.discussed_on,
        "training_needs": observation.training_needs,
        "recorded_at": observation.recorded_at,
        "version": observation.version,
        "taken_back_at": observation.taken_back_at,
    }


def _observation(row: Found) -> PracticeObservation:
    return PracticeObservation(
        id=row.id,
        observer_id=row.observer_id,
        observed_id=row.observed_id,
        setting=row.setting,
        on=row.on,
        seen=row.seen,
        discussed=row.discussed,
        discussed_on=row.discussed_on,
        training_needs=row.training_needs,
        recorded_at=row.recorded_at,
        version=row.version,
        taken_back_at=row.taken_back_at,
    )


_OBSERVATIONS = Versioned(
    observations,
    _observation,
    _values,
    stale="This observation has changed just now; here it is as it stands.",
)
