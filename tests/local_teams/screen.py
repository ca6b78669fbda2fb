"""What the browser tests share: cards to press, and how to become someone."""

from typing import Any

from playwright.async_api import Page, expect

from bot.local_teams import Resident
from tests.local_teams.stage import CARD_TYPE, PRIYA, Stage

START = {"type": "Action.Execute", "title": "Start", "verb": "audit.start", "data": {"audit": 7}}
OPEN = {
    "type": "Action.Submit",
    "title": "Open",
    "data": {"audit": 7, "msteams": {"type": "task/fetch"}},
}
SAVE = {"type": "Action.Submit", "title": "Save", "data": {"step": "save"}}
NOTE = {"type": "Input.Text", "id": "note", "label": "Note"}
GRADE = {
    **NOTE,
    "id": "grade",
    "label": "Grade",
    "isRequired": True,
    "errorMessage": "Give a grade.",
}


def shows(content: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "type": CARD_TYPE, "value": content}


def task(title: str, content: dict[str, Any]) -> dict[str, Any]:
    value = {"title": title, "card": {"contentType": CARD_TYPE, "content": content}}
    return {"task": {"type": "continue", "value": value}}


async def be(page: Page, stage: Stage, person: Resident = PRIYA) -> None:
    await page.goto(f"{stage.url}/#/p/{person.object_id}")
    await expect(page.locator("#you")).to_have_text(person.name)
