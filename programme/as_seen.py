"""Text as whoever reads it sees it: what has no width is gone, and what looks alike is alike.

Word, Outlook and web pages put fixed spaces, hyphens that don't break and marks of no width into
what is copied out of them, and whoever means harm can do so on purpose.
"""

import re
from unicodedata import category, normalize

_UNSEEN = frozenset({"Cc", "Cf"})
_SPACES = re.compile(r"[^\S\n]+")
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
    plain = normalize("NFKC", without_unseen(text)).replace("\N{FRACTION SLASH}", "/")
    return _SPACES.sub(" ", _DASHES.sub("-", plain))
