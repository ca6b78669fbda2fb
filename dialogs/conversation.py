"""What a dialog is given, and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from dialogs import of_use
from dialogs.kit import Card, Json
from programme.assignment import Solver
from programme.council import Council
from programme.framework import Framework
from programme.message import MessageKind
from programme.people import Person, require
from programme.people import Verb as Right
from programme.ports import Work
from programme.record import record


@record(frozen=True, slots=True)
class Turn:
    """One thing that one person does.

    `source` is "card", "dialog", "typed" or "extension" (beside the compose box). `key` is the same
    when Teams sends the same thing again. `chance` gives a number for a seed. `now` is UTC.
    """

    council: Council
    person: Person
    source: str
    key: str
    now: datetime
    work: Work
    chance: Callable[[], int]
    solver: Solver

    @property
    def today(self) -> date:
        """The council's date."""
        return self.council.today(self.now)


MOST_OF_SUBJECT = 80
Subject = Annotated[str, Field(max_length=MOST_OF_SUBJECT)]
"""What a card is about: a month, a day, or the id of an audit or of a person; a round's, which has
60 letters at most, comes with a month, and with a day."""


class Payload(BaseModel):
    """What a press carries. Unknown fields are refused, but for what Teams itself adds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    verb: str
    msteams: object = None


@record(frozen=True, slots=True)
class ShowCard:
    """Puts `card` in the place of the one that was pressed; typed, it is a new message.

    `summary` stands on lock screens, so it names nothing.
    """

    card: Card
    summary: str = "An answer from Sightline"


@record(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed stays, with a sentence beside each problem."""

    verb: str
    sentence: str
    values: Mapping[str, str]
    problems: Mapping[str, str]


@record(frozen=True, slots=True)
class ShowLive:
    """Shows the card of `kind` about `subject`, which is kept true from then on.

    `notice` says what has just happened; `typed` is a form that must be mended.
    """

    kind: MessageKind
    subject: str
    notice: str | None = None
    typed: Typed | None = None


@record(frozen=True, slots=True)
class SendCard:
    """A card as a new message, for what must not take a live card's place.

    `words` answer the press meanwhile.
    """

    card: Card
    words: str


@record(frozen=True, slots=True)
class OpenPage:
    """A page of a dialog window; `title` stands in the window's bar."""

    title: str
    card: Card


@record(frozen=True, slots=True)
class ClosePage:
    """Closes the dialog window with one sentence of what was done."""

    words: str


@record(frozen=True, slots=True)
class Say:
    """A sentence, and nothing else."""

    words: str


Answer = ShowCard | ShowLive | SendCard | OpenPage | ClosePage | Say

P = TypeVar("P", bound=Payload)


@record(frozen=True, slots=True)
class Verb(Generic[P]):
    """A verb that cards and dialogs send: the payload it accepts, what it does, and the right that
    one needs for it (`programme.people.MAY`)."""

    name: str
    payload: type[P]
    act: Callable[[P, Turn], Awaitable[Answer]]
    needs: Right

    async def press(self, data: object, turn: Turn) -> Answer:
        """Reads `data` and acts.

        Raises AskSomeoneAllowed without the right, pydantic's ValidationError for data that no
        card sends.
        """
        require(turn.person, self.needs)
        return await self.act(self.payload.model_validate(data), turn)


@record(frozen=True, slots=True)
class QuickAction:
    """A dialog that Teams offers beside the compose box, wherever its reader writes.

    It opens the dialog of `verb` with `data`, as a button would. `title` has at most 32 characters;
    the word's help describes it, with at most 128.
    """

    title: str
    verb: str
    data: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class InChannel:
    """What a word does where others read along: what it `say`s there, everyone may read.

    `help` is for the menu that Teams offers there.
    """

    help: str
    say: Callable[[str, Turn], Awaitable[ShowLive | Say]]


@record(frozen=True, slots=True)
class Word:
    """Something a person types: the first of `names` stands in the help text.

    `say` gets what stands behind the word. The help text offers it to those who have the right
    that it `needs`, where `offered` finds a use for it in the framework; `example` shows what may
    stand behind it. `quick` is its dialog, where it needs no card in hand. Where others read along
    it is answered by `in_channel` alone.
    """

    names: tuple[str, ...]
    help: str
    say: Callable[[str, Turn], Awaitable[Answer]]
    needs: Right = Right.SEE_OWN_WORK
    example: str | None = None
    offered: Callable[[Framework, Person], bool] = of_use.always
    quick: QuickAction | None = None
    in_channel: InChannel | None = None
