"""Which children stand in which of the eleven lists of Annex A."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain

from bot.demo_council import first_lists, open_lists
from bot.demo_council.adoption_lists import adopters, adoption
from bot.demo_council.annex_list import CHILD_HEADERS, AnnexList, Draw, Row, identity
from bot.demo_council.children import Child, Standing, chance

_YOUNG = 3


def annex_a(children: Sequence[Child], today: date, seed: int) -> tuple[AnnexList, ...]:
    """The lists 1 to 11, in order, as they stand on `today`.

    Whoever is in lists 3 to 5 is in list 6 too, a looked-after child and one on a protection
    plan as well; list 6 holds some references twice, once for an episode that closed.
    """

    def draw(number: int) -> Draw:
        return Draw(today, chance(seed, f"list {number}"))

    return (
        *(_first(number, children, draw(number)) for number in range(1, 6)),
        _in_need(children, draw(6)),
        *(_open(number, children, draw(number)) for number in range(7, 10)),
        adoption(_to_be_adopted(children), draw(10)),
        adopters(draw(11)),
    )


def _of(children: Iterable[Child], *standings: Standing) -> list[Child]:
    return [child for child in children if child.standing in standings]


def _list(
    number: int,
    headers: tuple[str, ...],
    children: Iterable[Child],
    facts: Callable[[Child, Draw], Row],
    draw: Draw,
) -> AnnexList:
    rows = tuple((*identity(child), *facts(child, draw)) for child in children)
    return AnnexList(number, (*CHILD_HEADERS, *headers), rows)


def _first(number: int, children: Sequence[Child], draw: Draw) -> AnnexList:
    contact, in_need = _of(children, Standing.IN_CONTACT), _of(children, Standing.IN_NEED)
    assessed, closed = _of(children, Standing.IN_ASSESSMENT), _of(children, Standing.CLOSED)
    protected = _of(children, Standing.ON_A_PROTECTION_PLAN)
    rows = first_lists
    headers, who, facts = {
        1: (rows.CONTACT_HEADERS, [*contact, *assessed, *in_need[:50]], rows.contact),
        2: (rows.EARLY_HELP_HEADERS, contact[::2], rows.early_help),
        3: (rows.REFERRAL_HEADERS, [*assessed, *closed, *in_need[::8]], rows.referral),
        4: (rows.ASSESSMENT_HEADERS, [*assessed, *closed[::2], *in_need[::5]], rows.assessment),
        5: (rows.SECTION_47_HEADERS, [*protected[::2], *in_need[::17]], rows.section_47),
    }[number]
    return _list(number, headers, who, facts, draw)


def _in_need(children: Sequence[Child], draw: Draw) -> AnnexList:
    headers = open_lists.IN_NEED_HEADERS
    known = [
        child
        for child in children
        if child.standing not in (Standing.IN_CONTACT, Standing.CARE_LEAVER)
    ]
    referred_anew = _of(children, Standing.IN_NEED)[::30]
    now = _list(6, headers, known, open_lists.in_need, draw)
    before = _list(6, headers, referred_anew, open_lists.earlier_episode, draw)
    rows = sorted(chain(now.rows, before.rows), key=lambda row: str(row[0]))
    return AnnexList(6, now.headers, tuple(rows))


def _open(number: int, children: Sequence[Child], draw: Draw) -> AnnexList:
    protected = _of(children, Standing.ON_A_PROTECTION_PLAN)
    in_care, leavers = _of(children, Standing.LOOKED_AFTER), _of(children, Standing.CARE_LEAVER)
    plan_ended = [child for child in _of(children, Standing.IN_NEED) if child.ended]
    care_ended = [child for child in leavers if child.ended]
    rows = open_lists
    headers, who, facts = {
        7: (rows.PROTECTION_HEADERS, [*protected, *plan_ended], rows.protection),
        8: (rows.CARE_HEADERS, [*in_care, *care_ended], rows.care),
        9: (rows.LEAVER_HEADERS, leavers, rows.leaver),
    }[number]
    return _list(number, headers, who, facts, draw)


def _to_be_adopted(children: Sequence[Child]) -> tuple[Child, ...]:
    in_care = _of(children, Standing.LOOKED_AFTER)
    young = [child for child in in_care if child.age is not None and child.age < _YOUNG]
    return tuple(young[::3])
