"""Reads a framework's TOML file into `Framework`, strictly."""

import tomllib
from collections.abc import Iterator
from datetime import date, time
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from programme.errors import CorrectAndRepeat
from programme.framework import (
    ActionRule,
    AllocationRule,
    AuditPart,
    AuditTool,
    Choice,
    FallsOn,
    Framework,
    Hours,
    LeadIs,
    PeerIs,
    Provenance,
    Views,
)
from programme.people import Role

T = TypeVar("T")
Days = Annotated[int, Field(ge=0, le=260)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1, max_length=120)]


def _outside_the_clock_change(wall: time) -> time:
    if _CLOCKS_CHANGE[0] <= wall < _CLOCKS_CHANGE[1]:
        raise ValueError("between 01:00 and 02:00 the clocks change, so choose another time")
    return wall


_CLOCKS_CHANGE = (time(1), time(2))
WallTime = Annotated[time, AfterValidator(_outside_the_clock_change)]
ListedRole = Annotated[Role, Field(strict=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Sourced(_Strict):
    rule: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d\d$")] | None = None
    source: Words

    @property
    def provenance(self) -> Provenance:
        return Provenance(self.rule, self.source)


class _Value(_Sourced, Generic[T]):
    value: T


class _Choice(_Strict):
    id: Identifier
    title: Words

    def choice(self) -> Choice:
        return Choice(self.id, self.title)


class _Tool(_Sourced):
    id: Identifier
    title: Words
    areas: Annotated[list[_Choice], Field(min_length=1, max_length=12)]
    service_areas: list[Words] = []


class _Views(_Sourced):
    of: list[_Choice]
    asked_of: AuditPart


class _Allocation(_Strict):
    lead: _Value[LeadIs]
    peer: _Value[PeerIs] | None = None
    cases_a_lead: _Value[Annotated[int, Field(ge=1, le=20)]]
    not_again_within_months: _Value[Annotated[int, Field(ge=0, le=60)]]
    day: _Value[Annotated[int, Field(ge=1, le=28)]]
    at: _Value[WallTime]
    falls_on: _Value[FallsOn]
    copied_to: _Value[list[ListedRole]]
    warn_working_days_before: _Value[Annotated[int, Field(ge=0, le=15)]]
    due_working_days_before_month_end: _Value[Annotated[int, Field(ge=0, le=15)]]


class _Actions(_Strict):
    most: _Value[Annotated[int, Field(ge=1, le=20)]]
    remind_before: _Value[list[Days]]
    remind_on_the_day: _Value[bool]
    remind_after_every: _Value[Annotated[int, Field(ge=1, le=60)]]
    extension_at_most: _Value[Days]
    extensions_allowed: _Value[Annotated[int, Field(ge=0, le=10)]]


class _Hours(_Strict):
    opens: _Value[WallTime]
    closes: _Value[WallTime]
    digest: _Value[WallTime]

    @model_validator(mode="after")
    def _digest_inside(self) -> "_Hours":
        if not self.opens.value <= self.digest.value < self.closes.value:
            raise ValueError("the digest goes out between opens and closes")
        return self


class _File(_Strict):
    id: Identifier
    title: Words
    version: Words
    holds_from: date
    grades: _Value[Annotated[list[_Choice], Field(min_length=2, max_length=8)]]
    tools: Annotated[list[_Tool], Field(min_length=1)]
    views: _Views
    allocation: _Allocation
    actions: _Actions
    hours: _Hours

    @model_validator(mode="after")
    def _each_id_once(self) -> "_File":
        for what, ids in (
            ("grades", [grade.id for grade in self.grades.value]),
            ("tools", [tool.id for tool in self.tools]),
            ("views.of", [view.id for view in self.views.of]),
            *((f"areas of {tool.id}", [area.id for area in tool.areas]) for tool in self.tools),
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{what}: the id {twice[0]} stands there twice")
        return self

    @model_validator(mode="after")
    def _one_general_tool(self) -> "_File":
        if sum(not tool.service_areas for tool in self.tools) != 1:
            raise ValueError("exactly one tool names no service areas and serves all others")
        return self


_WORDS = {
    "extra_forbidden": "is not a key of a framework",
    "missing": "is missing",
    "time_type": "is not a time of day such as 09:00:00, without quotation marks",
}
"""How pydantic's more technical findings read behind the key; the others stand as they are."""


def shipped() -> tuple[str, ...]:
    """The ids of the frameworks that come with Sightline."""
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in files("programme.frameworks").iterdir()
            if entry.name.endswith(".toml")
        )
    )


def read_shipped(framework_id: str) -> str:
    """The TOML text of a framework that comes with Sightline.

    Raises CorrectAndRepeat when there is none of that id.
    """
    if framework_id not in shipped():
        raise CorrectAndRepeat(
            f"There is no framework “{framework_id}”; choose one of {', '.join(shipped())}."
        )
    return files("programme.frameworks").joinpath(f"{framework_id}.toml").read_text("utf-8")


def read_file(path: Path) -> str:
    """The text of a council's own TOML file.

    Raises CorrectAndRepeat when it can't be read.
    """
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectAndRepeat(f"{path} can't be read as a text file: {error}.") from error


def parse(text: str, name: str) -> Framework:
    """The framework that TOML `text` says; `name` is the file's name for the sentence.

    Raises CorrectAndRepeat naming file, key and what is wrong with it.
    """
    try:
        found = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CorrectAndRepeat(f"{name} is not a TOML file: {error}.") from error
    except ValidationError as error:
        more = error.error_count() - 1
        others = f" ({more} more to mend after that)" if more else ""
        raise CorrectAndRepeat(f"{name}: {_problem(error.errors()[0])}{others}.") from error
    return _framework(found)


def _problem(error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "the file"
    if words := _WORDS.get(error["type"]):
        return f"{key} {words}"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"


def _framework(found: _File) -> Framework:
    return Framework(
        id=found.id,
        title=found.title,
        version=found.version,
        holds_from=found.holds_from,
        grades=tuple(grade.choice() for grade in found.grades.value),
        tools=tuple(
            AuditTool(
                tool.id,
                tool.title,
                tuple(area.choice() for area in tool.areas),
                tuple(tool.service_areas),
            )
            for tool in found.tools
        ),
        views=Views(tuple(view.choice() for view in found.views.of), found.views.asked_of),
        allocation=_allocation(found.allocation),
        actions=ActionRule(
            most=found.actions.most.value,
            remind_before=tuple(sorted(found.actions.remind_before.value, reverse=True)),
            remind_on_the_day=found.actions.remind_on_the_day.value,
            remind_after_every=found.actions.remind_after_every.value,
            extension_at_most=found.actions.extension_at_most.value,
            extensions_allowed=found.actions.extensions_allowed.value,
        ),
        hours=Hours(found.hours.opens.value, found.hours.closes.value, found.hours.digest.value),
        provenance=dict(_provenance(found)),
    )


def _allocation(rule: _Allocation) -> AllocationRule:
    return AllocationRule(
        lead=rule.lead.value,
        peer=rule.peer.value if rule.peer else None,
        cases_a_lead=rule.cases_a_lead.value,
        not_again_within_months=rule.not_again_within_months.value,
        day=rule.day.value,
        at=rule.at.value,
        falls_on=rule.falls_on.value,
        copied_to=tuple(rule.copied_to.value),
        warn_working_days_before=rule.warn_working_days_before.value,
        due_working_days_before_month_end=rule.due_working_days_before_month_end.value,
    )


def _provenance(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, Provenance]]:
    for key, value in model:
        yield from _provenance_of(f"{prefix}{key}", value)


def _provenance_of(key: str, value: object) -> Iterator[tuple[str, Provenance]]:
    if isinstance(value, _Sourced):
        yield key, value.provenance
    elif isinstance(value, BaseModel):
        yield from _provenance(value, f"{key}.")
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, _Tool):
                yield f"{key}.{item.id}", item.provenance


def load_shipped(framework_id: str) -> Framework:
    """A framework that comes with Sightline, by id.

    Raises CorrectAndRepeat when there is none.
    """
    return parse(read_shipped(framework_id), f"{framework_id}.toml")
