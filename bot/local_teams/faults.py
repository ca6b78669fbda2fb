"""Faults to order: what a bot must survive, asked for by a test or from the settings panel."""

from dataclasses import dataclass
from typing import Literal, get_args

FaultKind = Literal[
    "throttled",
    "bad_gateway",
    "unavailable",
    "slow",
    "drop_before",
    "drop_after",
    "empty",
    "resent_invoke",
]
"""throttled: 429 with Retry-After. bad_gateway: 502. unavailable: 503 with an HTML body.
slow: handled after so many seconds. drop_before: the connection is lost and nothing arrives.
drop_after: the message arrives, the connection is lost. empty: it arrives, 201 without a body.
resent_invoke: what a person does reaches the bot a second time, under the same id, when the first
is answered or after so many seconds, as from Teams when an answer stays away (platform notes)."""

FAULT_KINDS: tuple[str, ...] = get_args(FaultKind)

RefusalCode = Literal["ConversationBlockedByUser", "BotDisabledByAdmin", "MessageWritesBlocked"]
"""Why one person can't be written to although the app is installed for them."""

REFUSALS: dict[str, str] = {
    "ConversationBlockedByUser": "User blocked the conversation with the bot.",
    "BotDisabledByAdmin": "The tenant admin disabled this bot.",
    "MessageWritesBlocked": "Message writes are blocked in this conversation.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The fault in force. `seconds`: the Retry-After or the delay. `left`: times; None: always."""

    kind: FaultKind
    seconds: float
    left: int | None


class Faults:
    """The fault that the next sends of the bot (post, edit, delete) or invokes meet, if any."""

    def __init__(self) -> None:
        self.current: Fault | None = None

    def order(self, kind: FaultKind, *, times: int | None = 1, seconds: float = 1.0) -> None:
        """From now on the next `times` fail so; None: all of them until `clear`."""
        if kind not in FAULT_KINDS:
            raise ValueError(f"{kind!r} is not a fault: choose one of {', '.join(FAULT_KINDS)}.")
        if times is not None and times < 1:
            raise ValueError("times must be 1 or more: leave it out for all of them.")
        if not 0 <= seconds <= 3600:
            raise ValueError("seconds must be between 0 and 3600.")
        self.current = Fault(kind, seconds, times)

    def clear(self) -> None:
        self.current = None

    def take(self) -> Fault | None:
        """The fault for this send; counts it down."""
        return self._take(of_invokes=False)

    def take_invoke(self) -> Fault | None:
        """The fault for this invoke; counts it down."""
        return self._take(of_invokes=True)

    def _take(self, *, of_invokes: bool) -> Fault | None:
        fault = self.current
        if fault is None or (fault.kind == "resent_invoke") is not of_invokes:
            return None
        if fault.left is not None:
            left = fault.left - 1
            self.current = Fault(fault.kind, fault.seconds, left) if left else None
        return fault
