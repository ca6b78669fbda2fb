"""The line to the bot: posts activities to its one address and reads its invoke answers."""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
import orjson

from bot.local_teams.answers import (
    NOT_ARRIVED,
    WENT_WRONG,
    Answer,
    Unanswered,
    parse,
    read_dialog,
    read_press,
)
from bot.local_teams.extension_answers import read_extension
from bot.local_teams.faults import Faults
from bot.local_teams.wire import Json

_MESSAGE_TIMEOUT = 15.0
_log = logging.getLogger(__name__)


class BotLine:
    """Speaks to `url` and to nothing else. `open` before use, `close` after."""

    def __init__(
        self,
        url: str,
        service_url: str,
        token: Callable[[str], str] | None,
        invoke_timeout: float,
        faults: Faults,
    ) -> None:
        self._url = url
        self._service_url = service_url
        self._token = token
        self._invoke_timeout = invoke_timeout
        self._faults = faults
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[bytes]] = set()

    def open(self) -> None:
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Also ends what was still being sent, so that nothing is left behind."""
        under_way = [*self._under_way]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def tell(self, activity: Json) -> Answer:
        """Send what asks for no answer: a message, or an event."""
        try:
            await self._post(activity, seconds=_MESSAGE_TIMEOUT)
        except Unanswered as error:
            _log.warning("The bot didn't take a %s: %s", activity["type"], error)
            return Answer(toast=NOT_ARRIVED, failed=True, detail=str(error))
        return Answer()

    async def invoke(self, activity: Json) -> Answer:
        """Send an invoke and read what the person is to see."""
        try:
            return _read(activity["name"], parse(await self._ask(activity)))
        except Unanswered as error:
            _log.warning("The bot didn't answer %s: %s", activity["name"], error)
            return Answer(toast=WENT_WRONG, failed=True, detail=str(error))

    async def _ask(self, activity: Json) -> bytes:
        """The bot's answer to an invoke; of one that is sent twice, the answer to the first."""
        fault = self._faults.take_invoke()
        if fault is None:
            return await self._post(activity, seconds=self._invoke_timeout)
        first = self._posting(activity)
        await asyncio.wait({first}, timeout=fault.seconds)
        again = self._posting(activity)
        await asyncio.wait({first, again})
        return await (again if first.exception() and not again.exception() else first)

    def _posting(self, activity: Json) -> asyncio.Task[bytes]:
        """What goes on although the person who asked has gone."""
        task = asyncio.create_task(self._post(activity, seconds=self._invoke_timeout))
        self._under_way.add(task)
        task.add_done_callback(self._posted)
        return task

    def _posted(self, task: asyncio.Task[bytes]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # where nobody waits any more it is nobody's worry

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
            raise Unanswered(f"The bot took longer than {seconds:g} seconds.") from error
        except aiohttp.ClientError as error:
            raise Unanswered(f"The bot can't be reached: {error}.") from error
        if not 200 <= response.status < 300:
            raise Unanswered(f"The bot answered HTTP {response.status}.")
        return body


def _read(name: str, reply: Json) -> Answer:
    if name.startswith("task/"):
        return read_dialog(reply)
    if name.startswith("composeExtension/"):
        return read_extension(name, reply)
    return read_press(reply)
