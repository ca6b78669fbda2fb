"""The little council with duties, at its dialogs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.solver import ScipySolver
from dialogs import words
from dialogs.conversation import Answer, OpenPage, ShowCard, Turn
from dialogs.table import VERBS
from tests.cards.house import nodes
from tests.little_council import THE_FIRST, LittleCouncil


@dataclass
class Office:
    """What its people type and press."""

    little: LittleCouncil
    now: datetime = THE_FIRST

    async def turn(self, name: str) -> Turn:
        person = await self.little.person(name)
        return Turn(
            council=self.little.council,
            person=person,
            source="dialog",
            key="1",
            now=self.now,
            work=self.little.work,
            chance=lambda: 4,
            solver=ScipySolver(),
        )

    async def say(self, name: str, typed: str) -> Answer:
        return await words.say(typed, await self.turn(name))

    async def press(self, name: str, data: Mapping[str, Any], **typed: str) -> Answer:
        verb = VERBS[str(data["verb"])]
        return await verb.press({**data, **typed}, await self.turn(name))

    async def click(self, name: str, shown: Answer, title: str, **typed: str) -> Answer:
        """Presses the button of that title on a page or card."""
        assert isinstance(shown, OpenPage | ShowCard), shown
        action = next(node for node in nodes(shown.card) if node.get("title") == title)
        return await self.press(name, action["data"], **typed)
