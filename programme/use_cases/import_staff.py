"""A council's staff list is taken in: whole or not at all, and as often as one likes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from programme.changed_copy import replace
from programme.council import Council
from programme.event import Event
from programme.import_report import ImportReport, compare
from programme.ports import LISTS, Work
from programme.same_person import recognised
from programme.shown import DUTIES, REACH, duty_entity
from programme.staff import Staff
from programme.staff_list import StaffList
from programme.use_cases.follow_returns import follow_returns
from programme.use_cases.people_change import hand_over, tell_of_change


@dataclass(frozen=True, slots=True)
class ImportStaff:
    """`staff` is a list as it was read. `hand_over` has the names of teams that close, and of those
    that take over their open actions."""

    council: Council
    staff: StaffList
    source: str
    hand_over: Mapping[str, str] = field(default_factory=dict)


async def import_staff(command: ImportStaff, *, work: Work, now: datetime) -> ImportReport:
    """What the import did. With a row refused nothing is changed.

    Raises CorrectAndRepeat when a team with open actions is not in the list any more, and nobody
    takes them over.

    Those who are no longer in the list are kept as having left; object ids that were linked
    meanwhile stay, and whoever has another address stays who they are (`recognised`). Whoever has
    their work now is told, and what waits for somebody's return follows it.
    """
    staff = command.staff
    if staff.refused:
        return ImportReport(staff.read, refused=staff.refused)
    async with work(command.council.tenant_id) as w:
        await w.turns.take(LISTS)
        old = Staff(await w.people.all(), await w.teams.all())
        handed = await hand_over(w, command.hand_over, staff.teams, command.source, now)
        everyone = {person.id: person for person in old.people}
        before = {key: person for key, person in everyone.items() if person.active}
        listed = recognised(staff.people, old.people)
        after = {
            person.id: replace(person, object_id=everyone[person.id].object_id)
            if person.object_id is None and person.id in everyone
            else person
            for person in listed
        }
        difference = compare(before, after)
        await w.people.save(
            [
                *(replace(before[gone], active=False) for gone in difference.gone),
                *(after[key] for key in (*difference.added, *difference.changed)),
            ]
        )
        await w.people.list_accounts([person.id for person in listed if person.object_id])
        await w.teams.replace(staff.teams)
        new = Staff(await w.people.all(), staff.teams, frozenset(a.team for a in handed))
        await follow_returns(command.council, w, old.people, new.people, now)
        told = await tell_of_change(command.council, w, old, new, now)
        report = ImportReport.of(staff.read, difference)
        await w.events.record(
            Event(
                now,
                "command line",
                "import_staff",
                "staff",
                command.source,
                {
                    "added": report.added,
                    "changed": report.changed,
                    "gone": report.gone,
                    "handed_over": len(handed),
                    "told": told,
                },
            )
        )
        moved = (*difference.gone, *difference.added, *difference.changed)
        await w.live_cards.touch([REACH, DUTIES, *map(duty_entity, moved)])
        await w.commit()
        return report
