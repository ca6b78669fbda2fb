"""What a person does on the page of local Teams, in the words of a story."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, expect

from bot.demo_council import colleagues, residents

SCREENSHOTS = "SIGHTLINE_SCREENSHOTS"
"""Names the folder that the story's pictures go to, when they are to be kept."""

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True, slots=True)
class Chat:
    """One person's chat with Sightline."""

    page: Page
    name: str

    def card(self, words: str) -> Locator:
        """The newest card that shows `words`."""
        return self.page.locator("article .card").filter(has_text=words).last

    async def type(self, words: str) -> None:
        """Types a message and sends it."""
        await self.page.get_by_placeholder("Type a message").fill(words)
        await self.page.keyboard.press("Enter")

    async def press(self, words: str, button: str) -> None:
        """Presses a button of the newest card that shows `words`."""
        await self.card(words).get_by_role("button", name=button).first.click()

    async def unfold(self, words: str, button: str) -> None:
        """Unfolds a form of the newest card that shows `words`.

        A click on a card that is edited at that moment is lost, for a person as well: they press
        once more.
        """
        opener = self.card(words).get_by_role("button", name=button, exact=True)
        while await opener.get_attribute("aria-expanded") != "true":
            await opener.click()

    async def first_case(self, words: str) -> tuple[str, str]:
        """The reference and the team of the first case in the newest card that shows `words`."""
        shown = await self.card(words).inner_text()
        found = re.search(r"^(\S+) · ([^·\n]+) · ", shown, re.MULTILINE)
        assert found, "the card names a case"
        return found[1], found[2]

    async def complete(self, card: str, done: str) -> None:
        """Completes the one open action of the newest card that shows `card`."""
        await self.unfold(card, "Complete an action")
        await self.card(card).get_by_label("What was done?").fill(done)
        await self.press(card, "Mark as completed")
        await expect(self.card(card)).to_contain_text(f"Completed by {self.name}")

    async def answer_dispute(self, card: str, answer: str) -> None:
        """Answers the dispute that the newest card with `card` shows."""
        await self.unfold(card, "Answer")
        await self.card(card).get_by_label("Your answer").fill(answer)
        await self.press(card, "Send the answer")
        await expect(self.card(card)).to_contain_text(f"answered by {self.name}: {answer}")

    @property
    def dialog(self) -> Locator:
        """The dialog window."""
        return self.page.get_by_role("dialog")

    async def in_dialog(self, button: str, then: str) -> None:
        """Presses a button in the dialog and waits until it shows `then`."""
        await self.dialog.get_by_role("button", name=button, exact=True).click()
        await expect(self.dialog).to_contain_text(then)

    async def close_dialog(self) -> None:
        """Closes the dialog window, by the button beneath its last words."""
        await self.dialog.get_by_role("button", name="Close").last.click()
        await expect(self.dialog).to_have_count(0)

    async def picture(self, name: str) -> None:
        """Keeps a picture of the page, when pictures are wanted."""
        folder = os.environ.get(SCREENSHOTS)
        if folder:
            await self.page.screenshot(path=Path(folder) / f"{name}.png")


async def chat_as(page: Page, url: str, name: str) -> Chat:
    """Becomes the person of that name."""
    object_id = next(
        one.object_id for one in residents(colleagues(date(2026, 12, 1))) if one.name == name
    )
    return await open_chat(page, url, object_id, name)


async def open_chat(page: Page, url: str, object_id: str, name: str) -> Chat:
    """Becomes the person of that object id, whose name is `name`."""
    await page.goto(f"{url}/#/p/{object_id}")
    await expect(page.locator("#you")).to_have_text(name)
    return Chat(page, name)
