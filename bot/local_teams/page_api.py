"""The page and its API: people, messages, presses, and what changes, as server-sent events."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from aiohttp import web

from bot.local_teams.acting import Acting
from bot.local_teams.composing import checked_card
from bot.local_teams.faults import FAULT_KINDS, RefusalCode
from bot.local_teams.live import Live
from bot.local_teams.room import Room
from bot.local_teams.wire import (
    Handler,
    Json,
    Refused,
    answer,
    bad_argument,
    guarded,
    read_object,
    where,
)

if TYPE_CHECKING:
    from bot.local_teams.app import LocalTeams

_Act = Callable[[str, Json], Awaitable[Json]]

_PAGE = Path(__file__).with_name("page")
_RENDERERS = (
    "adaptivecards/dist/adaptivecards.min.js",
    "adaptivecards/dist/adaptivecards.css",
    "markdown-it/dist/markdown-it.min.js",
)
_HISTORY = 50
_HEARTBEAT_SECONDS = 15.0
_FRESH = {"Cache-Control": "no-cache"}
_CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_NO_RENDERER = (
    "<!doctype html><html lang=en-GB><title>Local Teams</title>"
    "<h1>Local Teams has no card renderer</h1>"
    "<p>Run <code>npm ci</code> in the project's folder, then load this page again.</p>"
)


class PageApi:
    """Serves the page and does what it asks in a person's name."""

    def __init__(
        self,
        teams: "LocalTeams",
        room: Room,
        acting: Acting,
        live: Live,
        node_modules: Path,
    ) -> None:
        self._teams = teams
        self._room = room
        self._acting = acting
        self._live = live
        self._files = {path.name: path for path in _PAGE.iterdir()}
        self._renderers = {Path(name).name: node_modules / name for name in _RENDERERS}

    def routes(self) -> list[web.RouteDef]:
        person = "/local/people/{person}"
        return [
            web.get("/", guarded(self._index)),
            web.get("/local/page/{file}", guarded(self._file)),
            web.get("/local/state", guarded(self._state)),
            web.get("/local/events", guarded(self._events)),
            web.get("/local/faults", guarded(self._get_faults)),
            web.post("/local/faults", guarded(self._set_faults)),
            web.get(f"{person}/messages", guarded(self._history)),
            web.post(f"{person}/messages", self._act(self._say)),
            web.post(f"{person}/press", self._act(self._press)),
            web.post(f"{person}/dialog", self._act(self._submit_dialog)),
            web.post(f"{person}/refresh", self._act(self._refresh)),
            web.post(f"{person}/read", self._act(self._read)),
            web.post(f"{person}/standing", self._act(self._stand)),
        ]

    async def _index(self, _: web.Request) -> web.StreamResponse:
        if not all(path.is_file() for path in self._renderers.values()):
            return web.Response(status=503, text=_NO_RENDERER, content_type="text/html")
        headers = {**_FRESH, "Content-Security-Policy": _CONTENT_POLICY}
        return web.FileResponse(_PAGE / "index.html", headers=headers)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"]
        path = self._files.get(name) or self._renderers.get(name)
        if path is None or not path.is_file():
            raise Refused(404, "NotFound", "Local Teams has no such file.")
        return web.FileResponse(path, headers=_FRESH)

    async def _state(self, _: web.Request) -> web.Response:
        directory = self._teams.directory
        people = [self._room.person(person) for person in directory.residents]
        councils = [*directory.councils.values()]
        return answer(
            {
                "bot": directory.bot["name"],
                "councils": councils,
                "people": people,
                "commands": self._teams.composing.commands(),
            }
        )

    async def _history(self, request: web.Request) -> web.Response:
        try:
            before = int(request.query["before"]) if "before" in request.query else None
        except ValueError as error:
            raise bad_argument("before must be a whole number.") from error
        reader = self._teams.person(request.match_info["person"])
        chat = self._acting.chat(reader.object_id, request.query.get("channel"))
        found = self._teams.messages(
            reader.object_id,
            channel=request.query.get("channel"),
            before=before,
            limit=_HISTORY + 1,
        )
        messages = [self._room.message(each, chat, reader) for each in found[-_HISTORY:]]
        return answer({"messages": messages, "more": len(found) > _HISTORY})

    async def _say(self, person: str, body: Json) -> Json:
        """{"text"}, with "card" from the compose box; "channel" and "thread" say where."""
        text, card = body.get("text"), body.get("card")
        if not isinstance(text, str):
            raise bad_argument("text must be a string.")
        said = await self._teams.say(
            person, text, card=None if card is None else checked_card(card), **where(body)
        )
        return said.as_json()

    async def _press(self, person: str, body: Json) -> Json:
        message_id, action = body.get("messageId"), body.get("action")
        if not isinstance(message_id, str) or not isinstance(action, dict):
            raise bad_argument("messageId must be a string and action an object.")
        return (await self._teams.press(person, message_id, action)).as_json()

    async def _submit_dialog(self, person: str, body: Json) -> Json:
        data = body.get("data")
        if not isinstance(data, dict):
            raise bad_argument("data must be an object.")
        return (await self._teams.submit_dialog(person, data, **where(body))).as_json()

    async def _refresh(self, person: str, body: Json) -> Json:
        """{"messageId"}, with "byHand" where the person asked for it."""
        message_id, by_hand = body.get("messageId"), body.get("byHand", False)
        if not isinstance(message_id, str) or not isinstance(by_hand, bool):
            raise bad_argument("messageId must be a string and byHand true or false.")
        return (await self._teams.refresh(person, message_id, by_hand=by_hand)).as_json()

    async def _read(self, person: str, body: Json) -> Json:
        self._teams.mark_read(person, where(body)["channel"])
        return {}

    async def _stand(self, person: str, body: Json) -> Json:
        """Install or remove the app ({"installed"}), or block and unblock ({"refusal"})."""
        if "refusal" in body:
            if body["refusal"] not in (None, *get_args(RefusalCode)):
                raise bad_argument(f"refusal must be null or one of {get_args(RefusalCode)}.")
            self._teams.refuse(person, body["refusal"])
        if "installed" not in body:
            return {}
        do = self._teams.install if body["installed"] else self._teams.uninstall
        return (await do(person)).as_json()

    async def _get_faults(self, _: web.Request) -> web.Response:
        return answer(self._faults())

    async def _set_faults(self, request: web.Request) -> web.Response:
        """{"kind", "times", "seconds"}, or {"kind": null} to end the fault."""
        body = await read_object(request)
        if body.get("kind") is None:
            self._teams.faults.clear()
            return answer(self._faults())
        times, seconds = body.get("times"), body.get("seconds", 1.0)
        if not isinstance(times, int | None) or not isinstance(seconds, int | float):
            raise bad_argument("times and seconds must be numbers.")
        try:
            self._teams.faults.order(body["kind"], times=times, seconds=seconds)
        except ValueError as error:
            raise bad_argument(str(error)) from error
        return answer(self._faults())

    def _faults(self) -> Json:
        fault = self._teams.faults.current
        current = fault and {"kind": fault.kind, "seconds": fault.seconds, "times": fault.left}
        return {"kinds": FAULT_KINDS, "current": current}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        listener = self._live.join(request.query.get("person"))
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        try:
            await response.prepare(request)
            await response.write(b"retry: 500\n\n")
            while True:
                try:
                    data = await asyncio.wait_for(listener.queue.get(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    data = b": still here\n\n"
                if data is None:
                    break
                await response.write(data)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._live.leave(listener)
        return response

    def _act(self, do: _Act) -> Handler:
        async def act(request: web.Request) -> web.Response:
            return answer(await do(request.match_info["person"], await read_object(request)))

        return guarded(act)
