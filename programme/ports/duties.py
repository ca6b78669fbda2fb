"""Duties and what is done of them, as the use cases need them."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from programme.calendar import Month
from programme.dip_sample import DipSample
from programme.duty import Deed, Since
from programme.practice_day import PracticeDay
from programme.practice_observation import PracticeObservation


class RoleTerms(Protocol):
    """Since when people hold the roles of duties."""

    async def all(self) -> Since:
        """(duty id, person id) to the day."""

    async def replace(self, terms: Mapping[tuple[str, str], date]) -> None:
        """These and no others."""


class Observations(Protocol):
    """Practice observations."""

    async def get(self, observation_id: str) -> PracticeObservation | None: ...
    async def add(self, observation: PracticeObservation) -> bool:
        """Keeps it; False when its id is there already."""

    async def save(self, observation: PracticeObservation) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

    async def undiscussed_of(self, person_id: str) -> tuple[PracticeObservation, ...]:
        """Those of an observer whose reflective discussion is still planned, the next first,
        without those that were taken back."""

    async def all_undiscussed(self) -> tuple[PracticeObservation, ...]:
        """Every observer's, the next first."""

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's from `first` to `last`, without those that were taken back."""


class PracticeDays(Protocol):
    """Practice days."""

    async def get(self, day_id: str) -> PracticeDay | None: ...
    async def add(self, day: PracticeDay) -> bool:
        """Keeps it; False when its id is there already."""

    async def take_back(self, day: PracticeDay) -> bool:
        """Keeps that it was taken back; False when it was before."""

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's from `first` to `last`, without those that were taken back."""


class DipSamples(Protocol):
    """Dip samples."""

    async def get(self, sample_id: str) -> DipSample | None: ...
    async def latest_of(self, person_id: str) -> DipSample | None:
        """The one that the person drew last."""

    async def all_open(self) -> tuple[DipSample, ...]:
        """Everyone's that is still to be submitted, the first that was drawn first."""

    async def of_month(self, month: Month) -> tuple[DipSample, ...]:
        """Everyone's of the month, the first that was drawn first."""

    async def add(self, sample: DipSample) -> bool:
        """Keeps it; False when its id is there already, or the person has another open."""

    async def save(self, sample: DipSample) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's that are submitted and whose month begins from `first` to `last`."""
