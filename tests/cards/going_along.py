"""What a button takes along: every field around it, unless it leaves them behind. A verb that
doesn't know one of them answers that the card is from an earlier version."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.table import VERBS

Node = Mapping[str, Any]


def going_along_problems(card: Node, around: Sequence[str] = ()) -> Iterator[str]:
    """The buttons that take along a field that their verb doesn't know; those of a card that
    unfolds take the fields `around` it as well."""
    blocks = [*_blocks(card.get("body", []))]
    fields = [*around, *(node["id"] for node in blocks if _is_field(node) and "id" in node)]
    for action in [*card.get("actions", []), *_in_the_midst(blocks)]:
        if action["type"] == "Action.ShowCard":
            yield from going_along_problems(action.get("card", {}), fields)
        elif action.get("associatedInputs") != "none":
            yield from _unknown(action, fields)


def _blocks(blocks: Sequence[Node]) -> Iterator[Node]:
    for block in blocks:
        yield block
        yield from _blocks([*block.get("items", []), *block.get("columns", [])])


def _is_field(node: Node) -> bool:
    return str(node.get("type", "")).startswith("Input.")


def _in_the_midst(blocks: Sequence[Node]) -> Iterator[Node]:
    for block in blocks:
        if block.get("type") == "ActionSet":
            yield from block["actions"]


def _unknown(action: Node, fields: Sequence[str]) -> Iterator[str]:
    verb = VERBS.get(action.get("data", {}).get("verb", ""))
    if verb is None or verb.payload.model_config.get("extra") != "forbid":
        return
    unknown = [field for field in fields if field not in verb.payload.model_fields]
    if unknown:
        yield f"{action.get('title')}: {verb.name} doesn't know {', '.join(unknown)}"
