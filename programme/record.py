"""Records: values that have names, and that nothing changes once they are made.

The standard library's frozen dataclass refuses a change when it is tried, and pays for that
whenever one is made: it sets each field through a call, and an action has 31. What a press or a
push makes many of is a `record`: the type checker, which reads all of our code, refuses a change as
it does with the other, and one is made as quickly as anything that may change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record  # so that changes are refused
else:
    R = TypeVar("R")

    def record(*, frozen: bool, slots: bool) -> Callable[[type[R]], type[R]]:
        """A dataclass that, where it is `frozen`, has a hash, as what never changes has one."""
        return dataclass(unsafe_hash=frozen, slots=slots)
