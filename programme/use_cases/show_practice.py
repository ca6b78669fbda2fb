"""Good practice as the cards of those concerned show it (WC-13)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from programme.changed_copy import replace
from programme.council import Council
from programme.people import Person, Role, Team, Verb
from programme.ports import UnitOfWork
from programme.practice_acknowledgement import PracticeAcknowledgement
from programme.responsible import responsible_for
from programme.taken_back import may_take_back_until
from programme.use_cases.acting_on_action import manages

Part = Literal["recorder", "practitioner", "manager"]


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One acknowledgement as the reader sees it; names, not ids. `take_back_until` is the last day
    on which the reader may take it back."""

    practice: PracticeAcknowledgement
    part: Part
    standard: str
    recorded_by: str
    acknowledged_by: str | None
    may_acknowledge: bool
    take_back_until: date | None = None


async def show_practice(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], PracticeView]:
    """For each (reader id, acknowledgement id) the acknowledgement; left out where it isn't the
    reader's to see."""
    people = await w.people.all()
    found = {each: await w.practice.get(each) for each in {of for _, of in pairs}}
    staff = {person.id: person for person in people}
    views = {}
    for reader_id, of in pairs:
        practice, reader = found[of], staff.get(reader_id)
        if practice is None or reader is None or not reader.active:
            continue
        managers = responsible_for(Team(practice.team, practice.service_area), people, today)
        part = _part(practice, reader, reader in managers)
        if part:
            last = may_take_back_until(practice.recorded, reader_id, today, council.calendar)
            view = _view(council, practice, part, staff)
            views[reader_id, of] = replace(view, take_back_until=last)
        elif reader.has(Role.QA_OFFICER):
            seen = _view(council, practice, "manager", staff)
            views[reader_id, of] = replace(seen, may_acknowledge=False)
    return views


def _part(practice: PracticeAcknowledgement, reader: Person, responsible: bool) -> Part | None:
    if reader.id == practice.recorded_by:
        return "recorder"
    team = Team(practice.team, practice.service_area)
    if responsible and reader.may(Verb.ACKNOWLEDGE_PRACTICE):
        return "manager"
    if practice.thank and reader.id == practice.practitioner_id:
        return "practitioner"
    return "manager" if team.name in manages(reader, [team]) else None


def _view(
    council: Council,
    practice: PracticeAcknowledgement,
    part: Part,
    staff: Mapping[str, Person],
) -> PracticeView:
    rule = council.as_of(practice.recorded_at).framework.acknowledgements
    titles = {standard.id: standard.title for standard in rule.standards} if rule else {}
    by = staff.get(practice.acknowledged_by or "")
    return PracticeView(
        practice=practice,
        part=part,
        standard=titles.get(practice.standard, practice.standard.replace("_", " ")),
        recorded_by=staff[practice.recorded_by].name,
        acknowledged_by=by.name if by else None,
        may_acknowledge=part == "manager"
        and not practice.is_acknowledged
        and practice.taken_back_at is None,
    )
