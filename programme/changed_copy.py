"""A changed copy of a record: no record changes, so every change of what is kept makes one."""

from collections.abc import Callable, Mapping
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
        places, values_of = _given(kind)
        if unknown := changes.keys() - places.keys():
            raise TypeError(f"{kind.__name__} isn't given {', '.join(unknown)}")
        given = [*values_of(record)]
        for name, value in changes.items():
            given[places[name]] = value
        return kind(*given)


@cache  # as many as there are kinds of record
def _given(kind: type) -> tuple[Mapping[str, int], Callable[[object], tuple[Any, ...]]]:
    """The place of each name that such a record is given, and what takes their values in order."""
    given = [field for field in fields(kind) if field.init]
    by_name = [field.name for field in given if field.kw_only]
    if by_name:
        raise TypeError(f"{kind.__name__} is given {', '.join(by_name)} by name alone")
    places = {field.name: place for place, field in enumerate(given)}
    if len(places) > 1:
        return places, attrgetter(*places)
    return places, lambda record: tuple(getattr(record, name) for name in places)
