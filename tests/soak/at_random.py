"""People of local Teams who press whatever is before them, and type what comes to mind."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.answers import CARD_TYPE
from bot.local_teams import Answer, LocalTeams, Message, Resident
from dialogs.words import WORDS
from tests.bot.chats import Json, buttons
from tests.cards.house import nodes

SAID = (*(name for word in WORDS for name in word.names), "good morning")
TYPED = (
    "The plan has dates now.",
    "**bold** [here](https://example.org)",
    "Ring 07700 900123",
    "a\nb",
    "Seen again. " * 100,
    "  ",
    "",
)
SENSIBLE = 0.85
"""How often somebody types what the field is for."""
LEFT_AS_IT_IS = 0.1
NEWEST = 30
"""Messages of a chat among which somebody looks for something to press."""


@dataclass
class AtRandom:
    """Some people, of whom one at a time does something; `done` counts what."""

    teams: LocalTeams
    people: Sequence[Resident]
    today: date
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    _dialogs: dict[str, Json] = field(default_factory=dict)

    async def act(self) -> tuple[str, Answer] | None:
        """What one of them did, and what came of it; None where there was nothing to press."""
        who = self.chance.choice(self.people).object_id
        did = await self._do(who)
        if did is None:
            return None
        what, answer = did
        self.done[what] += 1
        if answer.dialog:
            self._dialogs[who] = answer.dialog["card"]
        return did

    async def _do(self, who: str) -> tuple[str, Answer] | None:
        if who in self._dialogs and self.chance.random() < SENSIBLE:
            return await self._send_dialog(who, self._dialogs.pop(who))
        if self.chance.random() < 1 / 4:
            said = self.chance.choice(SAID)
            return said, await self.teams.say(who, said)
        return await self._press(who)

    async def _send_dialog(self, who: str, card: Json) -> tuple[str, Answer] | None:
        there = [*buttons(card)]
        if not there:
            return None
        _, data = self.chance.choice(there)
        sent = self._filled_in(card, data)
        return str(data["verb"]), await self.teams.submit_dialog(who, sent)

    async def _press(self, who: str) -> tuple[str, Answer] | None:
        there = [
            (message.id, card, action, data)
            for message in self.teams.messages(who, limit=NEWEST)
            for card in cards_of(message)
            for action, data in buttons(card)
        ]
        if not there:
            return None
        where, card, action, data = self.chance.choice(there)
        pressed = {**action, "data": self._filled_in(card, data)}
        return str(data["verb"]), await self.teams.press(who, where, pressed)

    def _filled_in(self, card: Json, data: Json) -> Json:
        typed = {
            one["id"]: self._typed(one)
            for one in nodes(card)
            if str(one.get("type")).startswith("Input.") and one["id"] in data
        }
        return {**data, **{name: value for name, value in typed.items() if value is not None}}

    def _typed(self, one: Mapping[str, Any]) -> str | None:
        """What is entered in a field, as far as Teams lets it be; None to leave it as it is."""
        chance = self.chance
        if chance.random() < LEFT_AS_IT_IS:
            return None
        match one["type"]:
            case "Input.Text":
                words = TYPED[0] if chance.random() < SENSIBLE else chance.choice(TYPED)
                return words[: one.get("maxLength")]
            case "Input.Date":
                return (self.today + timedelta(chance.randrange(-5, 30))).isoformat()
            case "Input.ChoiceSet" if one["choices"]:
                values = [choice["value"] for choice in one["choices"]]
                if one.get("isMultiSelect"):
                    return ",".join(chance.sample(values, chance.randrange(1, len(values) + 1)))
                return str(chance.choice(values))
            case "Input.Toggle":
                return chance.choice(["true", "false"])
        return None


def cards_of(message: Message) -> Iterator[Json]:
    """The cards of a message."""
    for each in message.activity.get("attachments", ()):
        if each["contentType"] == CARD_TYPE:
            yield each["content"]
