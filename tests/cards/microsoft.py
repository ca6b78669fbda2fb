"""Microsoft's word on a card: their models, walked strictly, and the published schema of 1.5.

The models' constructors accept typos and missing fields, so the card's JSON is held against them.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from jsonschema import Draft6Validator
from microsoft_teams.cards import core
from pydantic import BaseModel

ABSTRACT = (core.CardElement, core.Action, core.ContainerLayout)


def model_problems(card: object) -> list[str]:
    """What Microsoft's models don't know or don't allow, each with its place in the card."""
    return list(_against_model(card, core.AdaptiveCard, "card"))


def schema_problems(card: Mapping[str, object], version: str = "1.5") -> list[str]:
    """What the schema of the version refuses; Teams' own `msteams` of the root is not in it."""
    plain = {name: value for name, value in card.items() if name != "msteams"}
    return [_deepest(error) for error in _validator(version).iter_errors(plain)]


def _against(value: object, kind: Any, at: str) -> Iterator[str]:
    origin = get_origin(kind)
    if kind is Any or (kind is NoneType and value is None):
        return
    if origin is Annotated:
        yield from _against(value, get_args(kind)[0], at)
    elif origin in (Union, UnionType):
        found = [list(_against(value, each, at)) for each in get_args(kind) if each is not NoneType]
        yield from min(found, key=len)
    elif origin is Literal:
        if value not in get_args(kind):
            yield f"{at}: {value!r} is none of {get_args(kind)}"
    elif origin is list:
        yield from _against_list(value, get_args(kind)[0], at)
    elif origin is dict:
        yield from [] if isinstance(value, dict) else [f"{at}: not an object"]
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _against_model(value, kind, at)
    else:
        yield from _against_plain(value, kind, at)


def _against_list(value: object, kind: Any, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: not a list"
        return
    for index, each in enumerate(value):
        yield from _against(each, kind, f"{at}[{index}]")


def _against_plain(value: object, kind: Any, at: str) -> Iterator[str]:
    allowed = (int, float) if kind is float else kind
    if not isinstance(value, allowed) or (isinstance(value, bool) and kind is not bool):
        yield f"{at}: {value!r} is not of type {kind.__name__}"


def _against_model(value: object, model: type[BaseModel], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: not an object"
        return
    found = _model_of(value, model)
    if found is None:
        yield f"{at}: {value.get('type')!r} is no {model.__name__}"
        return
    fields = _fields(found)
    kind = {"Choice": "Input.Choice"}.get(found.__name__, str(value.get("type", found.__name__)))
    yield from (f"{at}: no {name!r}" for name in _required(kind) if name not in value)
    for name, inner in value.items():
        if name not in fields:
            yield f"{at}: {found.__name__} has no {name!r}"
        else:
            yield from _against(inner, fields[name], f"{at}.{name}")


def _model_of(value: Mapping[str, object], model: type[BaseModel]) -> type[BaseModel] | None:
    if model not in ABSTRACT:
        return model
    found = _by_type().get(str(value.get("type")))
    return found if found and issubclass(found, model) else None


@cache
def _by_type() -> dict[str, type[BaseModel]]:
    models = [each for each in vars(core).values() if isinstance(each, type)]
    return {
        get_args(model.model_fields["type"].annotation)[0]: model
        for model in models
        if issubclass(model, ABSTRACT) and model not in ABSTRACT
    }


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    fields = {}
    for name, field in model.model_fields.items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else name
        # The models drop the dollar sign of "$schema".
        fields["$schema" if name == "ac_schema" else alias] = field.annotation
    return fields


@cache
def _schema(version: str) -> dict[str, Any]:
    file = f"schema-{version}.json"
    text = (resources.files("adaptive_cards") / "schemas" / file).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(version: str) -> Draft6Validator:
    return Draft6Validator(_schema(version))


@cache
def _required(kind: str) -> frozenset[str]:
    """What an element of this type must have; the models themselves require nothing."""
    definitions = _schema("1.5")["definitions"]
    found = definitions.get(kind, {})
    parents = [each["$ref"].rpartition("/")[2] for each in found.get("allOf", []) if "$ref" in each]
    return frozenset(found.get("required", ())).union(*map(_required, parents))


def _deepest(error: Any) -> str:
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
