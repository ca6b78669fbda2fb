"""The message extension's searches and links: what Teams asks, and what it is answered.

Whatever is chosen is posted where its finder writes, so only `shared_card` is ever in it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from bot.answers import CARD_TYPE
from dialogs.conversation import Turn
from dialogs.find_work import SEARCH, find, unfurl
from dialogs.shared_card import Found
from programme.errors import SightlineError

PREVIEW_TYPE = "application/vnd.microsoft.card.thumbnail"
MOST_RESULTS = 25
MOST_CHARACTERS = 200
NO_SUCH_COMMAND = "This isn't one of Sightline's commands any more; type “help” in its chat."
NOTHING_TO_DO = "You have nothing to do. Thank you."
NOTHING_FOUND = "Nothing of yours has all of these words; take one away to find more."
Body = dict[str, object]


class _Parameter(BaseModel):
    name: str
    value: str | None = None


class _Options(BaseModel):
    skip: Annotated[int, Field(ge=0)] = 0
    count: Annotated[int, Field(ge=1)] = MOST_RESULTS


class _Query(BaseModel):
    commandId: str  # noqa: N815 - Teams' own name
    parameters: tuple[_Parameter, ...] = ()
    queryOptions: _Options | None = None  # noqa: N815 - Teams' own name

    @property
    def words(self) -> str:
        """What was typed; nothing when the search has just been opened (`initialRun`)."""
        typed = (each.value or "" for each in self.parameters if each.name == SEARCH.asks)
        return " ".join(typed)[:MOST_CHARACTERS]


class _Link(BaseModel):
    url: str


async def _query(value: object, turn: Turn) -> Body:
    try:
        query = _Query.model_validate(value)
    except ValidationError:
        return told(NO_SUCH_COMMAND)
    if query.commandId != SEARCH.id:
        return told(NO_SUCH_COMMAND)
    try:
        found = await find(query.words, turn)
    except SightlineError as refusal:
        return told(str(refusal))
    if not found:
        return told(NOTHING_FOUND if query.words.strip() else NOTHING_TO_DO)
    options = query.queryOptions or _Options()
    return results(found[options.skip :][: min(options.count, MOST_RESULTS)])


async def _link(value: object, turn: Turn) -> Body:
    try:
        found = await unfurl(_Link.model_validate(value).url, turn)
    except ValidationError:
        found = None
    return _unfurled(found)


async def _anonymous(_value: object, _turn: Turn) -> Body:
    """The manifest doesn't ask for such links; whoever has no name sees nothing."""
    return _unfurled(None)


def _unfurled(found: Found | None) -> Body:
    """What one reader sees of a link, or doesn't, is not kept for the next who pastes it."""
    fresh = {"type": "setCachePolicy", "value": '{"type":"no-cache"}'}
    return results([found] if found else [], {"suggestedActions": {"actions": [fresh]}})


ASKED: Mapping[str, Callable[[object, Turn], Awaitable[Body]]] = {
    "composeExtension/query": _query,
    "composeExtension/queryLink": _link,
    "composeExtension/anonymousQueryLink": _anonymous,
}
"""By the invoke's name."""


def unanswered(name: str, sentence: str) -> Body:
    """What a stranger is answered, and everybody when it failed on our side: a link tells nothing
    by failing."""
    return told(sentence) if name == "composeExtension/query" else _unfurled(None)


def told(sentence: str) -> Body:
    """A sentence in the place of results."""
    return {"composeExtension": {"type": "message", "text": sentence}}


def results(found: Sequence[Found], more: Mapping[str, object] | None = None) -> Body:
    """A list of cards, each with what it is chosen by."""
    listed = {
        "type": "result",
        "attachmentLayout": "list",
        "attachments": [_attachment(each) for each in found],
    }
    return {"composeExtension": {**listed, **(more or {})}}


def _attachment(found: Found) -> Body:
    preview = {"title": found.title, "text": found.text}
    return {
        "contentType": CARD_TYPE,
        "content": found.card,
        "preview": {"contentType": PREVIEW_TYPE, "content": preview},
    }
