"""Every form that a council's cards and dialogs hold, filled in soundly, found by walking them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogs import kit
from dialogs.conversation import Answer, OpenPage, SendCard, ShowCard, ShowLive
from dialogs.kit import Card
from dialogs.table import LIVE
from programme.message import MessageKind
from programme.rules.tool import Question
from programme.use_cases.complete_action import CompleteAction, complete_action
from storage.engine import Engine
from tests.bot.chats import buttons
from tests.cards.house import nodes
from tests.dialogs.live_scene import READS, THE_18TH, Submitted, set_scene
from tests.dialogs.presses_of_a_scene import typed_words
from tests.dialogs.turns import send, shown
from tests.little_council import LittleCouncil
from tests.programme.use_cases.duty_council import drawn_by
from tests.programme.use_cases.reviewing import FORM, answered, raised

ANSWERED, DRAWN = "e" * 32, "4" * 32
"""A dispute that was answered, and a dip sample that Gil has drawn."""
A_DAY_TO_COME = "2026-12-22"
A_LINE = "Talked over with the team."
SHOWS = (
    ".open",
    ".choose",
    ".preview",
    ".show",
    ".give",
    "work.open_audit",
    "work.open_action",
    "work.actions",
)
"""How the verbs end that only show something."""
ALSO_READ = (
    (MessageKind.DISPUTE, "ann", FORM),
    (MessageKind.DISPUTE, "iris", ANSWERED),
)
"""Cards of which the scene's own reader sees another side."""
OF_DANS_AUDIT = (MessageKind.ACTIONS, MessageKind.CONFIRM_ACTIONS)
SOUND: Mapping[str, str] = {
    "complete_day": "",
    "done_on": "",
    "exchange": "",
    "finding": "action",
    "search": "",
    "to": "Elm",
}
"""What is sound in a field of that name, where it isn't the last choice or a line."""
OWN_CASE = {"gil": "CF-20", "ben": "CF-20", "eve": "CF-50"}
OTHERS_CASE = "CF-40"
"""A case that the person may name: their area's, or for the rest one of South."""


@dataclass(frozen=True)
class Form:
    """A button with the inputs that come along, each filled in with something sound."""

    who: str
    title: str
    data: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any]]

    @property
    def untouched(self) -> Mapping[str, Any]:
        """What it sends where nobody has typed anything."""
        return {**self.data, **{name: each.get("value", "") for name, each in self.fields.items()}}

    @property
    def verb(self) -> str:
        return str(self.data["verb"])

    @property
    def name(self) -> str:
        """What tells it from another form of the same verb."""
        told = [str(self.data[name]) for name in ("page", "origin") if name in self.data]
        return f"{self.verb} ({told[0]})" if told else self.verb


async def scene_of_forms(engine: Engine) -> Submitted:
    """The scene, with what comes later in it as well: a dispute that was answered, actions that
    were completed and are to be confirmed, a dip sample that was drawn."""
    scene = await set_scene(engine)
    little = scene.little = _that_asks_more(scene.little)
    await answered(little, await raised(little, now=THE_18TH, dispute_id=ANSWERED), now=THE_18TH)
    async with little.work(little.tenant_id) as w:
        (action,) = await w.actions.of_audits([scene.dans.id])
    ann = await little.person("ann")
    done = CompleteAction(little.council, ann, action.id, action.version, A_LINE, "card")
    await complete_action(done, work=little.work, now=THE_18TH)
    await drawn_by(little, "gil", record=DRAWN, now=THE_18TH)
    return scene


def _that_asks_more(little: LittleCouncil) -> LittleCouncil:
    """The council, leaving advice too, having audits reviewed, and asking for a line of each."""
    framework = little.council.framework
    line = Question("purpose", "What is the plan for?", "a_line")
    asked = replace(
        framework,
        actions=replace(framework.actions, advice=True, reviewed=True),
        tools=tuple(replace(tool, questions=(line,)) for tool in framework.tools),
    )
    return replace(little, council=replace(little.council, framework=asked))


async def forms_of(scene: Submitted) -> list[Form]:
    """Each form once, as whoever finds it first has it before them.

    The way through the dialogs begins drafts, so it is gone twice, and the second time changes
    nothing.
    """
    await _walk(scene)
    return await _walk(scene)


async def _walk(scene: Submitted) -> list[Form]:
    found: dict[tuple[str, ...], Form] = {}
    opened: set[str] = set()
    pages = [*await _cards(scene), *await _asked_for(scene)]
    while pages:
        behind: list[tuple[str, Card]] = []
        for who, card in pages:
            for form in forms_in(who, card):
                if form.fields:
                    found.setdefault((form.name, form.title, *form.fields), form)
                behind += await _opened(scene, form, opened)
        pages = behind
    return list(found.values())


def forms_in(who: str, card: Card) -> Iterator[Form]:
    """The forms of one card."""
    inputs = {
        field["id"]: field for field in nodes(card) if str(field.get("type")).startswith("Input.")
    }
    for action, data in buttons(card):
        fields = {name: inputs[name] for name in data if name in inputs}
        sound = {name: _sound(who, field, data) for name, field in fields.items()}
        yield Form(who, action["title"], {**data, **sound}, fields)


def _sound(who: str, field: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    name, kind = field["id"], field["type"]
    if name == "exchange" and data.get("go") == "exchange":
        return OWN_CASE.get(who, OTHERS_CASE)
    if name in SOUND:
        return SOUND[name]
    if kind == "Input.ChoiceSet":
        return str(field["choices"][-1]["value"])
    if kind == "Input.Date":
        return str(field.get("max", A_DAY_TO_COME))
    return OWN_CASE.get(who, OTHERS_CASE) if is_a_reference(field) else A_LINE


def is_a_reference(field: Mapping[str, Any]) -> bool:
    """Whether a case is named in it."""
    return "reference" in field["label"].casefold()


async def _opened(scene: Submitted, form: Form, opened: set[str]) -> list[tuple[str, Card]]:
    """What the button opens, and the next page of a dialog that is left as it stands."""
    data = form.data
    if data.get("go") == "next" and "page" in data:
        data = form.untouched
    elif not form.verb.endswith(SHOWS):
        return []
    pressed = f"{form.who} {sorted(data.items(), key=str)}"
    if pressed in opened:
        return []
    opened.add(pressed)
    card = await card_of(scene, form.who, await send(scene.little, form.who, data, THE_18TH))
    return [(form.who, card)] if card else []


async def card_of(scene: Submitted, who: str, answer: Answer | str) -> Card | None:
    """The card that an answer shows, if any."""
    if isinstance(answer, OpenPage):
        repeated = kit.heading(answer.title) in nodes(answer.card)
        assert not repeated, f"the window says “{answer.title}” already"
    if isinstance(answer, SendCard):
        return answer.card
    if not isinstance(answer, OpenPage | ShowCard | ShowLive):
        return None
    return await shown(scene.little, who, answer, THE_18TH)


async def _cards(scene: Submitted) -> list[tuple[str, Card]]:
    little, cards = scene.little, []
    readers = [(kind, *READS[kind](scene)) for kind in LIVE]
    readers += [(kind, "dan", scene.dans.id) for kind in OF_DANS_AUDIT]
    for kind, who, subject in (*readers, *ALSO_READ):
        async with little.work(little.tenant_id) as w:
            drawn = await LIVE[kind].draw(
                little.council, w, [(who, subject)], little.council.today(THE_18TH)
            )
        cards.append((who, drawn[(who, subject)].card))
    return cards


async def _asked_for(scene: Submitted) -> list[tuple[str, Card]]:
    cards = []
    async for who, answer in typed_words(scene):
        card = await card_of(scene, who, answer)
        cards += [(who, card)] if card else []
    return cards
