"""Choosing the peer auditors of a service area's audits (WC-03)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from random import Random
from types import MappingProxyType

from programme.assignment import Claim, Seats, Solver, place
from programme.case import Case
from programme.own_and_other import folded
from programme.people import Person
from programme.sampling import DrawnCase

_EARLIER_COUNTS_TO = 12
_AGAIN_THIS_MONTH = _EARLIER_COUNTS_TO + 2
"""More than any history and sharing a team together, so that it is the last thing chosen."""
_FAIRNESS = 2 * _AGAIN_THIS_MONTH
"""More than everything else about one audit can cost."""


def choose_peers(
    audits: Sequence[DrawnCase],
    pool: Sequence[Person],
    audits_a_peer: int,
    earlier_pairs: Mapping[tuple[str, str], int],
    chance: Random,
    solver: Solver,
    conflicts: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[str | None]:
    """The id of each audit's peer, or None where nobody of `pool` can be it.

    Never the lead, the case's worker or its IRO, or who has declared a conflict of interest for the
    case (`conflicts`, ids by its reference). What decides, the first before the next: the
    most audits with a peer; nobody with more than `audits_a_peer`, and the load as even as it can
    be; no pair twice in the month; pairs that have not audited together in the last 12 months,
    either way round, and peers from another team; chance.
    """
    history = _Familiarity(pool, earlier_pairs)
    claims = []
    for audit in audits:
        costs = {peer.id: chance.random() / len(audits) for peer in pool}
        for peer_id, familiar in history.of(audit.lead).items():
            costs[peer_id] += familiar
        for peer in pool:
            declared = peer.id in conflicts.get(audit.case.reference, ())
            if peer.id == audit.lead.id or declared or works_on(peer, audit.case):
                del costs[peer.id]
        claims.append(Claim(audit.lead.id, costs))
    # Each further seat of a person costs more than the last: so a second is taken only where it
    # spares nobody a first. One step outweighs all that the whole area can cost otherwise.
    step = float(_FAIRNESS * len(audits))
    seats = [Seats(peer.id, 1, n * step) for peer in pool for n in range(audits_a_peer)]
    return place(
        claims, seats, most=lambda _lead, _peer: 1, beyond=float(_AGAIN_THIS_MONTH), solver=solver
    )


def together(earlier_pairs: Mapping[tuple[str, str], int], one: str, other: str) -> int:
    """How often two people have audited together, whichever of them led."""
    return earlier_pairs.get((one, other), 0) + earlier_pairs.get((other, one), 0)


def works_on(person: Person, case: Case) -> bool:
    """Whether the lists name the person as the case's worker or IRO."""
    return folded(person.name) in {folded(case.worker), folded(case.iro)}


class _Familiarity:
    """How well the members of a pool know each other's work; most pairs of a large one don't."""

    def __init__(
        self, pool: Sequence[Person], earlier_pairs: Mapping[tuple[str, str], int]
    ) -> None:
        self._times: dict[str, Counter[str]] = defaultdict(Counter)
        self._teams: dict[str | None, list[str]] = defaultdict(list)
        ids = {person.id for person in pool}
        for (one, other), times in earlier_pairs.items():
            if one in ids and other in ids:
                self._times[one][other] += times
                self._times[other][one] += times
        for person in pool:
            self._teams[person.team].append(person.id)

    def of(self, lead: Person) -> Mapping[str, int]:
        """What each earlier pair and a shared team count for, by peer."""
        known = {peer: min(n, _EARLIER_COUNTS_TO) for peer, n in self._times[lead.id].items()}
        for peer in self._teams[lead.team]:
            known[peer] = known.get(peer, 0) + 1
        return known
