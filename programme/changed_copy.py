"""A changed copy of a record: no record changes, so every change of what is kept makes one."""

from collections.abc import Callable, Set
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # so that the names and kinds of the changes are checked
else:
    R = TypeVar("R")

    def replace(record: R, /, **changes: object) -> R:
        """The record with those of its fields changed, and checked as a new one is.

        It does what the standard library's does with a fraction of the work: that one looks at each
        field anew, and our records have many. Raises TypeError for a name that the record isn't
        given, and for a record that is given some by name alone.
        """
        kind = type(record)
        names, values_of = _given(kind)
        if not changes.keys() <= names:
            raise TypeError(f"{kind.__name__} isn't given {', '.join(changes.keys() - names)}")
        # A changed value stays in its place, for a dict keeps the order in which its keys came.
        return kind(*{**dict(zip(names, values_of(record), strict=True)), **changes}.values())


@cache  # as many as there are kinds of record
def _given(kind: type) -> tuple[Set[str], Callable[[object], tuple[Any, ...]]]:
    """The names of what such a record is given, in order, and what takes their values."""
    given = [field for field in fields(kind) if field.init]
    by_name = [field.name for field in given if field.kw_only]
    if by_name:
        raise TypeError(f"{kind.__name__} is given {', '.join(by_name)} by name alone")
    names = dict.fromkeys(field.name for field in given).keys()
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda record: tuple(getattr(record, name) for name in names)
