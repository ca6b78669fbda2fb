"""“my team” in a channel: a card for everyone, and in its place what is each reader's own to do.

A reader's own view comes as the answer to the card's `refresh` and reaches them alone (platform
notes: Teams, cards). Teams asks for it for those in `userIds`, the ids under which the bot has met
them, whenever the card comes into sight and when its message is edited; everyone else asks with the
card's button, or with “Refresh card” in its menu. The answer carries `refresh` again, for that
reader alone. Each row opens a dialog, for what is typed there is seen by nobody else.

Asking changes nothing, whether Teams asks or the reader. Whoever has nothing to do there, isn't in
the staff list or is of another council gets the card as it was posted, out of what it carries
itself: nothing is looked up for them, so nothing is learnt by asking for something else.

The message is a live card of whoever had it posted: it is edited when an audit or an action that it
counts changes, from a dialog here or from anywhere else, and then Teams asks anew for the views of
those in `userIds`. New work doesn't edit it; it says on which day it so stood. Posted again by the
same person, the earlier one stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, ValidationError

from dialogs import kit
from dialogs.conversation import Answer, Payload, Say, ShowCard, ShowLive, Subject, Turn, Verb
from dialogs.live_card import Asked, LiveKind
from dialogs.team_card import SHOW, base_card, own_card
from programme.council import Council
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_action import manages
from programme.use_cases.show_team_in_channel import (
    Place,
    Standing,
    TeamView,
    places_in,
    places_of,
    show_team,
    standing_of,
    work_in,
)

SUMMARY = "How the team stands"
NO_TEAM = "You answer for no team in the staff list, so there is nothing to show here."
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class _Show(Payload):
    """Which place, and how it stood when the card was posted."""

    subject: Subject
    place: Annotated[str, Field(max_length=200)]
    day: date
    open_actions: Count
    overdue: Count
    audits: Count
    nearest: date | None

    def as_posted(self, *user_ids: str) -> ShowCard:
        """The card as everyone sees it."""
        return ShowCard(base_card(self.standing, user_ids), SUMMARY)

    @property
    def standing(self) -> Standing:
        """What the card said."""
        return Standing(
            self.subject,
            self.place,
            self.day,
            self.open_actions,
            self.overdue,
            self.audits,
            self.nearest,
        )


async def say_team(rest: str, turn: Turn) -> ShowLive | Say:
    """The card of the team or service area that the person answers for; `rest` names one of
    several. Raises AskSomeoneAllowed for those who manage nobody."""
    require(turn.person, Right.SEE_TEAM_WORK)
    async with turn.work(turn.council.tenant_id) as w:
        places = places_of(turn.council, turn.person, await w.teams.all())
    place = _asked_for(rest, places)
    return ShowLive(MessageKind.TEAM_CARD, place.id) if place else Say(_which(places))


def _asked_for(rest: str, places: Sequence[Place]) -> Place | None:
    """By its name; unnamed, the one service area where there are areas, else the one team."""
    if rest:
        return next((each for each in places if each.name.casefold() == rest.casefold()), None)
    widest = [each for each in places if each.kind == "area"] or places
    return widest[0] if len(widest) == 1 else None


def _which(places: Sequence[Place]) -> str:
    if not places:
        return NO_TEAM
    names = kit.names_in_words([each.name for each in places])
    return f"Please say which, as in “my team {places[0].name}”: {names}."


async def _show(payload: _Show, turn: Turn) -> Answer:
    council, reader = turn.council, turn.person
    async with turn.work(council.tenant_id) as w:
        teams = await w.teams.all()
        places = {each.id: each for each in places_in(council, teams)}
        place = places.get(payload.subject)
        if place is None:
            return payload.as_posted()
        work = await work_in(council, w, reader, place, turn.today)
        counts = place.teams <= manages(reader, teams)
        standing = await standing_of(w, place, turn.today) if counts else payload.standing
        met = await w.conversations.of([reader.id])
    own_id = [each.user_id for each in met.values()]
    if not work.audits and not work.actions:
        return ShowCard(base_card(standing, own_id), SUMMARY)
    own = own_card(work, standing, own_id, turn.today, counts=counts)
    return ShowCard(own, SUMMARY)


def for_a_stranger(data: object) -> ShowCard | None:
    """What `data` of the team's card shows to somebody who isn't known: the card as it was posted.

    None for any other press.
    """
    if not isinstance(data, dict) or data.get("verb") != SHOW:
        return None
    try:
        return _Show.model_validate(data).as_posted()
    except ValidationError:
        return None


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, TeamView]:
    """Those of the places that whoever had them posted still answers for."""
    teams = await w.teams.all()
    views = {}
    for poster_id, place_id in asked:
        poster = await w.people.get(poster_id)
        if poster and poster.active:
            for place in places_of(council, poster, teams):
                if place.id == place_id:
                    views[poster_id, place_id] = await show_team(council, w, place, today)
    return views


LIVE = LiveKind(
    kind=MessageKind.TEAM_CARD,
    summary=SUMMARY,
    load=_load,
    card=lambda view, _: base_card(view.standing, view.user_ids),
    shows=lambda view: view.shows,
)
VERBS = (Verb(SHOW, _Show, _show, Right.SEE_OWN_WORK),)
