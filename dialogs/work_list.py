"""“my work” and “my team”: one list, the most urgent first, each row acting in place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs import kit, to_do
from dialogs.action_blocks import Origin, forms, returned_form
from dialogs.allocated_audit import shown_of
from dialogs.conversation import Answer, InChannel, Payload, ShowLive, Subject, Turn, Verb, Word
from dialogs.find_work import SEARCH
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.team_in_channel import say_team
from dialogs.waiting import Find, Reader, one_waiting, others_waiting
from dialogs.what_waits import QUICK, WAITS_NO_MORE
from dialogs.work_rows import BRING, WorkList, work_rows
from programme.council import Council
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.remind_later import ToDo, either
from programme.shown import action_entity
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.show_work import show_my_work, show_team_work

MOST_TEAMS = 8
"""Teams that a list of work is headed by: the names of a whole council's fill a phone."""
BROUGHT = "Here it comes, as a card of its own."


class _Bring(Payload):
    kind: MessageKind
    subject: Subject


def my_card(view: WorkList, after: After) -> Card:
    """What is the reader's own to do."""
    return _card(view, after, MessageKind.MY_WORK, "My work", "You have nothing to do. Thank you.")


def team_card(view: WorkList, after: After) -> Card:
    """What is open in the teams that the reader answers for."""
    return _card(
        view, after, MessageKind.TEAM_WORK, "My team's work", "Nothing is open in your team."
    )


def _card(view: WorkList, after: After, kind: MessageKind, title: str, nothing: str) -> Card:
    shown, origin = view.shown, Origin(kind, view.work.reader.id)
    word = "my team" if kind is MessageKind.TEAM_WORK else "my work"
    body: list[Element] = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(title),
        *([kit.text(_teams(view.work.teams), subtle=True)] if view.work.teams else []),
        kit.text(_counted(shown.count, view.count) if view.count else nothing),
        *work_rows(shown, buttons=after.typed is None),
    ]
    told = f"New work brings a card of its own. For a fresh list type “{word}”."
    if shown.count < view.count:
        told = f"“{SEARCH.title}”, beside the compose box, lists the others too. {told}"
    body.append(kit.text(told, subtle=True))
    actions, today = shown.work.actions, view.work.today
    if after.typed:
        form, buttons = returned_form(actions, origin, today, after.typed)
        return kit.card([*body, *form], buttons)
    return kit.card(body, forms(actions, origin, today, in_rows=True))


def _teams(names: Sequence[str]) -> str:
    """Which teams; of many only how many, since each row names its own."""
    return ", ".join(names) if len(names) <= MOST_TEAMS else f"{len(names)} teams"


def _counted(shown: int, all_of_them: int) -> str:
    if all_of_them == 1:
        return "1 thing."
    if shown == all_of_them:
        return f"{shown} things, the most urgent first."
    return f"The {shown} most urgent of {all_of_them:,} things."


def _to_do(view: WorkList) -> ToDo | None:
    return either(to_do.work(view.work), *(one.to_do for one in view.waiting))


def _shows(view: WorkList) -> tuple[str, ...]:
    shown = {
        *(entity for line in view.work.audits for entity in shown_of(line)),
        *(action_entity(line.action.id) for line in view.work.actions),
        *(entity for one in view.waiting for entity in one.shows),
    }
    return tuple(sorted(shown))


async def _load_team(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, WorkList]:
    return {
        (reader_id, subject): WorkList(await show_team_work(council, w, reader, today))
        for reader_id, subject in asked
        if subject == reader_id
        and (reader := await w.people.get(reader_id))
        and reader.active
        and reader.may(Right.SEE_TEAM_WORK)
    }


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own work; `find` gives the kinds of live cards, of which any may wait."""

    find: Find

    async def load(
        self, council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
    ) -> Mapping[Asked, WorkList]:
        """Of all who still work for the council, and ask for their own."""
        views = {}
        for reader_id, subject in asked:
            reader = await w.people.get(reader_id)
            if reader and reader.active and subject == reader_id:
                others = await others_waiting(self.find, Reader(council, reader, today), w)
                work = await show_my_work(council, w, reader, today)
                views[reader_id, subject] = WorkList(work, others)
        return views

    async def bring(self, payload: _Bring, turn: Turn) -> Answer:
        """Brings a card that waits as a new message; the same press twice brings it once."""
        own = MessageKind.MY_WORK, turn.person.id
        if not await one_waiting(self.find, turn, payload.kind, payload.subject):
            return ShowLive(*own, notice=WAITS_NO_MORE)
        card = BringCard(turn.council, turn.person, payload.kind, payload.subject, turn.key)
        await bring_card(card, work=turn.work, now=turn.now)
        return ShowLive(*own, notice=BROUGHT)


async def _say_mine(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_OWN_WORK)
    return ShowLive(MessageKind.MY_WORK, turn.person.id)


async def _say_team(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_TEAM_WORK)
    return ShowLive(MessageKind.TEAM_WORK, turn.person.id)


def live_mine(find: Find) -> LiveKind[WorkList]:
    """“my work”."""
    load = Mine(find).load
    return LiveKind(MessageKind.MY_WORK, "Your work", load, my_card, _shows, to_do=_to_do)


def verbs(find: Find) -> tuple[Verb[_Bring]]:
    """What is pressed on it beside what its rows are about."""
    return (Verb(BRING, _Bring, Mine(find).bring, Right.SEE_OWN_WORK),)


LIVE_TEAM = LiveKind(
    MessageKind.TEAM_WORK, "Your team's work", _load_team, team_card, _shows, to_do=_to_do
)
WORDS = (
    Word(
        ("my work", "work", "mine"),
        "what is yours to do, the most urgent first",
        _say_mine,
        quick=QUICK,
    ),
    Word(
        ("my team", "team"),
        "what is open in your team",
        _say_team,
        Right.SEE_TEAM_WORK,
        in_channel=InChannel("how your team stands, in counts and days", say_team),
    ),
)
