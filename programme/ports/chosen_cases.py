"""Cases that were chosen for a round, as the use cases need them."""

from collections.abc import Sequence
from typing import Protocol

from programme.calendar import Month
from programme.chosen_cases import ChosenCase


class ChosenCases(Protocol):
    """Which cases somebody chose for a period of a round (SW-11)."""

    async def of_round(self, round_id: str, month: Month) -> tuple[ChosenCase, ...]:
        """Those of the period that begins with the month, by reference."""

    async def version(self, round_id: str, month: Month) -> int:
        """How often the period's cases have been chosen; read before `of_round`."""

    async def replace(
        self, round_id: str, month: Month, chosen: Sequence[ChosenCase], *, version: int
    ) -> None:
        """These and no others for the period, as its choice `version`. Raises ShowAsItIsNow when
        another choice came first."""
