"""The council's team in Microsoft Teams: a channel for each service area, for its people."""

import hashlib
from collections.abc import Iterable

from bot.demo_council.people import Colleague
from bot.local_teams.channels import Channel, Team


def channels(council: str, staff: Iterable[Colleague]) -> tuple[Channel, ...]:
    """In the order in which the service areas come in the staff list.

    Whoever has no service area, such as a director, is in none.
    """
    areas: dict[str, list[Colleague]] = {}
    for person in staff:
        if person.service_area:
            areas.setdefault(person.service_area, []).append(person)
    return tuple(
        Channel(
            id=_thread(f"{council}/{area}"),
            name=area,
            team=Team(_thread(council), council, people[0].tenant),
            members=tuple(person.object_id for person in people),
        )
        for area, people in areas.items()
    )


def _thread(name: str) -> str:
    """An id of Teams' form, the same on every run."""
    return f"19:{hashlib.sha256(name.encode()).hexdigest()[:32]}@thread.tacv2"
