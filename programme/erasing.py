"""Taking a case's reference or a person's particulars out of what is kept."""

import re
from collections.abc import Collection, Mapping

ERASED = "[erased]"
"""What stands where a reference, a name or an address stood."""

NAME_ERASED = "Name erased"
"""What a person is called who was erased."""


class Words:
    """Words to be found and taken out, whole and in any case: "MC-1" doesn't stand in "MC-10"."""

    def __init__(self, words: Collection[str], others: Collection[str] = ()) -> None:
        """`words` are a reference, a name, an e-mail address; empty ones don't count. `others` are
        like them and another's: where a word is a part of one of these, it doesn't stand there."""
        self.words = _longest_first(words)
        self._pattern = re.compile(
            rf"(?<!\w)(?:{_any(_longest_first(others))}|(?P<word>(?<!\w-){_any(self.words)}))"
            r"(?!\w)(?!-\d)",
            re.IGNORECASE,
        )

    @property
    def patterns(self) -> tuple[str, ...]:
        """One for each word that SQL's LIKE may look with: it finds all that this does, and maybe
        more, for it knows neither where words end nor other scripts' capitals."""
        return tuple(f"%{'%'.join(re.findall('[A-Za-z0-9]+', word))}%" for word in self.words)

    def stand_in(self, value: object) -> bool:
        """Whether one stands in a cell: a text, or what JSON holds."""
        if isinstance(value, str):
            return any(found["word"] for found in self._pattern.finditer(value))
        if isinstance(value, Mapping):
            return any(self.stand_in(part) for pair in value.items() for part in pair)
        if isinstance(value, list | tuple):
            return any(map(self.stand_in, value))
        return False

    def taken_out_of(self, value: object) -> object:
        """The cell with ERASED in their places."""
        if isinstance(value, str):
            return self._pattern.sub(lambda found: ERASED if found["word"] else found[0], value)
        if isinstance(value, Mapping):
            return {self.taken_out_of(key): self.taken_out_of(of) for key, of in value.items()}
        if isinstance(value, list | tuple):
            return [self.taken_out_of(part) for part in value]
        return value


def _longest_first(words: Collection[str]) -> list[str]:
    return sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)


def _any(words: Collection[str]) -> str:
    told = (r"\s+".join(map(re.escape, word.split())) for word in words)
    return f"(?:{'|'.join(told) or '(?!)'})"
