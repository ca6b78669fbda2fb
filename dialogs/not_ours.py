"""“Not ours”: an action passes to the team whose it is, with a line that says why (WC-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.action_blocks import NOT_OURS, choice_value, rows, standing_choice
from dialogs.complete_action import GONE, MOST_CHOICES, Chosen, Day, Ids, Words, until
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Turn, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from programme.action import NOTE_AT_MOST, Action
from programme.calendar import day_in_words, short_day
from programme.errors import CorrectAndRepeat, SightlineError
from programme.people import Team
from programme.people import Verb as Right
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.pass_action_on import PassActionOn, pass_action_on
from programme.use_cases.reopen_action import ReopenAction, reopen_action
from programme.use_cases.show_to_pass_on import ToPassOn, show_to_pass_on

SEND, TAKE_BACK = "not_ours.send", "not_ours.take_back"
TITLE = "Not ours"
NONE_OPEN = "These actions aren't open with your team any more."
NOT_OPEN = "The action that you chose isn't open with your team any more."


class _Open(Payload):
    """Of which actions; without any, of all that one may pass on. From the page that completes one
    come the `action` that was chosen and what was written, which is kept as the reason."""

    actions: Ids = ()
    action: Chosen | None = None
    note: Words = ""
    done_on: Day = ""


class _Send(Payload):
    actions: Ids = ()
    action: Chosen
    to: Annotated[str, Field(max_length=200)] = ""
    why: Words = ""


class _TakeBack(Payload):
    action: Chosen


@dataclass(frozen=True, slots=True)
class Form:
    """The page; `sentence` and what follows are there when it came back."""

    view: ToPassOn
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _open(payload: _Open, turn: Turn) -> Answer:
    view = await _load(payload.actions, turn)
    if not view.lines and not payload.note.strip():
        return ClosePage(NONE_OPEN)
    if not view.lines:
        return OpenPage(TITLE, kit.card([kit.warning(NONE_OPEN), *had_written([payload.note])]))
    if payload.action and not _among(view, payload.action):
        return OpenPage(TITLE, kit.card([kit.warning(NOT_OPEN), *had_written([payload.note])]))
    chosen = {"action": payload.action} if payload.action else {}
    return OpenPage(TITLE, page(Form(view, values={"why": payload.note, **chosen})))


def _among(view: ToPassOn, chosen: str) -> bool:
    return chosen.partition("/")[0] in {line.action.id for line in view.lines}


async def _load(ids: Sequence[str], turn: Turn) -> ToPassOn:
    async with turn.work(turn.council.tenant_id) as w:
        return await show_to_pass_on(turn.council, w, turn.person, ids, turn.today)


async def _send(payload: _Send, turn: Turn) -> Answer:
    action_id, _, version = payload.action.partition("/")
    command = PassActionOn(
        turn.council,
        turn.person,
        action_id,
        int(version),
        payload.to,
        payload.why,
        turn.source,
    )
    try:
        action = await pass_action_on(command, work=turn.work, now=turn.now)
    except GONE as refused:
        return await _returned(payload, refused, turn)
    return OpenPage(TITLE, passed_page(action, until(action, turn)))


async def _returned(payload: _Send, refused: SightlineError, turn: Turn) -> Answer:
    """The page with all that was typed. Where the action is not the reader's to pass on any more,
    what was written of it is shown apart, and is not sent for another."""
    view = await _load(payload.actions, turn)
    if not _among(view, payload.action):
        return OpenPage(TITLE, kit.card([kit.warning(str(refused)), *had_written([payload.why])]))
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    values = {"action": payload.action, "to": payload.to, "why": payload.why}
    return OpenPage(TITLE, page(Form(view, str(refused), values, problems)))


async def _take_back(payload: _TakeBack, turn: Turn) -> Answer:
    action_id, _, version = payload.action.partition("/")
    command = ReopenAction(turn.council, turn.person, action_id, int(version), turn.source)
    try:
        action = await reopen_action(command, work=turn.work, now=turn.now)
    except GONE as refused:
        return ClosePage(str(refused))
    return ClosePage(f"Taken back. The action is with {action.team} again.")


def page(form: Form) -> Card:
    """Which action, to which team, and why; of one that must stay, whom to ask."""
    view, values = form.view, form.values
    lines = view.lines[:MOST_CHOICES]
    only = lines[0] if len(lines) == 1 else None
    warned = [kit.warning(form.sentence)] if form.sentence else []
    if only and only.action.id in view.stays:
        stays = [] if warned else [kit.warning(view.stays[only.action.id])]
        words = had_written([values.get("why", "")])
        return kit.card([*warned, *stays, *words, *rows([only], with_case=True)])
    data: dict[str, kit.Json] = {"actions": [line.action.id for line in lines]}
    if only:
        data["action"] = choice_value(only)
        which: list[Element] = rows([only], with_case=True)
    else:
        choices = [(_named(line.action), choice_value(line)) for line in lines]
        chosen = standing_choice(lines, values)
        which = [kit.choice_input("action", "Which action?", choices, value=chosen)]
    teams = [(f"{team.name} ({team.service_area})", team.name) for team in _others(view, only)]
    known = values.get("to", "") if values.get("to") in {name for _, name in teams} else None
    to = kit.choice_input("to", "Which team's is it?", teams, value=known)
    why = kit.text_input(
        "why",
        "Why is it theirs? They read it, and so does whoever set the action.",
        most=NOTE_AT_MOST,
        value=values.get("why", ""),
    )
    body = [
        *warned,
        *which,
        *kit.with_problem(to, form.problems.get("to")),
        *kit.with_problem(why, form.problems.get("why")),
        kit.text("It stays due on the same day.", subtle=True),
    ]
    return kit.card(body, [kit.submit("Pass it on", SEND, data, primary=True)])


def _others(view: ToPassOn, only: ActionLine | None) -> list[Team]:
    return [team for team in view.teams if only is None or team.name != only.action.team]


def _named(action: Action) -> str:
    text = kit.shortened(action.text).rstrip(".")
    return f"{action.case_reference}, {action.team}: {text} (due {short_day(action.due)})"


def passed_page(action: Action, until_when: str) -> Card:
    """That it has passed on, and the way back."""
    told = (
        f"Its team manager gets a card of it, and whoever set it sees why. It stays due on "
        f"{day_in_words(action.due)}.{until_when}"
    )
    data: dict[str, kit.Json] = {"action": f"{action.id}/{action.version}"}
    back = [kit.submit("Take it back", TAKE_BACK, data)] if until_when else []
    return kit.card([kit.notice(f"Passed on to {action.team}."), kit.text(told)], back)


VERBS = (
    Verb(NOT_OURS, _Open, _open, Right.PASS_ACTION_ON),
    Verb(SEND, _Send, _send, Right.PASS_ACTION_ON),
    Verb(TAKE_BACK, _TakeBack, _take_back, Right.REOPEN_ACTION),
)
