"""Free text that looks like a child's particulars is stopped before it is saved."""

import re
from collections.abc import Mapping

_LOOKS_LIKE: Mapping[str, re.Pattern[str]] = {
    "an e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"),
    "an NHS number": re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"),
    "a phone number": re.compile(r"(?<!\w)(?:\+44[ -]?|\(?0)\d(?:[\d ()-]{7,12})\d(?!\w)"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),
    "a date of birth": re.compile(
        r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[^\n]{0,12}?\d", re.IGNORECASE
    ),
}


def looks_like(text: str) -> str | None:
    """What kind of particulars `text` seems to hold ("a postcode"), or None."""
    for kind, pattern in _LOOKS_LIKE.items():
        if pattern.search(text):
            return kind
    return None


def problem_with(text: str, *, most: int, required: bool = True) -> str | None:
    """The sentence to show beside a free-text field, or None when the text may be saved.

    `most` is the number of characters allowed.
    """
    if not text.strip():
        return "Please write a line here." if required else None
    if len(text) > most:
        return f"Please shorten this to {most:,} characters; it has {len(text):,}."
    kind = looks_like(text)
    if kind:
        return (
            f"This looks like {kind}. Please take it out: "
            "Sightline keeps nothing that identifies a child."
        )
    return None
