"""What a bot answers to an invoke, read as strictly as Teams reads it."""

from dataclasses import asdict, dataclass

import orjson

from bot.local_teams.wire import Json

NOT_ARRIVED = "Your message may not have arrived."
WENT_WRONG = "Something went wrong. Try again."
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees after they did something; all empty when Teams would show nothing.

    `card` replaces the pressed card. `dialog` is a taskInfo (title, height, width, card).
    `extension` is what a message extension found or asks for: {type: result, attachmentLayout,
    attachments}, {type: message, text}, or {type: auth or config, title, url}. `toast` is a
    sentence. `failed` says that what was done had no effect; `detail` says why, for whoever builds
    the bot: Microsoft Teams would not show it.
    """

    card: Json | None = None
    dialog: Json | None = None
    extension: Json | None = None
    toast: str | None = None
    failed: bool = False
    detail: str = ""

    def as_json(self) -> Json:
        return asdict(self)


class Unanswered(Exception):
    """The bot gave no answer that Teams could use. The message says what it did."""


def parse(body: bytes) -> Json:
    """The body of an answer; nothing at all is an empty one. Raises Unanswered."""
    if not body.strip():
        return {}
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unanswered(f"The bot's answer is not JSON: {error}.") from error
    if not isinstance(reply, dict):
        raise Unanswered("The bot's answer is not a JSON object.")
    return reply


def read_press(reply: Json) -> Answer:
    """An adaptiveCard/action response: {statusCode, type, value}."""
    status, kind, value = reply.get("statusCode"), reply.get("type"), reply.get("value")
    if kind == CARD and status == 200 and isinstance(value, dict):
        return Answer(card=value)
    if kind == MESSAGE and status == 200 and isinstance(value, str):
        return Answer(toast=value)
    if isinstance(status, int) and status >= 400:
        message = value.get("message") if isinstance(value, dict) else None
        toast = message if isinstance(message, str) and message else WENT_WRONG
        return Answer(toast=toast, failed=True, detail=f"The bot answered {status} {kind}.")
    raise Unanswered(
        "An adaptiveCard/action needs statusCode, type and value; "
        f"the bot gave {status!r} and {kind!r}."
    )


def read_dialog(reply: Json) -> Answer:
    """A task response: continue with a card, a message, or nothing, which closes the dialog."""
    task = reply.get("task")
    if task is None:
        return Answer()
    kind = task.get("type") if isinstance(task, dict) else None
    value = task.get("value") if isinstance(task, dict) else None
    if kind == "message" and isinstance(value, str):
        return Answer(toast=value)
    if kind == "continue" and isinstance(value, dict):
        card = value.get("card")
        if isinstance(card, dict) and isinstance(card.get("content"), dict):
            return Answer(dialog={**value, "card": card["content"]})
    raise Unanswered(f"A task needs continue with a card, or message with a text; not {kind!r}.")
