"""Pushes through Microsoft's Teams SDK for Python (microsoft-teams-apps): `App.send`, with a
token that nobody looks at. URL, count and how many at once are given; the activity comes on
standard input. Prints pushes a second."""

import asyncio
import sys
import time

import jwt
from microsoft_teams.api import MessageActivityInput
from microsoft_teams.apps import App

TOKEN = jwt.encode({"exp": int(time.time()) + 3600}, "what is measured is not signing in", "HS256")


async def _token(*_: object) -> str:
    return TOKEN


async def _push(url: str, count: int, at_once: int, body: str) -> float:
    app = App(client_id="99999999-8888-7777-6666-555555555555", token=_token, service_url=url)
    await app.initialize()
    waiting = iter(range(count))

    async def pushing() -> None:
        for number in waiting:
            # A message of its own each time, as a bot makes one: sending writes into it.
            await app.send(f"chat-{number}", MessageActivityInput.model_validate_json(body))

    start = time.perf_counter()
    await asyncio.gather(*(pushing() for _ in range(at_once)))
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    print(asyncio.run(_push(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.read())))
