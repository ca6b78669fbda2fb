"""The readers of cards, by what they read about."""

from collections.abc import Collection

from dialogs.live_card import Asked
from programme.council import Council
from programme.errors import LookElsewhere
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.use_cases.rounds_in_force import period_of


def by_subject(asked: Collection[Asked]) -> dict[str, list[str]]:
    """The readers of each subject."""
    found: dict[str, list[str]] = {}
    for reader, subject in asked:
        found.setdefault(subject, []).append(reader)
    return found


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
