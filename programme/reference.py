"""Telling a case reference from what people put in its place: a name, a birthday, an NHS number."""

import re

from programme.as_seen import as_seen

_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[/. -][0-9]{1,2}[/. -](?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}"
    r"|[0-9]{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -][0-9]{2,4})"
    r"(?![0-9])",
    re.IGNORECASE,
)
_NHS_NUMBER = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_PUPIL_NUMBER = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")

MOST_CHARACTERS = 40
"""References of case systems are under 20 characters; a longer one is a sentence."""


def what_it_looks_like(reference: str) -> str | None:
    """What an identifying reference looks like ("a date", "a name"), or None for a sound one.

    A reference has a digit and at most one word: "MC-104233", "104233", "Case 104233". More is let
    through than in free text (personal_data): references of ten digits and zeros in front exist.
    """
    reference = as_seen(reference)
    if "@" in reference:
        return "an e-mail address"
    if _is_nhs_number(reference):
        return "an NHS number"
    if _DATE.search(reference):
        return "a date"
    if _PUPIL_NUMBER.fullmatch(reference):
        return "a unique pupil number"
    if _POSTCODE.search(reference):
        return "a postcode"
    if not any(character.isdigit() for character in reference):
        return "a name"
    if len(_WORD.findall(reference)) > 1 or len(reference) > MOST_CHARACTERS:
        return "a name or a sentence"
    return None


def _is_nhs_number(text: str) -> bool:
    """Ten digits whose last is the check digit of the others (NHS Data Dictionary: modulus 11)."""
    if not _NHS_NUMBER.fullmatch(text):
        return False
    digits = [int(character) for character in text if character.isdigit()]
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[9]
