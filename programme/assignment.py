"""Placing claims in seats at the least cost, through an assignment solver behind a port."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Protocol

FORBIDDEN = math.inf
"""The cost of a cell that must not be used."""


class Solver(Protocol):
    """Whoever can solve an assignment problem."""

    def assign(self, costs: Sequence[Sequence[float]]) -> Sequence[int | None]:
        """The column of each row, or None for a row that gets none.

        `costs` may be rectangular; no column is given twice, and no cell of `FORBIDDEN`. As many
        rows as possible get a column, and of such assignments one whose costs add up to least.
        """
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """One who wants a seat: on whose behalf, and what a seat of each kind costs. A kind that
    `costs` does not name is forbidden."""

    by: str
    costs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seats:
    """`count` seats of one kind, each at `cost` on top of what the claim says."""

    kind: str
    count: int
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class _Limit:
    by: str
    kind: str
    count: int


def place(
    claims: Sequence[Claim],
    seats: Sequence[Seats],
    *,
    most: Callable[[str, str], int],
    beyond: float,
    solver: Solver,
) -> list[str | None]:
    """The kind of seat that each claim gets, None for a claim that can have none.

    `most(by, kind)` is how many seats of a kind one claimant should have; each one more costs
    `beyond`, which may be `FORBIDDEN`. The result has the most claims seated, at the least cost.
    """
    limits: dict[tuple[str, str], _Limit] = {}
    while True:
        placed = _place(claims, seats, tuple(limits.values()), beyond, solver)
        taken = Counter(
            (claim.by, kind) for claim, kind in zip(claims, placed, strict=True) if kind is not None
        )
        over = [pair for pair, count in taken.items() if count > most(*pair)]
        new = [pair for pair in over if pair not in limits]
        if not new:
            return placed
        # Few limits bind, and each one makes the matrix larger: so they come in when overstepped.
        # The answer is still the best, because a limit left out was kept without being asked for.
        limits |= {pair: _Limit(*pair, most(*pair)) for pair in new}


def _place(
    claims: Sequence[Claim],
    seats: Sequence[Seats],
    limits: Sequence[_Limit],
    beyond: float,
    solver: Solver,
) -> list[str | None]:
    """One solution under `limits`.

    An assignment problem knows no limit on a pair, so each limit is `count` tickets: a claimant
    sits down on a ticket, and the ticket, a row of its own, on a seat of the kind. A ticket that
    nobody needs sits on itself.
    """
    limited = {(limit.by, limit.kind) for limit in limits}
    tickets = [limit for limit in limits for _ in range(limit.count)]
    rows = [_claim_row(claim, seats, limits, limited, beyond) for claim in claims]
    rows += [_ticket_row(ticket, seats, limits) for ticket in tickets]
    if not rows:
        return []
    columns: list[Seats | _Limit] = [*_each(seats), *tickets]
    chosen = [None if at is None else columns[at] for at in solver.assign(rows)]
    used = Counter(
        (ticket.by, ticket.kind)
        for ticket, column in zip(tickets, chosen[len(claims) :], strict=True)
        if isinstance(column, Seats)
    )
    return [_kind(column, used) for column in chosen[: len(claims)]]


def _each(seats: Iterable[Seats]) -> list[Seats]:
    return [group for group in seats for _ in range(group.count)]


def _claim_row(
    claim: Claim,
    seats: Sequence[Seats],
    limits: Sequence[_Limit],
    limited: set[tuple[str, str]],
    beyond: float,
) -> list[float]:
    row: list[float] = []
    for group in seats:
        cost = claim.costs.get(group.kind, FORBIDDEN) + group.cost
        row += repeat(cost + beyond if (claim.by, group.kind) in limited else cost, group.count)
    for limit in limits:
        own = limit.by == claim.by
        row += repeat(claim.costs.get(limit.kind, FORBIDDEN) if own else FORBIDDEN, limit.count)
    return row


def _ticket_row(ticket: _Limit, seats: Sequence[Seats], limits: Sequence[_Limit]) -> list[float]:
    row: list[float] = []
    for group in seats:
        row += repeat(group.cost if group.kind == ticket.kind else FORBIDDEN, group.count)
    for limit in limits:
        row += repeat(0.0 if limit is ticket else FORBIDDEN, limit.count)
    return row


def _kind(column: Seats | _Limit | None, used: Counter[tuple[str, str]]) -> str | None:
    """The kind of seat behind a column; None for a ticket that found no seat."""
    if isinstance(column, _Limit):
        used[column.by, column.kind] -= 1
        return column.kind if used[column.by, column.kind] >= 0 else None
    return None if column is None else column.kind
