"""Our own rules for a card, beyond what Microsoft's models say (platform notes: Teams, cards)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from bot.answers import message_activity
from dialogs.table import VERBS

LARGEST_ACTIVITY = 28 * 1024
MOST_ACTIONS = 6
MOST_VIEWS = 60
CASE_REFERENCE = re.compile(r"\b[A-Z]{2}-?\d{3,}\b")
ABBREVIATION = re.compile(
    r"\b(TM|ATM|DTM|GM|SM|HOS|PSW|ASWP|SW|CIN|CP|CLA|LAC|IRO|ICPC|RCPC|S47|EHCP|DCS|FYI|ASAP)\b"
)
AMERICAN = re.compile(
    r"\b(color|center|program|behavior|organiz\w+|recogniz\w+|finaliz\w+|favorite|canceled|"
    r"fulfill|enroll|labor|judgment|acknowledgment|toward|gotten|check mark)\b",
    re.IGNORECASE,
)
SHOWN = ("text", "title", "label", "placeholder", "errorMessage", "value", "tooltip")


def house_problems(card: Mapping[str, Any], version: str = "1.5") -> list[str]:
    """What breaks a rule of ours."""
    found = list(nodes(card))
    return [
        *_version(found, version),
        *_inputs(found),
        *_ids(found),
        *_how_many_actions(found),
        *_told_apart(found),
        *_executes(found),
        *_refresh(card),
        *_verbs(found),
        *_texts(found),
    ]


def activity_problems(card: Mapping[str, Any], summary: str) -> list[str]:
    """What is wrong with the message that carries the card."""
    size = len(orjson.dumps(message_activity(dict(card), summary)))
    return [
        *([f"{size} bytes is over 28 KB"] if size >= LARGEST_ACTIVITY else []),
        *([f"the summary {summary!r} names a case"] if CASE_REFERENCE.search(summary) else []),
        *(["the summary is empty"] if not summary.strip() else []),
    ]


def nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object of the card, but for the data that buttons carry."""
    if isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name != "data":
                yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def _of(nodes: list[dict[str, Any]], *kinds: str) -> Iterator[dict[str, Any]]:
    return (node for node in nodes if str(node.get("type", "")).startswith(kinds))


def _version(nodes: list[dict[str, Any]], version: str) -> Iterator[str]:
    for card in _of(nodes, "AdaptiveCard"):
        if card.get("version") != version:
            yield f"a card of version {card.get('version')!r}"
        if "lang" in card:
            yield "Microsoft's renderer rejects `lang`"


def _inputs(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for field in _of(nodes, "Input."):
        if not field.get("id"):
            yield "an input without an id"
        if not str(field.get("label", "")).strip():
            yield f"the input {field.get('id')} has no label"
        if field.get("isRequired") and not field.get("errorMessage"):
            yield f"the input {field.get('id')} is required and has no errorMessage"
        if field["type"] == "Input.ChoiceSet":
            yield from _choices(field)


def _choices(field: dict[str, Any]) -> Iterator[str]:
    values = [choice["value"] for choice in field.get("choices", [])]
    if not values:
        yield f"the input {field['id']} has nothing to choose"
    if len(values) != len(set(values)):
        yield f"the input {field['id']} has two choices of one value"
    several = field.get("isMultiSelect", False)
    if several and any("," in value for value in values):
        yield f"the input {field['id']} has a value with a comma, which separates what is ticked"
    chosen = field["value"].split(",") if several and "value" in field else [field.get("value")]
    if "value" in field and not {*chosen} <= {*values}:
        yield f"the input {field['id']} is set to what can't be chosen"


def _ids(nodes: list[dict[str, Any]]) -> Iterator[str]:
    counted = Counter(node["id"] for node in nodes if "id" in node)
    yield from (f"the id {name!r} stands {n} times" for name, n in counted.items() if n > 1)


def _how_many_actions(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        actions = node.get("actions", [])
        if len(actions) > MOST_ACTIONS:
            yield f"{len(actions)} actions in one list"
    emphasised = sum(node.get("style") == "positive" for node in _of(nodes, "Action."))
    if emphasised > MOST_ACTIONS:
        yield f"{emphasised} primary actions in one card"


def _told_apart(nodes: list[dict[str, Any]]) -> Iterator[str]:
    """Who hears the buttons one after the other, or says which to press, knows them by their names;
    those of a fallback are the same button's."""
    fallbacks = [id(node["fallback"]) for node in nodes if isinstance(node.get("fallback"), dict)]
    buttons = [node for node in _of(nodes, "Action.") if id(node) not in fallbacks]
    named = Counter(button["title"] for button in buttons if "title" in button)
    yield from (f"{n} buttons are named {title!r}" for title, n in named.items() if n > 1)


def _refresh(card: Mapping[str, Any]) -> Iterator[str]:
    """Teams presses it: it has a reader's sixty views to keep, and nobody to fall back for."""
    refresh = card.get("refresh")
    if refresh is None:
        return
    ids = refresh.get("userIds")
    if ids is None or len(ids) > MOST_VIEWS:
        yield "a refresh that doesn't name at most sixty readers would be asked for by everyone"
    if "fallback" in refresh["action"]:
        yield "a refresh with a fallback"


def _executes(nodes: list[dict[str, Any]]) -> Iterator[str]:
    refreshing = [node["refresh"]["action"] for node in nodes if "refresh" in node]
    for action in _of(nodes, "Action.Execute"):
        if action in refreshing:
            continue
        fallback = action.get("fallback")
        if not isinstance(fallback, dict) or fallback.get("type") != "Action.Submit":
            yield f"{action.get('title')}: Action.Execute without an Action.Submit fallback"
        elif (fallback.get("data"), fallback.get("title")) != (
            action.get("data"),
            action.get("title"),
        ):
            yield f"{action.get('title')}: its fallback differs"
        if action.get("verb") != action.get("data", {}).get("verb"):
            yield f"{action.get('title')}: its verb is not in its data"


def _verbs(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for action in _of(nodes, "Action.Execute", "Action.Submit"):
        verb = action.get("data", {}).get("verb")
        if verb not in VERBS:
            yield f"{action.get('title')}: nobody answers to the verb {verb!r}"


def _texts(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        for name in SHOWN:
            words = node.get(name)
            if not isinstance(words, str) or (name == "value" and "type" not in node):
                continue
            if not words.strip():
                yield f"an empty {name} in a {node.get('type', 'fact')}"
            for found in (ABBREVIATION.search(words), AMERICAN.search(words)):
                if found:
                    yield f"{found.group()!r} in {words[:80]!r}"
            if "None" in words.split():
                yield f"a None in {words[:80]!r}"
