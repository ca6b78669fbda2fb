"""What Microsoft's own models don't know of an activity's value or of an answer to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from botbuilder import schema
from botbuilder.schema import teams

SHAPES: Mapping[str, tuple[str, str]] = {
    "composeExtension/query": ("MessagingExtensionQuery", "MessagingExtensionResponse"),
    "composeExtension/queryLink": ("AppBasedLinkQuery", "MessagingExtensionResponse"),
    "composeExtension/anonymousQueryLink": ("AppBasedLinkQuery", "MessagingExtensionResponse"),
    "composeExtension/fetchTask": ("MessagingExtensionAction", "MessagingExtensionActionResponse"),
    "composeExtension/submitAction": (
        "MessagingExtensionAction",
        "MessagingExtensionActionResponse",
    ),
}
"""By the invoke's name: the model of its value, and that of the answer."""

NOT_IN_THE_SDK = {"MessagingExtensionAction": {"requestId"}}
"""Documented, and missing from the models."""

TASKS = {"continue": "TaskModuleContinueResponse", "message": "TaskModuleMessageResponse"}


def strangers(value: object, model: str) -> list[str]:
    """Each key or kind that `model` has no place for, with its way from the top."""
    return list(_strangers(value, model, model))


def _strangers(value: object, kind: str, at: str) -> Iterator[str]:
    if kind.startswith("["):
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for number, each in enumerate(value):
            yield from _strangers(each, kind[1:-1], f"{at}[{number}]")
    elif kind in ("str", "int", "bool"):
        if type(value).__name__ != kind:
            yield f"{at} is no {kind}"
    elif kind != "object":
        yield from _in_model(value, kind, at)


def _in_model(value: object, kind: str, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    if kind == "TaskModuleResponseBase":
        kind = TASKS[value["type"]]
    model: Any = getattr(teams, kind, None) or getattr(schema, kind)
    fields = {spec["key"]: str(spec["type"]) for spec in model._attribute_map.values()}
    for name, inner in value.items():
        if name in fields:
            yield from _strangers(inner, fields[name], f"{at}.{name}")
        elif name not in NOT_IN_THE_SDK.get(kind, ()):
            yield f"{at} has no {name}"
