"""Dialog pages, filled in by what they show: a question more doesn't break a story."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from tests.e2e.chat import Chat

WENT_WELL = "The child's own words shape the plan."
TO_LEARN = "Each step of the plan wants a date."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An action to set: `urgency` as the page words it, `advice` beside it."""

    text: str
    urgency: str | None = None
    advice: str | None = None


async def record_audit(chat: Chat, reference: str, grade: str, *actions: Wanted) -> None:
    """Goes through every page of the audit's dialog with the same grade throughout, and submits."""
    dialog = chat.dialog
    await chat.page.get_by_role("button", name=f"Record {reference}").last.click()
    await expect(dialog).to_contain_text(re.compile(r"Step 1 of \d"))
    for step in range(1, 12):
        await fill(dialog, grade)
        if await dialog.get_by_label("What must be done?").count():
            for wanted in actions:
                await _add(dialog, wanted)
        await dialog.get_by_role("button", name="Save and continue").click()
        await expect(dialog).to_contain_text(f"Step {step + 1} of")
        if await dialog.get_by_role("button", name="Submit the audit").count():
            break
    await chat.in_dialog("Submit the audit", "The audit is submitted")
    await chat.close_dialog()


async def fill(dialog: Locator, choice: str, words: str = WENT_WELL) -> None:
    """Answers every question that is still open: with `choice` where it is offered, else with the
    first; a question for words with `words`, unless it is one that begins with “If”."""
    for each in await dialog.get_by_role("combobox").all():
        if not await each.input_value():
            offered = await each.locator("option:not([disabled])").all_inner_texts()
            await each.select_option(label=choice if choice in offered else offered[-1])
    for group in await dialog.locator(".ac-choiceSetInput-expanded").all():
        if not await group.locator("input:checked").count():
            named = group.get_by_label(choice)
            await (named if await named.count() else group.get_by_role("radio")).first.check()
    known = {"What is there to learn?": TO_LEARN}
    for each in await dialog.locator("textarea, input[type=text]").all():
        label = await each.evaluate("e => e.labels[0]?.textContent ?? ''")
        asks = not re.match(r"If |What must be done|What would help", label)
        if asks and not await each.input_value():
            await each.fill(known.get(label.strip(" *"), words))


async def moderate(
    chat: Chat,
    reference: str,
    grade: str,
    why: str,
    *,
    name: str = "moderation",
    act: str = "Moderate",
) -> None:
    """Agrees another overall grade: without the reason it is refused, with it recorded."""
    dialog = chat.dialog
    await chat.press(f"{name.capitalize()} of {reference}", f"{act} {reference}")
    await dialog.get_by_role("radio", name=grade).check()
    await dialog.get_by_role("button", name=f"Record the {name}").click()
    await expect(dialog.get_by_label("If you change a grade: why?")).to_be_visible()
    await expect(dialog).to_contain_text("⚠")
    await dialog.get_by_label("If you change a grade: why?").fill(why)
    talked_over = dialog.get_by_role("radio", name="Yes, we have talked it over")
    if await talked_over.count():
        await talked_over.check()
    await chat.in_dialog(f"Record the {name}", f"The {name} is recorded")
    await chat.close_dialog()


async def _add(dialog: Locator, wanted: Wanted) -> None:
    await dialog.get_by_label("What must be done?").fill(wanted.text)
    if wanted.urgency:
        await dialog.get_by_role("radio", name=wanted.urgency).check()
    await dialog.get_by_role("button", name="Add this action").click()
    await expect(dialog).to_contain_text(f"• {wanted.text}")
    if wanted.advice:
        await dialog.get_by_label("What would help?").fill(wanted.advice)
        await dialog.get_by_role("button", name="Add this advice").click()
        await expect(dialog).to_contain_text(f"• {wanted.advice}")
