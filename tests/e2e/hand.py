"""A person's hand on the page: every press, every typed field and every dialog is counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator

from tests.e2e.chat import Chat
from tests.e2e.counts import Took

_COUNTS = Path(__file__).with_name("hand.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Hand:
    """Counts what is done on a chat's page, by whatever way; `card` is shown by the words in it.

    A choice from a list is a press, and so is sending a message; closing a dialog's last words is
    one as well.
    """

    chat: Chat
    card: str = ""

    @classmethod
    async def of(cls, chat: Chat, card: str = "") -> "Hand":
        """Counts from now on."""
        await chat.page.evaluate(_COUNTS)
        hand = cls(chat, card)
        await hand.took()
        return hand

    async def press(self, button: str) -> None:
        """Presses a button of the card."""
        await _press(self.chat.card(self.card), button)

    async def unfold(self, button: str) -> None:
        """Unfolds a form of the card."""
        await self.chat.unfold(self.card, button)

    async def press_in_dialog(self, button: str) -> None:
        """Presses a button of the dialog window."""
        await _press(self.chat.dialog, button)

    async def choose(self, label: str, choice: str) -> None:
        """Chooses from a list in the dialog window."""
        await self.chat.dialog.get_by_label(label).select_option(label=choice)

    async def type(self, label: str, words: str) -> None:
        """Types into a field, of the dialog window where one is open."""
        there = await self.chat.dialog.count()
        place = self.chat.dialog if there else self.chat.card(self.card)
        await place.get_by_label(label).fill(words)

    async def took(self) -> Took:
        """What it took since it was last asked."""
        presses, typed, dialogs = await self.chat.page.evaluate("() => window.hand.took()")
        return Took(presses, typed, dialogs)

    @asynccontextmanager
    async def uncounted(self) -> AsyncIterator[None]:
        """Presses and words meanwhile aren't counted: a mistake that the story makes on purpose."""
        await self.chat.page.evaluate("() => { window.hand.counts = false; }")
        yield
        await self.chat.page.evaluate("() => { window.hand.counts = true; }")


async def _press(place: Locator, button: str) -> None:
    await place.get_by_role("button", name=button, exact=True).first.click()
