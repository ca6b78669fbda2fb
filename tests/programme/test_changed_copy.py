"""A changed copy of a record is what the standard library's `replace` makes of it."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from programme.action import Action, ActionState
from programme.changed_copy import replace
from programme.frameworks.load import load_shipped, shipped

FRAMEWORK = load_shipped(shipped()[0])
ACTION = Action("a1", "u1", "2026-12", 1, "C100", "Ash", "Ring.", date(2026, 12, 18), "ann")


@dataclass(frozen=True, slots=True)
class _Lesson:
    title: str
    learned_by: tuple[str, ...] = ()
    most: int = 2
    first: str | None = field(init=False)

    def __post_init__(self) -> None:
        if len(self.learned_by) > self.most:
            raise ValueError("too many")
        object.__setattr__(self, "first", self.learned_by[0] if self.learned_by else None)


@dataclass(frozen=True)
class _Noted(_Lesson):
    by: str = "ann"


@dataclass(frozen=True, slots=True)
class _One:
    title: str


@dataclass(frozen=True, slots=True)
class _Nothing:
    pass


LESSON = _Lesson("Chronologies", ("ann",))


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        (ACTION, {}),
        (ACTION, {"id": "a2"}),
        (ACTION, {"steps": (), "state": ActionState.COMPLETED, "version": 7, "completed_by": None}),
        (FRAMEWORK.actions, {"reviewed": True, "most": 4}),
        (LESSON, {"most": 1}),
        (LESSON, {"learned_by": ("bob", "ann")}),
        (_Noted("Chronologies", ("ann",)), {"by": "bob", "learned_by": ()}),
        (_One("Chronologies"), {}),
        (_One("Chronologies"), {"title": "Genograms"}),
        (_Nothing(), {}),
    ],
)
def test_the_changed_are_changed_and_the_others_stay(record: Any, changes: dict[str, Any]) -> None:
    before = repr(record)
    changed = replace(record, **changes)

    assert type(changed) is type(record)
    assert changed == dataclasses.replace(record, **changes)
    assert changed is not record
    assert repr(record) == before


def test_a_field_that_follows_from_others_follows_them() -> None:
    assert replace(LESSON, learned_by=("bob", "ann")).first == "bob"


def test_a_copy_is_checked_as_a_new_record_is() -> None:
    with pytest.raises(ValueError, match="too many"):
        replace(LESSON, most=0)


@pytest.mark.parametrize("name", ["colour", "first"])
def test_only_what_a_record_is_given_can_be_changed(name: str) -> None:
    with pytest.raises(TypeError, match=f"_Lesson isn't given {name}"):
        replace(LESSON, **{name: "ann"})  # type: ignore[arg-type]  # by name


def test_a_record_that_is_given_fields_by_name_alone_is_not_taken_for_another() -> None:
    with pytest.raises(TypeError, match=r"Framework is given id, .+ by name alone"):
        replace(FRAMEWORK, version="next")


def test_what_is_no_record_has_no_changed_copy() -> None:
    with pytest.raises(TypeError):
        replace("ann", title="bob")  # type: ignore[type-var]  # that is what is tried
