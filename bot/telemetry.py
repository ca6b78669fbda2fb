"""What this process counts, for Prometheus. Nothing here names a person, a case or a council.

Counting is an addition in memory: what costs more is asked for when somebody reads it.
"""

import logging
import platform
from functools import cache
from importlib.metadata import version
from time import perf_counter
from types import TracebackType
from typing import Final, Self

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from programme.message import Delivery
from programme.ports import EditReceipt, Receipt

# A second series beside each, which says when it began, is of no use here.
disable_created_metrics()  # type: ignore[no-untyped-call]  # it says no types

FIELDS: Final = "fields"
"""Under this name a log record carries what machines look for; see bot.logs."""

log = logging.getLogger(__name__)

REGISTRY: Final = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
Info("sightline_build", "This version of Sightline.", registry=REGISTRY).info(
    {"version": version("sightline"), "python": platform.python_version()}
)

_DELIVERIES: Final = Counter(
    "sightline_deliveries",
    "Messages and edits of cards, by what became of them: sent, retrying, held_back until the "
    "council opens, undeliverable, superseded, expired; edited, edit_retrying, forgotten.",
    ["outcome"],
    registry=REGISTRY,
)
TOO_MANY_REQUESTS: Final = Counter(
    "sightline_too_many_requests", "Answers 429 of Teams.", registry=REGISTRY
)
TOKEN_FAILURES: Final = Counter(
    "sightline_token_failures", "Tokens that Entra did not give.", registry=REGISTRY
)
LEASE_LOSSES: Final = Counter(
    "sightline_lease_losses",
    "Councils whose lease was lost while they were delivered for.",
    registry=REGISTRY,
)
TICKS: Final = Counter(
    "sightline_ticks",
    "Councils ticked, by outcome: done, failed.",
    ["outcome"],
    registry=REGISTRY,
)
_PRESSES: Final = Counter(
    "sightline_presses",
    "Presses of buttons, by verb and outcome: done, refused, out_of_date, stranger, fault.",
    ["verb", "outcome"],
    registry=REGISTRY,
)
_PRESS_SECONDS: Final = Histogram(
    "sightline_press_seconds",
    "From the press, once authenticated, to its answer.",
    ["verb"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
    registry=REGISTRY,
)


def count_delivery(receipt: Receipt | EditReceipt) -> None:
    """How an attempt ended."""
    _delivery(_outcome(receipt)).inc()


# What `labels` finds is looked up under a lock each time, and this is done for every push.
@cache
def _delivery(outcome: str) -> Counter:
    return _DELIVERIES.labels(outcome)


@cache
def _press(verb: str, outcome: str) -> tuple[Counter, Histogram]:
    return _PRESSES.labels(verb, outcome), _PRESS_SECONDS.labels(verb)


def _outcome(receipt: Receipt | EditReceipt) -> str:
    if isinstance(receipt, EditReceipt):
        if receipt.gone:
            return "forgotten"
        return "edited" if receipt.not_before is None else "edit_retrying"
    if receipt.delivery is Delivery.WAITING:
        return "retrying" if receipt.attempted else "held_back"
    return receipt.delivery


class Pressing:
    """One press, counted and timed when the block ends; a block that raises is a fault."""

    __slots__ = ("_began", "_verb", "outcome")

    def __init__(self, verb: str) -> None:
        """`verb` is one of the table's, or “unknown”: whatever came in is no label."""
        self._verb = verb
        self.outcome = "done"

    def __enter__(self) -> Self:
        self._began = perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        took = perf_counter() - self._began
        outcome = self.outcome if kind is None else "fault"
        count, seconds = _press(self._verb, outcome)
        count.inc()
        seconds.observe(took)
        ms = round(1000 * took)
        fields = {"verb": self._verb, "outcome": outcome, "ms": ms}
        log.info("A press of %s: %s, in %s ms.", *fields.values(), extra={FIELDS: fields})
