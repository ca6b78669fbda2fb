"""What is kept of every change: who, what, when, from where."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from programme.record import record


@record(frozen=True, slots=True)
class Event:
    """One change. `who` is a person's id, or "sightline" or "command line".

    `source` says from where: "card", "dialog", "typed", "extension", "command line",
    "schedule"; or what it followed from, "submission" or "installation". `at` is UTC.
    `detail` holds no free text and nothing that identifies a child beyond the reference.
    """

    at: datetime
    who: str
    verb: str
    subject: str
    source: str
    detail: Mapping[str, str | int | bool | None] = field(default_factory=dict)
