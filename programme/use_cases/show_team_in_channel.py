"""What a team or a service area has open: counts and days for everyone in a channel, and what of it
is one reader's to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.own_area import is_above_a_team
from programme.people import Person, Team, Verb, rank
from programme.ports import UnitOfWork
from programme.shown import action_entity, audit_entity
from programme.use_cases.acting_on_action import manages
from programme.use_cases.show_allocation import allocated
from programme.use_cases.show_work import show_my_work
from programme.use_cases.show_work_to_do import WorkToDo, show_actions_to_do

PlaceKind = Literal["team", "area"]


@dataclass(frozen=True, slots=True)
class Place:
    """A team, or a service area; `teams` are the names of its teams.

    `id` is no other place's, of this council or of any.
    """

    id: str
    kind: PlaceKind
    name: str
    teams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What everyone in a channel may read of a place, on `day`: counts and days alone.

    `overdue` of the open actions are so; an audit is under way until it is submitted. `nearest` is
    the next day, `day` or later, on which one of them is due.
    """

    place_id: str
    place: str
    day: date
    open_actions: int
    overdue: int
    audits: int
    nearest: date | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """The card as everyone sees it: `user_ids` are whoever the bot has met that has something to do
    there, the nearest first; `shows` the entities that are counted."""

    standing: Standing
    user_ids: tuple[str, ...]
    shows: tuple[str, ...]


def places_in(council: Council, teams: Sequence[Team]) -> tuple[Place, ...]:
    """Every place of the council: its service areas, then its teams."""
    areas: dict[str, set[str]] = {}
    for team in teams:
        areas.setdefault(team.service_area, set()).add(team.name)
    return (
        *(_place(council, "area", area, names) for area, names in areas.items()),
        *(_place(council, "team", team.name, {team.name}) for team in teams),
    )


def places_of(council: Council, reader: Person, teams: Sequence[Team]) -> tuple[Place, ...]:
    """The places that the person answers for: service areas for those who stand above a team, then
    teams."""
    own, above = manages(reader, teams), is_above_a_team(reader)
    return tuple(
        place
        for place in places_in(council, teams)
        if place.teams <= own and (above or place.kind == "team")
    )


def _place(council: Council, kind: PlaceKind, name: str, teams: Iterable[str]) -> Place:
    place_id = uuid5(NAMESPACE_URL, f"sightline/{council.ids_from}/{kind}/{name}").hex
    return Place(place_id, kind, name, frozenset(teams))


async def show_team(council: Council, w: UnitOfWork, place: Place, today: date) -> TeamView:
    """How the place stands, and who has something to do there."""
    actions = await w.actions.open_of_teams(place.teams)
    audits = await _unfinished(w, place)
    readers = await who_has_work_in(council, w, place)
    met = await w.conversations.of(readers)
    return TeamView(
        _counted(place, actions, audits, today),
        tuple(met[each].user_id for each in readers if each in met),
        (
            *(action_entity(action.id) for action in actions),
            *(audit_entity(audit.id) for audit in audits),
        ),
    )


async def standing_of(w: UnitOfWork, place: Place, today: date) -> Standing:
    """How the place stands."""
    actions = await w.actions.open_of_teams(place.teams)
    return _counted(place, actions, await _unfinished(w, place), today)


def _counted(
    place: Place, actions: Sequence[Action], unfinished: Sequence[Audit], today: date
) -> Standing:
    audits = [audit for audit in unfinished if audit.is_to_submit]
    days = (*(action.due for action in actions), *(audit.due for audit in audits))
    return Standing(
        place.id,
        place.name,
        today,
        len(actions),
        sum(action.is_overdue(today) for action in actions),
        len(audits),
        min((day for day in days if day >= today), default=None),
    )


async def work_in(
    council: Council, w: UnitOfWork, reader: Person, place: Place, today: date
) -> WorkToDo:
    """What in that place is the reader's own to do: audits that they have a part in, and the open
    actions that they may complete. Nothing of anybody else's."""
    mine = await show_my_work(council, w, reader, today)
    may_act = reader.may(Verb.COMPLETE_ACTION)
    actions = await show_actions_to_do(council, w, reader, today) if may_act else ()
    return WorkToDo(
        tuple(line for line in mine.audits if line.audit.team in place.teams),
        tuple(line for line in actions if line.action.team in place.teams and line.may_act),
    )


async def who_has_work_in(council: Council, w: UnitOfWork, place: Place) -> tuple[str, ...]:
    """Ids of whoever has something to do there: first those of its teams and its auditors, then
    those above them, the nearest first."""
    people = {person.id: person for person in await w.people.all()}
    teams = await w.teams.all()
    auditors = {
        person_id
        for audit in await _unfinished(w, place)
        for person_id in (audit.lead_id, audit.peer_id)
        if person_id and _is_to_do(council, audit, people, person_id)
    }
    open_in = {action.team for action in await w.actions.open_of_teams(place.teams)}
    found = [
        person
        for person in people.values()
        if person.active and (person.id in auditors or manages(person, teams) & open_in)
    ]

    def nearness(person: Person) -> tuple[bool, int, str]:
        near = person.id in auditors or person.team in place.teams
        return not near, max(map(rank, person.roles), default=0), person.id

    return tuple(person.id for person in sorted(found, key=nearness))


def _is_to_do(council: Council, audit: Audit, people: dict[str, Person], person_id: str) -> bool:
    line = allocated(council, audit, people, person_id)
    return line.views_awaited or (line.part == "lead" and audit.is_to_submit)


async def _unfinished(w: UnitOfWork, place: Place) -> list[Audit]:
    people = [person.id for person in await w.people.all()]
    return [each for each in await w.audits.unfinished_of_some(people) if each.team in place.teams]
