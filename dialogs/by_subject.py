"""The readers of cards, by what they read about."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date

from dialogs.live_card import Asked, Load, V
from programme.council import Council
from programme.errors import LookElsewhere
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.use_cases.rounds_in_force import period_of

About = tuple[str, str]
"""What it is about, and who reads it: `Asked` the other way round."""


def by_subject(asked: Collection[Asked]) -> dict[str, list[str]]:
    """The readers of each subject."""
    found: dict[str, list[str]] = {}
    for reader, subject in asked:
        found.setdefault(subject, []).append(reader)
    return found


def subject_first(
    show: Callable[[Council, UnitOfWork, Collection[About], date], Awaitable[Mapping[About, V]]],
) -> Load[V]:
    """Loads what is shown by subject and reader."""

    async def load(
        council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
    ) -> Mapping[Asked, V]:
        views = await show(council, w, [(subject, reader) for reader, subject in asked], today)
        return {(reader, subject): view for (subject, reader), view in views.items()}

    return load


async def by_period(
    council: Council, w: UnitOfWork, asked: Collection[Asked]
) -> list[tuple[str, RoundPeriod, list[str]]]:
    """Each subject with the round's period that it names, and its readers.

    What is about a round that the council never had is left out.
    """
    found = []
    for subject, readers in by_subject(asked).items():
        try:
            found.append((subject, await period_of(council, w, subject), readers))
        except LookElsewhere:
            continue
    return found
