"""Presses that a council's cards really carry, and the pages that they open."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.conversation import Answer, OpenPage, SendCard, ShowCard
from dialogs.drawing import draw
from dialogs.kit import Card
from dialogs.table import LIVE, VERBS
from dialogs.words import WORDS
from tests.bot.chats import buttons
from tests.cards.house import nodes
from tests.dialogs.live_scene import READS, THE_18TH, Submitted
from tests.dialogs.turns import say, send
from tests.follow_up import COMMISSION
from tests.programme.use_cases.duty_council import FIRST_ID, SECOND_ID, THIRD_ID
from tests.programme.use_cases.handing_over import FORM as HANDED_OVER
from tests.programme.use_cases.reviewing import FORM

OPENS = (".open", ".choose", ".preview")
"""How the verbs end that only show something."""


@dataclass(frozen=True)
class Press:
    """What a button sends, and who has it before them."""

    who: str
    data: Mapping[str, Any]


async def presses_of(scene: Submitted) -> Mapping[str, Press]:
    """One press of each verb that stands on a card before somebody, on one that is asked for, or on
    a page behind it."""
    found: dict[str, Press] = {}
    pages = await _cards(scene)
    async for who, answer in typed_words(scene):
        pages += _card_of(who, answer)
    while pages:
        opened: list[tuple[str, Card]] = []
        for who, card in pages:
            for _, data in buttons(card):
                verb = data["verb"]
                if verb in found:
                    continue
                found[verb] = Press(who, _filled_in(card, data))
                if verb.endswith(OPENS):
                    answer = await send(scene.little, who, data, THE_18TH)
                    opened += _card_of(who, answer)
        pages = opened
    return {**_not_in_sight(scene), **_alike(found), **found}


def _filled_in(card: Card, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Something fitting in every field that was left empty, so that nothing but the right to it
    stands between the press and what it does."""
    typed: dict[str, Any] = {}
    for field in nodes(card):
        empty = data.get(field.get("id", "")) == ""
        match field.get("type"):
            case "Input.Text" if empty:
                typed[field["id"]] = "Talked over with the team."
            case "Input.Date" if empty:
                typed[field["id"]] = "2026-12-22"
            case "Input.ChoiceSet" if empty and field["choices"]:
                typed[field["id"]] = field["choices"][0]["value"]
    return {**data, **typed}


def _not_in_sight(scene: Submitted) -> Mapping[str, Press]:
    """Verbs whose buttons come later than the scene: what they would send."""
    action, audit_id = scene.action, scene.action.audit_id
    case = scene.dans.case_reference
    asked = {"commission": COMMISSION.id, "topic": "Visits", "reference": case, "auditor": "eve"}
    sent: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "actions.confirm": ("ann", {"subject": audit_id}),
        "actions.return": (
            "ann",
            {
                "subject": audit_id,
                "action": f"{action.id}/{action.version}",
                "return_reason": "Half of it is missing.",
            },
        ),
        "audit.review": ("ann", {"subject": audit_id, "shared": "Talked over in the team."}),
        "audit.submit": ("ben", {"audit_id": scene.commissioned.id, "version": 1}),
        "dip.show": ("dan", {"sample": THIRD_ID}),
        "commission.ask": ("gil", asked),
        "dip.save": ("dan", {"sample": THIRD_ID, "reference": case, "go": "next"}),
        "dip.submit": ("dan", {"sample": THIRD_ID, "version": 1}),
        "dip.take_back": ("dan", {"sample": THIRD_ID}),
        "observation.discussed": (
            "ola",
            {"kind": "duties", "subject": "2026-12", "observation": FIRST_ID},
        ),
        "observation.record": ("ola", {"record": SECOND_ID, "observed": "gus"}),
        "hand_over.ask": (
            "ben",
            {
                "form": FIRST_ID,
                "audit": scene.commissioned.id,
                "ground": "conflict",
                "proposal": "back",
            },
        ),
        "hand_over.back": ("eve", {"subject": HANDED_OVER, "version": 1}),
        "practice.acknowledge": ("ann", {"subject": FORM}),
        "practice.record": ("iris", {"form": FIRST_ID, "case": case, "good": "She was heard."}),
        "work.bring": ("ann", {"kind": "grade_alert", "subject": audit_id}),
        "work.waiting": ("ann", {}),
        "work.choose_waiting": ("ann", {"which": f"grade_alert/{audit_id}"}),
        "work.complete": (
            "ann",
            {"action": f"{action.id}/{action.version}", "note": "The plan has dates now."},
        ),
        "work.part_done": (
            "ann",
            {"action": f"{action.id}/{action.version}", "note": "Half of it has dates."},
        ),
        "more_time.open": ("ann", {"actions": [action.id]}),
        "more_time.send": (
            "ann",
            {
                "action": f"{action.id}/{action.version}",
                "more_due": "2027-01-11",
                "more_reason": "The school is closed until then.",
            },
        ),
        "not_ours.take_back": ("ann", {"action": f"{action.id}/{action.version}"}),
        "work.open_action": ("ann", {"action_id": action.id}),
        "work.open_audit": ("ben", {"audit_id": scene.commissioned.id}),
        "work.open_case": ("dan", {"case": case}),
        "audit.put_back": ("quinn", {"audit_id": scene.commissioned.id}),
        "programme.show": ("quinn", {"kind": "round", "subject": "2026-12"}),
    }
    return {name: Press(who, {"verb": name, **data}) for name, (who, data) in sent.items()}


def _alike(found: Mapping[str, Press]) -> Mapping[str, Press]:
    """Verbs that stand on no card as the scene is: the press of another on the same form."""
    return {
        name: Press(found[other].who, {**found[other].data, "verb": name})
        for name, verb in VERBS.items()
        for other in found
        if name not in found and VERBS[other].payload is verb.payload
    }


async def _cards(scene: Submitted) -> list[tuple[str, Card]]:
    little, cards = scene.little, []
    for kind, live in LIVE.items():
        asked = READS[kind](scene)
        async with little.work(little.tenant_id) as w:
            drawn = await draw(live, little.council, w, [asked], THE_18TH)
        cards.append((asked[0], drawn[asked].card))
    return cards


async def typed_words(scene: Submitted) -> AsyncIterator[tuple[str, Answer | str]]:
    """Whoever may type a word, and what it brings them: by itself, and with a case behind it."""
    async with scene.little.work(scene.little.tenant_id) as w:
        people = await w.people.all()
    for word in WORDS:
        for who in (one.id for one in people if one.may(word.needs) and one.active):
            for typed in (word.names[0], f"{word.names[0]} {scene.dans.case_reference}"):
                yield who, await say(scene.little, who, typed, THE_18TH)


def _card_of(who: str, answer: Answer | str) -> list[tuple[str, Card]]:
    return [(who, answer.card)] if isinstance(answer, OpenPage | SendCard | ShowCard) else []
