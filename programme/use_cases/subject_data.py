"""Gives what is held on one case or one person, and erases it; each leaves an event that names
nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.event import Event
from programme.people import Person
from programme.ports import LISTS, UnitOfWork, Work
from programme.ports.subjects import Erased, Held

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about: a case by its reference, or a member of staff by their e-mail address."""

    case: str | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        if bool(self.case and self.case.strip()) == bool(self.person and self.person.strip()):
            raise CorrectAndRepeat(
                "Please name either a case by its reference or a person by their e-mail address."
            )

    @property
    def kind(self) -> str:
        """What an event calls it."""
        return "case" if self.case else "person"


async def give_subject_data(tenant_id: str, subject: Subject, *, work: Work, now: datetime) -> Held:
    """All that is held, by kind of record. Raises LookElsewhere where that is nothing."""
    async with work(tenant_id) as w:
        held: dict[str, list[Mapping[str, object]]] = {}
        for one in await _found(w, subject):
            for kind, records in one.items():
                known = held.setdefault(kind, [])
                known += [record for record in records if record not in known]
        detail = {"records": sum(map(len, held.values()))}
        await w.events.record(
            Event(now, COMMAND_LINE, "give_subject_data", subject.kind, COMMAND_LINE, detail)
        )
        await w.commit()
    return held


async def erase_subject(tenant_id: str, subject: Subject, *, work: Work, now: datetime) -> Erased:
    """Erases it. Raises LookElsewhere where nothing is held, and AskSomeoneAllowed for a person
    who is on the staff list still: the work that they have must pass on first."""
    async with work(tenant_id) as w:
        # A case is of a list: who is giving work on it out has ended, and nobody else begins.
        await w.turns.take(LISTS)
        await _found(w, subject)
        if subject.case:
            erased = await w.subjects.erase_case(subject.case.strip(), now)
        else:
            people = await _people(w, subject)
            if any(person.active for person in people):
                raise AskSomeoneAllowed(
                    "This person is on the staff list; take them off it and import it first, so "
                    "that their work passes to others."
                )
            erased = await w.subjects.erase_people(people, now)
        detail = {"removed": erased.removed, "blanked": erased.blanked}
        await w.events.record(
            Event(now, COMMAND_LINE, "erase_subject", subject.kind, COMMAND_LINE, detail)
        )
        await w.commit()
    return erased


async def _found(w: UnitOfWork, subject: Subject) -> list[Held]:
    if subject.case:
        held = [await w.subjects.of_case(subject.case.strip())]
    else:
        held = [await w.subjects.of_person(person) for person in await _people(w, subject)]
    if not any(held):
        raise LookElsewhere(
            f"Nothing is held on this {subject.kind}; please check how it is written."
        )
    return held


async def _people(w: UnitOfWork, subject: Subject) -> list[Person]:
    """Whoever has, or had when they left, that address."""
    wanted = (subject.person or "").strip().casefold()
    return [person for person in await w.people.all() if person.email.casefold() == wanted]
