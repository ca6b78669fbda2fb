"""A card that is kept true: how its view is loaded, drawn, and what it shows."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date
from typing import Generic, TypeVar

from dialogs.conversation import Typed
from dialogs.kit import Card
from programme.council import Council
from programme.framework import Framework
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.record import record
from programme.remind_later import ToDo
from programme.rules.moderation import Called

V = TypeVar("V")

Asked = tuple[str, str]
"""Who reads it (a person's id), and what it is about (the message's subject)."""


Load = Callable[[Council, UnitOfWork, Collection[Asked], date], Awaitable[Mapping[Asked, V]]]
"""What stands behind each card that is asked for, on a day."""


@record(frozen=True, slots=True)
class After:
    """What stands above a card when it answers a press."""

    notice: str | None = None
    typed: Typed | None = None


@record(frozen=True, slots=True)
class Drawn:
    """A card, the entities that it shows, and the words for the activity feed.

    `summary` stands on lock screens, so it names nothing. `to_do` is None where the card asks
    nothing of its reader.
    """

    card: Card
    shows: tuple[str, ...]
    summary: str
    to_do: ToDo | None = None


def nothing(_view: object) -> ToDo | None:
    """For cards that never ask anything of their reader."""
    return None


@record(frozen=True, slots=True)
class LiveKind(Generic[V]):
    """One kind of live card. `load` leaves out what there is nothing to show of any more.

    `summary` is what cards of the kind are called; `summary_of` what one is, where that says more:
    of which period it is, or the framework's own word for it. `to_do` says whether a view still
    asks something of its reader: only then may they be reminded of it later. `about` is what tells
    one apart in a list, where its heading is that of others as well: its case. `called` is what the
    cards are called by a council that has a word of its own for moderation (KT-02).
    """

    kind: MessageKind
    summary: str
    load: Load[V]
    card: Callable[[V, After], Card]
    shows: Callable[[V], tuple[str, ...]]
    summary_of: Callable[[V], str] | None = None
    to_do: Callable[[V], ToDo | None] = nothing
    about: Callable[[V], str] | None = None
    called: Callable[[Called], str] | None = None

    def named_in(self, framework: Framework) -> str:
        """What cards of the kind are called under the framework."""
        return self.called(framework.moderation_called) if self.called else self.summary

    async def draw(
        self,
        council: Council,
        w: UnitOfWork,
        asked: Collection[Asked],
        today: date,
    ) -> dict[Asked, Drawn]:
        """The cards of all who are `asked` for, from the state as it is now."""
        views = await self.load(council, w, asked, today)
        return {one: self.drawn(view, After()) for one, view in views.items()}

    def drawn(self, view: V, after: After) -> Drawn:
        """One card."""
        summary = self.summary_of(view) if self.summary_of else self.summary
        return Drawn(self.card(view, after), self.shows(view), summary, self.to_do(view))
