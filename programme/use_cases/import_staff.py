"""A council's staff list is taken in: whole or not at all, and as often as one likes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.event import Event
from programme.import_report import ImportReport, compare
from programme.message import DUTIES, REACH, duty_entity
from programme.ports import UnitOfWork, Work
from programme.staff_list import StaffList


@dataclass(frozen=True, slots=True)
class ImportStaff:
    """`staff` is a list as it was read."""

    council: Council
    staff: StaffList
    source: str


async def import_staff(command: ImportStaff, *, work: Work, now: datetime) -> ImportReport:
    """What the import did. With a row refused nothing is changed.

    Raises CorrectAndRepeat when a team with open actions is not in the list any more.

    Those who are no longer in the list are kept as having left; object ids that were linked
    meanwhile stay.
    """
    staff = command.staff
    if staff.refused:
        return ImportReport(staff.read, refused=staff.refused)
    async with work(command.council.tenant_id) as w:
        await _refuse_to_orphan(w, {team.name for team in staff.teams})
        everyone = {person.id: person for person in await w.people.all()}
        before = {key: person for key, person in everyone.items() if person.active}
        after = {
            person.id: replace(person, object_id=everyone[person.id].object_id)
            if person.object_id is None and person.id in everyone
            else person
            for person in staff.people
        }
        difference = compare(before, after)
        await w.people.save(
            [
                *(replace(before[gone], active=False) for gone in difference.gone),
                *(after[key] for key in (*difference.added, *difference.changed)),
            ]
        )
        await w.teams.replace(staff.teams)
        report = ImportReport.of(staff.read, difference)
        await w.events.record(
            Event(
                now,
                "command line",
                "import_staff",
                "staff",
                command.source,
                {"added": report.added, "changed": report.changed, "gone": report.gone},
            )
        )
        moved = (*difference.gone, *difference.added, *difference.changed)
        await w.live_cards.touch([REACH, DUTIES, *map(duty_entity, moved)])
        await w.commit()
        return report


async def _refuse_to_orphan(w: UnitOfWork, listed: Collection[str]) -> None:
    """Of a team that is gone, nobody would be reminded of what is open, and nobody may do it."""
    gone = {team.name for team in await w.teams.all()} - set(listed)
    left = sorted({action.team for action in await w.actions.open_of_teams(gone)})
    if left:
        raise CorrectAndRepeat(
            f"Nothing was changed: {' and '.join(left)} has open actions and is not in this list; "
            "please complete them first, or keep the team in the list until they are."
        )
