"""Names for the buttons of a list: who hears them one after the other knows each by its name."""

from collections import Counter
from collections.abc import Iterable


def told_apart(names: Iterable[str]) -> list[str]:
    """The names in their order; of those that are the same, the second is numbered 2, and so on."""
    stood: Counter[str] = Counter()
    apart = []
    for name in names:
        stood[name] += 1
        apart.append(f"{name} ({stood[name]})" if stood[name] > 1 else name)
    return apart
