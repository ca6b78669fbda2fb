"""A person's hand on a card: every press and every typed field is counted."""

from dataclasses import dataclass

from playwright.async_api import Locator

from tests.e2e.chat import Chat


@dataclass(slots=True)
class Hand:
    """What it took so far, from the card that was pushed. A choice from a list is a press."""

    chat: Chat
    card: str
    presses: int = 0
    typed: int = 0

    async def press(self, button: str) -> None:
        """Presses a button of the card."""
        await self._press(self.chat.card(self.card), button)

    async def unfold(self, button: str) -> None:
        """Unfolds a form of the card."""
        await self.chat.unfold(self.card, button)
        self.presses += 1

    async def press_in_dialog(self, button: str) -> None:
        """Presses a button of the dialog window."""
        await self._press(self.chat.dialog, button)

    async def choose(self, label: str, choice: str) -> None:
        """Chooses from a list in the dialog window."""
        await self.chat.dialog.get_by_label(label).select_option(label=choice)
        self.presses += 1

    async def type(self, label: str, words: str) -> None:
        """Types into a field, of the dialog window where one is open."""
        there = await self.chat.dialog.count()
        place = self.chat.dialog if there else self.chat.card(self.card)
        await place.get_by_label(label).fill(words)
        self.typed += 1

    def took(self) -> tuple[int, int]:
        """Presses and typed fields since it was last asked."""
        told = (self.presses, self.typed)
        self.presses = self.typed = 0
        return told

    async def _press(self, place: Locator, button: str) -> None:
        await place.get_by_role("button", name=button, exact=True).first.click()
        self.presses += 1
