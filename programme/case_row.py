"""One row of a case list: an open case, one that has ended, or a row to be refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from programme.annex_a import COHORT_OF_LIST, cohort_of_words
from programme.case import Case, Cohort
from programme.cell import Cell, UnreadableCell, text_of
from programme.import_report import RowPlace, field_name
from programme.reference import what_it_looks_like
from programme.row_reading import RowReading

_IN_NEED_LIST = 6
_ADOPTION_LIST = 10
_STATUS_LETTER = re.compile(r"\(?([a-e])(?![a-z])")
_STATUS_WORDS = (
    ("looked after", "a"),
    ("protection", "b"),
    ("need", "c"),
    ("cin", "c"),
    ("assessment", "d"),
    ("clos", "e"),
)
_COHORT_OF_STATUS: Mapping[str, Cohort] = {
    "a": Cohort.CHILD_IN_CARE,
    "b": Cohort.CHILD_PROTECTION,
    "c": Cohort.CHILD_IN_NEED,
    "d": Cohort.ASSESSMENT,
}
_CLOSED = "e"
_YES = re.compile(r"(a\) ?)?(y|yes|true|1)")
_NEVER_OF_STAFF = frozenset({"a date", "an NHS number", "a postcode", "a unique pupil number"})


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of a case list, its kept cells as they stand in the file, and no others.

    `list_number` is the list of Annex A; None for a plain list, which names the cohort itself.
    `is_ragged`: it has more cells than there are headings, so that none is sure to be its own.
    """

    where: RowPlace
    list_number: int | None
    is_ragged: bool = False
    reference: Cell = None
    cohort: Cell = None
    team: Cell = None
    worker: Cell = None
    iro: Cell = None
    status: Cell = None
    no_further_action: Cell = None
    opened: Cell = None
    reviewed: tuple[Cell, ...] = ()
    ended: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """That a case is open, as one list says. The team is "" in list 10 alone.

    `by_its_own_list` is False where list 6 speaks of a cohort that has a list to itself.
    """

    case: Case
    list_number: int | None
    by_its_own_list: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """That a row is no open case; for list 6, the day on which the child's episode closed."""

    reference: str
    episode_closed: date | None


def read_case_row(
    row: CaseRow, reading: RowReading, teams: Mapping[str, str]
) -> Standing | Ended | None:
    """What a row says; None when it is refused, with the reasons in `reading`.

    `teams` maps a team's name in lower case to its spelling. No reason repeats a reference.
    """
    if row.is_ragged:
        reading.refuse_ragged()
        return None
    ended = _latest("ended", row.ended, reading)
    status = _status(row, reading)
    if reading.refused:
        return None
    if ended or status == _CLOSED or _YES.fullmatch(_quietly(row.no_further_action).casefold()):
        closed = ended if row.list_number == _IN_NEED_LIST else None
        return Ended(_quietly(row.reference).casefold(), closed)
    cohort = _cohort(row, status, reading)
    case = Case(
        reference=_reference(row, reading),
        cohort=cohort or Cohort.REFERRAL,
        team="" if row.list_number == _ADOPTION_LIST else _team(row, reading, teams),
        worker=_staff_name("worker", row.worker, reading),
        iro=_staff_name("iro", row.iro, reading),
        opened=reading.day("opened", row.opened),
        last_reviewed=_latest("reviewed", row.reviewed, reading),
    )
    if reading.refused:
        return None
    own = row.list_number is None or cohort == COHORT_OF_LIST[row.list_number]
    return Standing(case, row.list_number, own)


def _quietly(cell: Cell) -> str:
    try:
        return text_of(cell)
    except UnreadableCell:
        return ""


def _latest(field: str, cells: Sequence[Cell], reading: RowReading) -> date | None:
    days = [reading.day(field_name(field, place), cell) for place, cell in enumerate(cells)]
    return max(filter(None, days), default=None)


def _status(row: CaseRow, reading: RowReading) -> str | None:
    """The letter of list 6's case status; None where there is none."""
    text = reading.text("status", row.status).casefold()
    if not text:
        return None
    if letter := _STATUS_LETTER.match(text):
        return letter[1]
    for words, letter_meant in _STATUS_WORDS:
        if words in text:
            return letter_meant
    reading.refuse("status", "the case status is none of a to e, as Annex A has them.")
    return None


def _cohort(row: CaseRow, status: str | None, reading: RowReading) -> Cohort | None:
    if row.list_number is not None:
        return _COHORT_OF_STATUS[status] if status else COHORT_OF_LIST[row.list_number]
    words = reading.needed_text("cohort", row.cohort, "there is no cohort.")
    cohort = cohort_of_words(words)
    if words and cohort is None:
        known = ", ".join(cohort.words for cohort in Cohort)
        reading.refuse("cohort", f"the cohort is not one of: {known}.")
    return cohort


def _reference(row: CaseRow, reading: RowReading) -> str:
    reference = reading.needed_text("reference", row.reference, "there is no case reference.")
    looks = what_it_looks_like(reference) if reference else None
    if looks:
        reading.refuse(
            "reference",
            f"the case reference looks like {looks}: give the Child Unique ID of the case system.",
        )
    return reference


def _team(row: CaseRow, reading: RowReading, teams: Mapping[str, str]) -> str:
    team = reading.needed_text("team", row.team, "there is no team.")
    if not team or team.casefold() in teams:
        return teams.get(team.casefold(), "")
    if what_it_looks_like(team) in _NEVER_OF_STAFF:
        reading.refuse("team", "the cell does not hold a team's name.")
        return ""
    near = get_close_matches(team.casefold(), teams, n=1)
    meant = f"; did you mean “{teams[near[0]]}”?" if near else "."
    reading.refuse("team", f"the team “{team}” is not in the staff list{meant}")
    return ""


def _staff_name(field: str, cell: Cell, reading: RowReading) -> str | None:
    name = reading.text(field, cell)
    if what_it_looks_like(name) in _NEVER_OF_STAFF:
        reading.refuse(field, "the cell does not hold the name of a member of staff.")
    return name or None
