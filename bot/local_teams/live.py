"""Tells open pages what has changed, as server-sent events."""

import asyncio
from dataclasses import dataclass, field

import orjson

from bot.local_teams.wire import Json

_MOST_WAITING = 2000


@dataclass(eq=False, slots=True)
class Listener:
    """One open page and the person it shows, if any. `queue` ends with None."""

    person: str | None
    queue: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)


class Live:
    """Every open page hears of everyone's unread count, and of the messages whom it shows gets."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @property
    def heard(self) -> bool:
        return bool(self._listeners)

    def shown_to(self, person: str) -> bool:
        return any(each.person == person for each in self._listeners)

    def join(self, person: str | None) -> Listener:
        listener = Listener(person)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def tell_all(self, event: Json) -> None:
        self._tell(event, list(self._listeners))

    def tell(self, person: str, event: Json) -> None:
        self._tell(event, [each for each in self._listeners if each.person == person])

    def end(self) -> None:
        for listener in list(self._listeners):
            self._end(listener)

    def _tell(self, event: Json, listeners: list[Listener]) -> None:
        data = b"data: " + orjson.dumps(event) + b"\n\n"
        for listener in listeners:
            if listener.queue.qsize() >= _MOST_WAITING:
                # The page fell behind. Its EventSource comes back and reads everything afresh.
                self._end(listener)
            else:
                listener.queue.put_nowait(data)

    def _end(self, listener: Listener) -> None:
        self.leave(listener)
        listener.queue.put_nowait(None)
