"""What this process counts, for Prometheus. Nothing here names a person, a case or a council.

Counting is an addition in memory: what costs more is asked for when somebody reads it.
"""

import logging
import platform
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from time import perf_counter
from types import TracebackType
from typing import Final, Self

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Info,
    Metric,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

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
PRESS_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""The bounds that presses are sorted by; those that take longer come after the last."""


class Presses(Collector):
    """Presses by verb and outcome, and by verb how long they took; counted by the event loop alone.

    The library's own counters, made for threads, take three locks and ten calls for each press.
    """

    def __init__(self) -> None:
        """None was counted so far."""
        self._ended: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._seconds: defaultdict[str, float] = defaultdict(float)
        sorts = len(PRESS_SECONDS) + 1
        self._sorted: defaultdict[str, list[int]] = defaultdict(lambda: [0] * sorts)

    def count(self, verb: str, outcome: str, seconds: float) -> None:
        """One press has ended."""
        self._ended[verb, outcome] += 1
        self._seconds[verb] += seconds
        self._sorted[verb][bisect_left(PRESS_SECONDS, seconds)] += 1

    def collect(self) -> Iterable[Metric]:
        """For the page of metrics."""
        ended = CounterMetricFamily(
            "sightline_presses",
            "Presses of buttons, by verb and outcome: done, refused, out_of_date, stranger, fault.",
            labels=["verb", "outcome"],
        )
        for labels, count in self._ended.items():
            ended.add_metric(labels, count)
        yield ended
        took = HistogramMetricFamily(
            "sightline_press_seconds",
            "From the press, once authenticated, to its answer.",
            labels=["verb"],
        )
        bounds = [*map(str, PRESS_SECONDS), "+Inf"]
        for verb, seconds in self._seconds.items():
            buckets = zip(bounds, accumulate(self._sorted[verb]), strict=True)
            took.add_metric([verb], [*buckets], seconds)
        yield took


_PRESSES: Final = Presses()
REGISTRY.register(_PRESSES)


def count_delivery(receipt: Receipt | EditReceipt) -> None:
    """How an attempt ended."""
    _delivery(_outcome(receipt)).inc()


# What `labels` finds is looked up under a lock each time, and this is done for every push.
@cache
def _delivery(outcome: str) -> Counter:
    return _DELIVERIES.labels(outcome)


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
        _PRESSES.count(self._verb, outcome, took)
        ms = round(1000 * took)
        fields = {"verb": self._verb, "outcome": outcome, "ms": ms}
        log.info("A press of %s: %s, in %s ms.", *fields.values(), extra={FIELDS: fields})
