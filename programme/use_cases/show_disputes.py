"""Disputes as cards show them: one whole, and a list of those that are open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from programme.council import Council
from programme.dispute import Dispute, DisputeState
from programme.dispute_ladder import Office
from programme.people import MANAGERS, Person, Role, Verb, rank
from programme.ports import UnitOfWork
from programme.taken_back import may_take_back_until

_SEES_THE_COUNCIL = rank(Role.ASSISTANT_DIRECTOR)
_SEES_THE_AREA = rank(Role.GROUP_MANAGER)


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One dispute as the reader sees it: who is waited for, by name, and what the reader may do.

    `answering` are those who are to answer, `deciding` those who weigh an answer; `why_officers`
    says why the QA officers stand in at the top, if they do. Until the day `take_back_until` the
    reader may take it back. `names` is by id; `days` are those of
    the history's steps, by the council's clocks.
    """

    dispute: Dispute
    today: date
    reader: Person
    names: Mapping[str, str]
    answering: tuple[str, ...]
    deciding: tuple[str, ...]
    why_officers: str
    days: tuple[date, ...]
    may_answer: bool
    may_decide: bool
    take_back_until: date | None = None


@dataclass(frozen=True, slots=True)
class DisputesView:
    """The open disputes that concern the reader, the most urgent first."""

    reader: Person
    disputes: tuple[DisputeView, ...]


def concerns(dispute: Dispute, reader: Person, office: Office) -> bool:
    """Whether it is the reader's to see: QA officers see all, those who took a step in it theirs,
    and managers their team's, their service area's or the council's."""
    if not reader.active:
        return False
    asked = dispute.stands(office).people if dispute.was_taken_back else dispute.answerers(office)
    ranks = [rank(role) for role in reader.roles & MANAGERS]
    highest = max(ranks, default=-1)
    return (
        reader.has(Role.QA_OFFICER)
        or highest >= _SEES_THE_COUNCIL
        or reader.id in {step.by for step in dispute.history}
        or (bool(ranks) and reader.team in dispute.teams)
        or (highest >= _SEES_THE_AREA and reader.service_area == dispute.service_area)
        or reader.id in {person.id for person in asked}
    )


async def show_disputes(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], DisputeView]:
    """For each (reader id, dispute id) the dispute; left out where it isn't the reader's to see."""
    office = await _office(council, w, today)
    found = {each: await w.disputes.get(each) for each in {of for _, of in pairs}}
    views = {}
    for reader_id, dispute_id in pairs:
        dispute, reader = found[dispute_id], office.person(reader_id)
        if dispute and reader and concerns(dispute, reader, office):
            views[reader_id, dispute_id] = _view(dispute, reader, office)
    return views


async def show_open_disputes(
    council: Council, w: UnitOfWork, reader_ids: Collection[str], today: date
) -> Mapping[str, DisputesView]:
    """Each reader's open disputes; left out for those who have left or whose role sees none."""
    office = await _office(council, w, today)
    going_on = await w.disputes.all_open()
    return {
        reader.id: DisputesView(
            reader,
            tuple(_view(d, reader, office) for d in going_on if concerns(d, reader, office)),
        )
        for reader in office.people
        if reader.id in reader_ids and reader.active and reader.may(Verb.SEE_DISPUTES)
    }


async def _office(council: Council, w: UnitOfWork, today: date) -> Office:
    noon = council.calendar.at(today, time(12))  # a card is drawn for a day, whatever the hour
    return Office(await w.people.all(), council.calendar, noon)


def _view(dispute: Dispute, reader: Person, office: Office) -> DisputeView:
    answering, deciding = dispute.answerers(office), dispute.deciders(office)
    awaited = deciding if dispute.state is DisputeState.ANSWERED else ()
    return DisputeView(
        dispute=dispute,
        today=office.today,
        reader=reader,
        names={person.id: person.name for person in office.people},
        answering=tuple(person.name for person in answering),
        deciding=tuple(person.name for person in awaited),
        why_officers=dispute.stands(office).why_nobody if answering else "",
        days=tuple(office.calendar.today(step.at) for step in dispute.history),
        may_answer=reader in answering and reader.may(Verb.ANSWER_DISPUTE),
        may_decide=reader in deciding and reader.may(Verb.DECIDE_DISPUTE),
        take_back_until=may_take_back_until(
            dispute.recorded, reader.id, office.today, office.calendar
        ),
    )
