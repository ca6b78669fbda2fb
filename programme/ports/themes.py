"""Themes that the QA officers set, as the use cases need them."""

from collections.abc import Mapping
from typing import Protocol

from programme.calendar import Month
from programme.theme import MonthTheme


class Themes(Protocol):
    """The themes that QA officers have set."""

    async def all(self) -> Mapping[Month, MonthTheme]:
        """By month."""

    async def save(self, theme: MonthTheme) -> None:
        """Adds the first of a month, or replaces version - 1 of it. Raises ShowAsItIsNow when
        another change came first."""
