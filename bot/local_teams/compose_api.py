"""The page's API for the message extension: search, open a dialog, submit it."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.local_teams.answers import Answer
from bot.local_teams.composing import Composing
from bot.local_teams.wire import Handler, Json, answer, bad_argument, guarded, read_object, where

_Do = Callable[[str, str, Json], Awaitable[Answer]]


class ComposeApi:
    """Every body names a "command"; "channel" and "thread" say where it is used."""

    def __init__(self, composing: Composing) -> None:
        self._composing = composing

    def routes(self) -> list[web.RouteDef]:
        compose = "/local/people/{person}/compose"
        return [
            web.post(f"{compose}/query", self._act(self._query)),
            web.post(f"{compose}/fetch", self._act(self._fetch)),
            web.post(f"{compose}/submit", self._act(self._submit)),
        ]

    async def _query(self, person: str, command: str, body: Json) -> Answer:
        """{"text", "skip"}"""
        text, skip = body.get("text", ""), body.get("skip", 0)
        if not isinstance(text, str) or not isinstance(skip, int) or skip < 0:
            raise bad_argument("text must be a string and skip a number from 0.")
        return await self._composing.query(person, command, text, skip=skip, **where(body))

    async def _fetch(self, person: str, command: str, body: Json) -> Answer:
        return await self._composing.fetch(person, command, **where(body))

    async def _submit(self, person: str, command: str, body: Json) -> Answer:
        """{"data"}"""
        data = body.get("data")
        if not isinstance(data, dict):
            raise bad_argument("data must be an object.")
        return await self._composing.submit(person, command, data, **where(body))

    @staticmethod
    def _act(do: _Do) -> Handler:
        async def act(request: web.Request) -> web.Response:
            body = await read_object(request)
            command = body.get("command")
            if not isinstance(command, str):
                raise bad_argument("command must be a string.")
            return answer((await do(request.match_info["person"], command, body)).as_json())

        return guarded(act)
