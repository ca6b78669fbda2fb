"""The one place that decides what follows when Teams does not take a message or an edit.

| what happened | a message | an edit |
| --- | --- | --- |
| TryLater | again, a bounded number of times and only before it expires | again, bounded |
| Unreachable | undeliverable, and the person is not written to | the card is forgotten |
| Refused | undeliverable | the card is forgotten |
| a fault of ours | as TryLater | as TryLater |

(platform notes: Teams, retry and 403 codes)
"""

from dataclasses import dataclass
from typing import Final

from bot.connector import ConnectorError, Refused, TryLater, Unreachable

NOT_INSTALLED: Final = "Sightline isn't installed for them in Teams."
NOT_MADE: Final = "Sightline could not make this message; the fault is in its log."
SENTENCES: Final = {
    "BotNotInConversationRoster": NOT_INSTALLED,
    "ForbiddenOperationException": NOT_INSTALLED,
    "ConversationBlockedByUser": "They have blocked Sightline in Teams.",
    "BotDisabledByAdmin": "An administrator has turned Sightline off in Teams.",
    "MessageWritesBlocked": "Teams doesn't let Sightline write to them until they write to it.",
}
GONE: Final = frozenset({404, 410})
TOO_MANY_REQUESTS: Final = 429


@dataclass(frozen=True, slots=True)
class Policy:
    """How often, and how far apart. `attempts` counts the first one.

    A wait is drawn evenly from the upper half of `first * growth ** (attempts - 1)` seconds, at
    most `longest`: many are spread, and whatever is drawn, the attempts span a time. So a blip
    costs a second or two, and eight attempts span an hour or more.
    """

    attempts: int
    first: float = 2.0
    growth: float = 4.0
    longest: float = 3600.0

    def wait(self, attempts: int, chance: float) -> float:
        """Seconds to wait after attempt number `attempts`; `chance` is at least 0 and below 1."""
        exponent = min(attempts - 1, 32)  # far past `longest`, and never an overflow
        return (1 + chance) / 2 * min(self.first * self.growth**exponent, self.longest)


# What is put right over a weekend has left no card untrue: three days, at night as well.
EDITS: Final = Policy(attempts=150)
# And it has lost no message. Those that are late are tried in working hours alone: three such days.
MESSAGES: Final = Policy(attempts=60)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows. `reason` is a sentence for a QA officer.

    `again_in`: seconds until the next attempt, None if there is none. `halt`: seconds in which
    nothing is sent to the whole tenant. `block`: the code under which the person can't be
    written to. `gone`: what was written to is no longer there, which is no fault.
    """

    reason: str
    again_in: float | None = None
    halt: float | None = None
    block: str | None = None
    gone: bool = False


def sentence_for(code: str) -> str:
    """Why a person whose conversation is blocked with `code` can't be reached."""
    return SENTENCES.get(code, f"Teams doesn't let Sightline write to them ({code}).")


def after_error(
    error: ConnectorError,
    *,
    attempts: int,
    left: float | None,
    chance: float,
    policy: Policy,
) -> Verdict:
    """What follows after attempt number `attempts` failed with `error`.

    `left`: seconds until it expires, None if it never does.
    """
    if isinstance(error, Unreachable):
        return Verdict(sentence_for(error.code), block=error.code)
    if isinstance(error, Refused):
        if error.status in GONE:
            return Verdict("Their chat with Sightline is no longer there in Teams.", gone=True)
        detail = ", ".join(str(part) for part in (error.status, error.code) if part is not None)
        return Verdict(f"Teams refused it ({detail}); Sightline's log has more.")
    wait, halt, answer = policy.wait(attempts, chance), None, "Teams could not be reached"
    if isinstance(error, TryLater):
        wait = max(wait, error.retry_after or 0.0)
        if error.status is not None:
            answer = f"Teams answered {error.status}"
        if error.status == TOO_MANY_REQUESTS:
            halt = error.retry_after
    return _again(answer, wait, halt, attempts, left, policy)


def after_fault(*, attempts: int, left: float | None, chance: float, policy: Policy) -> Verdict:
    """What follows when attempt number `attempts` failed through a fault of ours."""
    wait = policy.wait(attempts, chance)
    if attempts >= policy.attempts or (left is not None and wait >= left):
        return Verdict(NOT_MADE)
    return Verdict(NOT_MADE, again_in=wait)


def _again(
    answer: str, wait: float, halt: float | None, attempts: int, left: float | None, policy: Policy
) -> Verdict:
    if attempts >= policy.attempts:
        return Verdict(f"{answer} at the last of {attempts} attempts.", halt=halt)
    if left is not None and wait >= left:
        return Verdict(f"{answer}, and it expires before it may be tried again.", halt=halt)
    return Verdict(f"{answer}; it will be tried again.", again_in=wait, halt=halt)
