"""The demo's council over real HTTP: what its people say, press and see in their chats."""

import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.answers import CARD_TYPE
from bot.clock import clock_starting_at
from bot.delivery import pace
from bot.demo import Demo, run_demo
from bot.demo_council import DEMO_COUNCILS, TENANT_ID
from bot.local_teams import OFF, Answer, Message, Resident
from bot.settings import Settings
from programme.action import Action
from programme.audit import Audit
from programme.calendar import LONDON, Month
from programme.people import Person

Json = dict[str, Any]
START = datetime(2026, 12, 1, 9, 0, tzinfo=LONDON)
DECEMBER = Month(2026, 12)
AN_ACTION = {"new_text": "Put dates to the plan.", "new_due": "2026-12-14"}


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def buttons(card: Mapping[str, Any]) -> Iterator[tuple[Json, Json]]:
    """Every button of a card with the data that pressing it sends: its own and the inputs of its
    form, as they stand."""
    yield from _buttons(card, {})


def _buttons(card: Mapping[str, Any], above: Json) -> Iterator[tuple[Json, Json]]:
    inputs = {**above, **_inputs(card.get("body", []))}
    loose = [each for each in _walk(card.get("body", [])) if each.get("type") == "ActionSet"]
    for action in [*card.get("actions", []), *(a for each in loose for a in each["actions"])]:
        if action["type"] == "Action.ShowCard":
            yield from _buttons(action["card"], inputs)
        else:
            alone = action.get("associatedInputs") == "none"
            yield action, {**({} if alone else inputs), **action["data"]}


def _inputs(body: object) -> Json:
    fields = (each for each in _walk(body) if str(each.get("type", "")).startswith("Input."))
    return {field["id"]: field.get("value", "") for field in fields}


def _walk(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def words_of(card: object) -> str:
    """All that a card says, and what stands in its fields."""
    names = ("text", "title", "value", "label", "errorMessage")
    return "\n".join(
        words for each in _walk(card) for name in names if isinstance(words := each.get(name), str)
    )


def problems_in(card: object) -> list[str]:
    """The sentences beside the fields that must be mended."""
    return [
        each["text"]
        for each in _walk(card)
        if each.get("color") == "Attention" and each["type"] == "TextBlock"
    ]


def titles(card: Mapping[str, Any]) -> list[str]:
    """The names of a card's buttons."""
    return [action["title"] for action, _ in buttons(card)]


@dataclass(frozen=True)
class Chats:
    """The running demo and a client; people are named as in the staff list."""

    demo: Demo
    http: aiohttp.ClientSession

    def who(self, name: str) -> Resident:
        return next(each for each in self.demo.teams.directory.residents if each.name == name)

    def messages(self, name: str) -> list[Message]:
        """What the bot has sent to a person, oldest first."""
        found = self.demo.teams.messages(self.who(name).object_id, limit=500)
        return [each for each in found if each.from_bot]

    def message(self, name: str, summary: str) -> Message:
        """The last message of that summary."""
        return [m for m in self.messages(name) if m.activity.get("summary") == summary][-1]

    def card(self, name: str, summary: str) -> Json:
        card: Json = self.message(name, summary).activity["attachments"][0]["content"]
        return card

    async def delivered(self) -> None:
        """Waits until everything that is due has been delivered."""
        await self.demo.service.worker.drain(TENANT_ID)

    async def say(self, name: str, text: str) -> Json:
        """Types `text`; the bot's one answer, as an activity."""
        before = {each.id for each in self.messages(name)}
        answer = await self.demo.teams.say(self.who(name).object_id, text)
        assert not answer.failed, answer.detail
        await self.delivered()
        new = [each for each in self.messages(name) if each.id not in before]
        assert len(new) == 1, [each.activity for each in new]
        return new[0].activity

    async def press(
        self,
        name: str,
        message: Message,
        title: str,
        *,
        card: Json | None = None,
        submit: bool = False,
        typed: Mapping[str, str] | None = None,
    ) -> Answer:
        """Presses a button of a card: as Action.Execute, or as the Action.Submit beneath it.

        `card` is what the person has before them, if not what the message holds by now.
        """
        shown = card or message.activity["attachments"][0]["content"]
        action, data = next(pair for pair in buttons(shown) if pair[0]["title"] == title)
        if submit and action["type"] == "Action.Execute":
            action = action["fallback"]
        pressed = {**action, "data": {**data, **(typed or {})}}
        who = self.who(name).object_id
        answer = await self.demo.teams.press(who, message.id, pressed)
        await self.delivered()
        return answer

    async def in_dialog(self, name: str, dialog: Json, title: str, **inputs: str) -> Answer:
        """Presses a button of a dialog's page."""
        data = next(data for action, data in buttons(dialog["card"]) if action["title"] == title)
        who = self.who(name).object_id
        answer = await self.demo.teams.submit_dialog(who, {**data, **inputs})
        await self.delivered()
        return answer

    async def post(self, activity: Json) -> tuple[int, Any]:
        """Sends an activity as the Connector would; HTTP status and answer."""
        token = self.demo.teams._bot._token
        assert token is not None
        headers = {"Authorization": f"Bearer {token(self.demo.url)}"}
        url = f"{self.demo.url}/api/messages"
        async with self.http.post(url, json=activity, headers=headers) as response:
            body = await response.json() if response.content_type == "application/json" else None
            await self.delivered()
            return response.status, body

    def execute(self, name: str, data: object, message: str = "1") -> Json:
        """An `adaptiveCard/action` of a person, as it comes over the wire."""
        action = {"type": "Action.Execute", "data": data}
        made: Json = self.demo.teams._activities.execute(self.who(name), message, action, START)
        return made

    async def people(self) -> Mapping[str, Person]:
        """The staff list by name."""
        async with self.demo.service.storage.work(TENANT_ID) as w:
            return {person.name: person for person in await w.people.all()}

    async def audits_led_by(self, name: str) -> Sequence[Audit]:
        who = (await self.people())[name]
        async with self.demo.service.storage.work(TENANT_ID) as w:
            return [a for a in await w.audits.of_month(DECEMBER) if a.lead_id == who.id]

    async def audit(self, audit_id: str) -> Audit:
        async with self.demo.service.storage.work(TENANT_ID) as w:
            found = await w.audits.get(audit_id)
        assert found is not None
        return found

    async def actions_of(self, audit: Audit) -> Sequence[Action]:
        async with self.demo.service.storage.work(TENANT_ID) as w:
            return await w.actions.of_audits([audit.id])

    async def open_audit(self, name: str) -> tuple[Audit, Json]:
        """The first audit that a person leads, opened in the dialog."""
        audit = (await self.audits_led_by(name))[0]
        message = self.message(name, "Your audits for December 2026")
        answer = await self.press(name, message, f"Record {audit.case_reference}")
        assert answer.dialog is not None, answer
        return audit, answer.dialog

    async def submit_audit(
        self, name: str, *actions: Mapping[str, str], team: str | None = None
    ) -> Audit:
        """Records a person's audit from the first page to the last; `actions` go to `team`."""
        audit, dialog = await self.open_audit(name)
        tool = self.demo.councils[0].framework.tool(audit.tool_id)
        grade = self.demo.councils[0].framework.grades[0].id
        grades = {f"grade_{area.id}": grade for area in tool.areas}
        pages: list[tuple[str, Mapping[str, str]]] = [
            ("Save and continue", {**grades, "overall": grade}),
            ("Save and continue", {"went_well": "Visits are recorded.", "to_learn": "Date plans."}),
            *(("Add this action", {"new_team": team or audit.team, **each}) for each in actions),
            ("Save and continue", {}),
            ("Submit the audit", {}),
        ]
        answer = Answer()
        for title, inputs in pages:
            answer = await self.in_dialog(name, dialog, title, **inputs)
            dialog = answer.dialog or {}
        assert (answer.toast or "").startswith("The audit is submitted."), answer
        return await self.audit(audit.id)


@asynccontextmanager
async def chats(folder: Path) -> AsyncIterator[Chats]:
    """The demo on 1 December 2026 at nine, everyone met, the month's cards delivered."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        host="127.0.0.1",
        port=free_port(),
        database_url=f"sqlite+aiosqlite:///{folder}/sightline.db",
    )
    clock = clock_starting_at(START)
    async with (
        run_demo(
            settings, folder, clock, limits=OFF, pace=pace.OFF, demo_councils=DEMO_COUNCILS[:1]
        ) as demo,
        aiohttp.ClientSession() as http,
    ):
        await demo.teams.install_everyone()
        await demo.service.jobs.tick_all()
        found = Chats(demo, http)
        await found.delivered()
        yield found


def is_card(activity: Mapping[str, Any]) -> bool:
    """Whether a message is a card alone."""
    attachments = activity.get("attachments") or [{}]
    return "text" not in activity and attachments[0].get("contentType") == CARD_TYPE
