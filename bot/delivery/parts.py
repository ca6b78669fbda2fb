"""What one worker delivers with, and what a drain comes to."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.pace import Pace
from bot.delivery.ports import Block, FindConversations, HoldBack, Renderer, Sender
from programme.ports import DeliveryQueue


@dataclass(frozen=True, slots=True)
class Parts:
    """A worker's collaborators and bounds. Durations are in seconds.

    `clock` gives UTC; `monotonic` and `sleep` share a clock that is never set. `in_flight` bounds
    requests to one council, `at_risk` what of its messages a crash sends again (those under way,
    and those whose receipts aren't stored yet), `batch` what is claimed at once while that comes in
    time. `owner` names this process alone.
    """

    queue: DeliveryQueue
    conversations: FindConversations
    block: Block
    hold_back: HoldBack
    renderer: Renderer
    sender: Sender
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    pace: Pace
    owner: str
    jitter: random.Random
    in_flight: int
    at_risk: int
    batch: int
    lease: float


@dataclass(frozen=True, slots=True)
class Drained:
    """What became of what was due. Each counts messages, or live cards from `edited` on.

    `retrying` and `edits_retrying` wait for their next attempt. `expired` did so while they waited
    for their turn; storage gives out none that had before. `leased` is False when another process
    is delivering for the council. `halted_for`: seconds that Teams asked to be left alone; what was
    not sent by then waits. `unread`: the council's rules can't be read, so all of it waits.
    """

    sent: int = 0
    retrying: int = 0
    undeliverable: int = 0
    superseded: int = 0
    expired: int = 0
    edited: int = 0
    edits_retrying: int = 0
    forgotten: int = 0
    leased: bool = True
    halted_for: float = 0.0
    unread: bool = False
