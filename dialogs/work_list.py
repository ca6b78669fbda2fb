"""“my work” and “my team”: one list, the most urgent first, each row acting in place."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit, to_do
from dialogs.action_blocks import MOST_ROWS, Origin, forms, returned_form, rows
from dialogs.allocated_audit import audit_line, is_to_do, record_buttons
from dialogs.conversation import Answer, InChannel, ShowLive, Turn, Word
from dialogs.find_work import SEARCH
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.team_in_channel import say_team
from programme.council import Council
from programme.message import MessageKind, action_entity, audit_entity
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.use_cases.show_work import WorkView, show_my_work, show_team_work

MOST_BUTTONS = 5
"""One fewer than a card may have: every card keeps room for what is offered on all of them."""


def my_card(view: WorkView, after: After) -> Card:
    """What is the reader's own to do."""
    return _card(view, after, MessageKind.MY_WORK, "My work", "You have nothing to do. Thank you.")


def team_card(view: WorkView, after: After) -> Card:
    """What is open in the teams that the reader answers for."""
    return _card(
        view, after, MessageKind.TEAM_WORK, "My team's work", "Nothing is open in your team."
    )


def _card(view: WorkView, after: After, kind: MessageKind, title: str, nothing: str) -> Card:
    origin = Origin(kind, view.reader.id)
    word = "my team" if kind is MessageKind.TEAM_WORK else "my work"
    audits, actions = view.audits[:MOST_ROWS], view.actions[:MOST_ROWS]
    body: list[Element] = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(title),
        *([kit.text(", ".join(view.teams), subtle=True)] if view.teams else []),
    ]
    if not audits and not actions:
        body.append(kit.text(nothing))
    if actions:
        body += [kit.subheading(_counted(len(actions), len(view.actions), "open action"))]
        body += rows(actions, with_case=True)
    if audits:
        body += [kit.subheading(_counted(len(audits), len(view.audits), "audit"))]
        body += [kit.section(audit_line(line)) for line in audits]
    told = f"New work brings a card of its own. For a fresh list type “{word}”."
    if len(actions) < len(view.actions) or len(audits) < len(view.audits):
        told = f"“{SEARCH.title}”, beside the compose box, lists the others too. {told}"
    body.append(kit.text(told, subtle=True))
    if after.typed:
        form, buttons = returned_form(actions, origin, view.today, after.typed)
        return kit.card([*body, *form], buttons)
    own = [line for line in audits if is_to_do(line)]
    offered = forms(actions, origin, view.today)
    return kit.card(body, [*offered, *record_buttons(own, min(3, MOST_BUTTONS - len(offered)))])


def _counted(shown: int, all_of_them: int, one: str) -> str:
    if shown == all_of_them:
        return kit.count(shown, one)
    return f"The {shown} most urgent of {all_of_them:,} {one}s"


async def _load_mine(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, WorkView]:
    return {
        (reader_id, subject): await show_my_work(council, w, reader, today)
        for reader_id, subject in asked
        if (reader := await w.people.get(reader_id)) and reader.active
    }


async def _load_team(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, WorkView]:
    return {
        (reader_id, subject): await show_team_work(council, w, reader, today)
        for reader_id, subject in asked
        if (reader := await w.people.get(reader_id))
        and reader.active
        and reader.may(Right.SEE_TEAM_WORK)
    }


def _shows(view: WorkView) -> tuple[str, ...]:
    return (
        *(audit_entity(line.audit.id) for line in view.audits),
        *(action_entity(line.action.id) for line in view.actions),
    )


async def _say_mine(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_OWN_WORK)
    return ShowLive(MessageKind.MY_WORK, turn.person.id)


async def _say_team(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_TEAM_WORK)
    return ShowLive(MessageKind.TEAM_WORK, turn.person.id)


LIVE_MINE = LiveKind(
    MessageKind.MY_WORK, "Your work", _load_mine, my_card, _shows, to_do=to_do.work
)
LIVE_TEAM = LiveKind(
    MessageKind.TEAM_WORK, "Your team's work", _load_team, team_card, _shows, to_do=to_do.work
)
WORDS = (
    Word(("my work", "work", "mine"), "what is yours to do, the most urgent first", _say_mine),
    Word(
        ("my team", "team"),
        "what is open in your team",
        _say_team,
        Right.SEE_TEAM_WORK,
        in_channel=InChannel("how your team stands, in counts and days", say_team),
    ),
)
