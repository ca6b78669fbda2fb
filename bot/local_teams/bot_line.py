"""The line to the bot: posts activities to its one address and reads its invoke answers."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass

import aiohttp
import orjson

from bot.local_teams.wire import Json

NOT_ARRIVED = "Your message may not have arrived."
WENT_WRONG = "Something went wrong. Try again."
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
_MESSAGE_TIMEOUT = 15.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees after they did something; all empty when Teams would show nothing.

    `card` replaces the pressed card. `dialog` is a taskInfo (title, height, width, card).
    `toast` is a sentence. `failed` says that what was done had no effect; `detail` says why, for
    whoever builds the bot: Microsoft Teams would not show it.
    """

    card: Json | None = None
    dialog: Json | None = None
    toast: str | None = None
    failed: bool = False
    detail: str = ""

    def as_json(self) -> Json:
        return asdict(self)


class _Unanswered(Exception):
    """The bot gave no answer that Teams could use. The message says what it did."""


class BotLine:
    """Speaks to `url` and to nothing else. `open` before use, `close` after."""

    def __init__(
        self,
        url: str,
        service_url: str,
        token: Callable[[str], str] | None,
        invoke_timeout: float,
    ) -> None:
        self._url = url
        self._service_url = service_url
        self._token = token
        self._invoke_timeout = invoke_timeout
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def tell(self, activity: Json) -> Answer:
        """Send what asks for no answer: a message, or an event."""
        try:
            await self._post(activity, seconds=_MESSAGE_TIMEOUT)
        except _Unanswered as error:
            _log.warning("The bot didn't take a %s: %s", activity["type"], error)
            return Answer(toast=NOT_ARRIVED, failed=True, detail=str(error))
        return Answer()

    async def invoke(self, activity: Json) -> Answer:
        """Send an invoke and read what the person is to see."""
        try:
            reply = _parse(await self._post(activity, seconds=self._invoke_timeout))
            return _read_dialog(reply) if activity["name"].startswith("task/") else _read(reply)
        except _Unanswered as error:
            _log.warning("The bot didn't answer %s: %s", activity["name"], error)
            return Answer(toast=WENT_WRONG, failed=True, detail=str(error))

    async def _post(self, activity: Json, *, seconds: float) -> bytes:
        if self._session is None:
            raise RuntimeError("Local Teams isn't running yet: start the web application first.")
        headers = {"Content-Type": "application/json"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token(self._service_url)}"
        try:
            async with self._session.post(
                self._url,
                data=orjson.dumps(activity),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,  # a redirect could lead off this machine
            ) as response:
                body = await response.read()
        except TimeoutError as error:
            raise _Unanswered(f"The bot took longer than {seconds:g} seconds.") from error
        except aiohttp.ClientError as error:
            raise _Unanswered(f"The bot can't be reached: {error}.") from error
        if not 200 <= response.status < 300:
            raise _Unanswered(f"The bot answered HTTP {response.status}.")
        return body


def _parse(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _Unanswered(f"The bot's answer is not JSON: {error}.") from error
    if not isinstance(reply, dict):
        raise _Unanswered("The bot's answer is not a JSON object.")
    return reply


def _read(reply: Json) -> Answer:
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
    raise _Unanswered(
        "An adaptiveCard/action needs statusCode, type and value; "
        f"the bot gave {status!r} and {kind!r}."
    )


def _read_dialog(reply: Json) -> Answer:
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
    raise _Unanswered(f"A task needs continue with a card, or message with a text; not {kind!r}.")
