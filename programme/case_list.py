"""A council's case list: which rows are open cases, and in which cohort a child stands.

A child stands in several lists at once; the case is of the most significant cohort. From the most
significant: adoption, child in care, child protection, care leaver, child in need, section 47
enquiry, assessment, referral, early help; a foster carer's file is no child's. Of two rows of one
cohort the later opened counts.

- A row with an end date (lists 4, 6, 7, 8 and 10), a closed episode of list 6 and a referral with
  no further action are not open, and are passed over.
- List 6 says more than its name: its status a is a child in care, b a child on a protection plan,
  d an open assessment. Lists 8 and 7 themselves, if the child is there too, give the dates.
- Lists 3 to 5 look back six months and don't say how it ended. What began on or before the day on
  which list 6 closed the child's episode ended with it; what began later is open.
- List 10 names no team: it raises a child of another list to the adoption cohort, and a child who
  is nowhere else is passed over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from programme.case import Case, Cohort
from programme.case_row import CaseRow, Ended, Standing, read_case_row
from programme.changed_copy import replace
from programme.errors import FileRefused
from programme.import_report import RefusedRow
from programme.row_reading import RowReading

SIGNIFICANCE = (
    Cohort.FOSTER_CARER,
    Cohort.EARLY_HELP,
    Cohort.REFERRAL,
    Cohort.ASSESSMENT,
    Cohort.SECTION_47,
    Cohort.CHILD_IN_NEED,
    Cohort.CARE_LEAVER,
    Cohort.CHILD_PROTECTION,
    Cohort.CHILD_IN_CARE,
    Cohort.ADOPTION,
)
"""The cohorts, the most significant last."""

_RANK = {cohort: rank for rank, cohort in enumerate(SIGNIFICANCE)}
_ENDED_WITH_THE_EPISODE = frozenset({3, 4, 5})
_ADOPTION_LIST = 10


@dataclass(frozen=True, slots=True)
class CaseList:
    """What a case list says. With anything in `refused`, none of it may be taken in.

    `passed_over` counts rows of the lists that are not open cases; `sheets_left` names the sheets
    that hold no list of cases.
    """

    cases: tuple[Case, ...]
    refused: tuple[RefusedRow, ...] = ()
    read: int = 0
    passed_over: int = 0
    sheets_left: tuple[str, ...] = ()


def read_case_list(rows: Iterable[CaseRow], *, teams: Iterable[str]) -> CaseList:
    """The open cases of a council, one a reference, in the order in which they first stand.

    `teams` are the names in the staff list, which also give the spelling. References are the same
    whatever their case. Raises FileRefused when no team is known yet.
    """
    known = {" ".join(team.split()).casefold(): team for team in teams}
    if not known:
        raise FileRefused("No team is known yet: import the staff list first, then the cases.")
    standings: dict[str, list[Standing]] = defaultdict(list)
    closed: dict[str, date] = {}
    refused: list[RefusedRow] = []
    read = passed_over = 0
    for row in rows:
        read += 1
        reading = RowReading(row.where)
        outcome = read_case_row(row, reading, known)
        refused.extend(reading.refused)
        if isinstance(outcome, Standing):
            standings[outcome.case.reference.casefold()].append(outcome)
        elif isinstance(outcome, Ended):
            passed_over += 1
            if outcome.episode_closed:
                latest = closed.get(outcome.reference, date.min)
                closed[outcome.reference] = max(latest, outcome.episode_closed)
    if refused:
        return CaseList((), tuple(refused), read, passed_over)
    cases: list[Case] = []
    for reference, found in standings.items():
        still_open = [one for one in found if not _ended_by(closed.get(reference), one)]
        passed_over += len(found) - len(still_open)
        if case := _case_of(still_open):
            cases.append(case)
        else:
            passed_over += len(still_open)
    return CaseList(tuple(cases), (), read, passed_over)


def _ended_by(episode_closed: date | None, standing: Standing) -> bool:
    opened = standing.case.opened
    return (
        episode_closed is not None
        and opened is not None
        and standing.list_number in _ENDED_WITH_THE_EPISODE
        and opened <= episode_closed
    )


def _case_of(standings: Sequence[Standing]) -> Case | None:
    held = [one for one in standings if one.list_number != _ADOPTION_LIST]
    if not held:
        return None
    case = max(held, key=_significance).case
    for_adoption = [one for one in standings if one.list_number == _ADOPTION_LIST]
    if not for_adoption:
        return case
    decided = max(for_adoption, key=_significance).case.opened
    return replace(case, cohort=Cohort.ADOPTION, opened=decided or case.opened)


def _significance(standing: Standing) -> tuple[int, bool, date]:
    case = standing.case
    return (_RANK[case.cohort], standing.by_its_own_list, case.opened or date.min)
