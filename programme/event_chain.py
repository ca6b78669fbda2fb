"""Events as a chain: each entry's hash covers what it says and the hash of the entry before.

Whoever changes, takes out or puts in an entry breaks the chain there. Whoever may rewrite the whole
database can make another chain that holds together: only a head that was kept elsewhere tells the
two apart.
"""

import json
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

from programme.errors import CorrectAndRepeat
from programme.event import Event
from programme.record import record

_HASH_DIGITS = 64
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@record(frozen=True, slots=True)
class Head:
    """How far a council's chain goes: its last entry's number, from 1, and hash, in hexadecimal."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


START = Head(0, "0" * _HASH_DIGITS)
"""What a council's first entry follows."""

REMOVED = "remove_old_events"
"""The verb of the entry that says up to which entry retention has removed a council's events."""


@record(frozen=True, slots=True)
class Entry:
    """An event and its place in its council's chain."""

    number: int
    hash: str
    event: Event

    @property
    def head(self) -> Head:
        """The chain's head when this was its last entry."""
        return Head(self.number, self.hash)


@record(frozen=True, slots=True)
class Fault:
    """Where a chain breaks first: the entry's number, and a sentence on what is wrong there."""

    number: int
    sentence: str


def entry_hash(tenant_id: str, number: int, event: Event, previous: str) -> str:
    """The SHA-256, in hexadecimal, of an entry: its canonical JSON has its keys in order, no space
    and UTF-8, the instant in UTC to the microsecond. It never changes, or no kept chain would hold.
    """
    said = {
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": dict(event.detail),
        "number": number,
        "previous": previous,
        "source": event.source,
        "subject": event.subject,
        "tenant": tenant_id,
        "verb": event.verb,
        "who": event.who,
    }
    return sha256(_CANONICAL.encode(said).encode()).hexdigest()


def follow(tenant_id: str, after: Head, events: Sequence[Event]) -> tuple[Entry, ...]:
    """The events as the entries that follow `after`, in order."""
    entries = []
    number, previous = after.number, after.hash
    for event in events:
        number += 1
        previous = entry_hash(tenant_id, number, event, previous)
        entries.append(Entry(number, previous, event))
    return tuple(entries)


def whole_until(tenant_id: str, after: Head, entries: Sequence[Entry]) -> Head:
    """How far the entries, in order of their numbers, follow `after` and each other."""
    head = after
    for entry in entries:
        if entry.number != head.number + 1:
            break
        if entry.hash != entry_hash(tenant_id, entry.number, entry.event, head.hash):
            break
        head = entry.head
    return head


def fault_after(
    tenant_id: str, before: Head | None, head: Head, following: Sequence[Entry]
) -> Fault:
    """What is wrong behind `head`, up to which the chain is whole; `before` is the entry before it,
    and `following` are the next two that there are, the first of which doesn't follow it."""
    number, first = head.number + 1, following[0]
    if first.number > number:
        return missing(number, first.number - 1)
    # Those behind an entry that was put in had to make room for it; it may itself follow well.
    if before and first.hash == entry_hash(tenant_id, head.number, first.event, before.hash):
        return inserted(head.number)
    if len(following) > 1:
        second = following[1]
        if second.hash == entry_hash(tenant_id, number, second.event, head.hash):
            return inserted(number)
    return Fault(
        number,
        f"Entry {number} isn't what was recorded: it was changed, or the numbers were, to hide "
        "that an entry was taken out or put in.",
    )


def missing(first: int, last: int) -> Fault:
    """Entries `first` to `last` aren't there."""
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    return Fault(first, f"{which} missing.")


def inserted(number: int) -> Fault:
    """The entry was never recorded by Sightline."""
    return Fault(number, f"Entry {number} was inserted: it isn't one that Sightline recorded.")


def rewritten(number: int) -> Fault:
    """The chain holds together, but not with the hash that was kept of an entry."""
    return Fault(
        number,
        f"Entry {number} has another hash than the one that was kept of it: this entry, or the "
        "chain up to it, was rewritten.",
    )


def unexplained(checkpoint: Head) -> Fault:
    """The chain begins later than its first entry, and no entry says why."""
    return Fault(
        1,
        f"Entries 1 to {checkpoint.number} are missing, and no entry says that retention removed "
        "them.",
    )


def says_removed(event: Event, checkpoint: Head) -> bool:
    """Whether the event is the one that says that all entries up to the checkpoint were removed."""
    told = event.detail.get("up_to"), event.detail.get("hash")
    return event.verb == REMOVED and told == (checkpoint.number, checkpoint.hash)


def parse_head(text: str) -> Head:
    """A head as `str` gives it. Raises CorrectAndRepeat for anything else."""
    number, _, digits = text.strip().partition(":")
    digits = digits.lower()
    if (
        not (number.isascii() and number.isdecimal() and int(number))
        or len(digits) != _HASH_DIGITS
        or set(digits) - set("0123456789abcdef")
    ):
        raise CorrectAndRepeat(
            "This is not a head of the chain; please give it as “sightline verify” printed it: "
            "a number, a colon and 64 hexadecimal digits."
        )
    return Head(int(number), digits)
