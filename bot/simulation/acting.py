"""One simulated person about one card."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from programme.council import Council
from programme.message import Message
from programme.people import Person
from programme.ports import Work

SOURCE = "card"


@dataclass(frozen=True, slots=True)
class Acting:
    """One person about one card, at `now` (UTC)."""

    council: Council
    person: Person
    message: Message
    work: Work
    chance: Random
    now: datetime


React = Callable[[Acting], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reaction:
    """`act` comes from `least` to `most` working days after the card, for `of_ten` in ten."""

    act: React
    least: int
    most: int
    of_ten: int = 10
