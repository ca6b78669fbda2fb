"""Text as whoever reads it sees it: what has no width is gone, and what looks alike is alike.

Word, Outlook and web pages put fixed spaces, hyphens that don't break and marks of no width into
what is copied out of them, and whoever means harm can do so on purpose.
"""

import re
from unicodedata import category, normalize

_UNSEEN = frozenset({"Cc", "Cf"})
# A single space stays as it is, and nearly all are single.
_SPACES = re.compile(r" [^\S\n]+|[^\S\n ][^\S\n]*")
_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")


def without_unseen(text: str) -> str:
    """`text` without control characters and marks that have no width or turn the direction of what
    follows; white space stays."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each for each in text if each.isspace() or category(each) not in _UNSEEN)


def as_seen(text: str) -> str:
    """`text` in the plainest letters, dashes and single spaces; its lines stay. To look at, and not
    to keep."""
    plain = without_unseen(text)
    if not plain.isascii():  # ASCII's letters and dashes are the plainest there are
        plain = normalize("NFKC", plain).replace("\N{FRACTION SLASH}", "/")
        plain = _DASHES.sub("-", plain)
    return _SPACES.sub(" ", plain)
