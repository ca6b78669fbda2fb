"""A moderation as cards and the dialog tell it."""

from collections.abc import Sequence

from dialogs import kit
from dialogs.kit import Element
from programme.calendar import day_in_words, short_day
from programme.in_words.line import upper
from programme.moderation import standing_in_words
from programme.use_cases.show_moderation import GradeLine, ModerationView

OPEN = "moderation.open"
OWN_BUTTONS = 3
"""Up to so many audits have a button of their own; a card has at most six in all."""


def auditors(view: ModerationView) -> str:
    """Both auditors, or the one that there is."""
    return view.lead + (f" and {view.peer}" if view.peer else "")


def grade_facts(lines: Sequence[GradeLine]) -> list[Element]:
    """The grades; where another one was agreed, the first stands behind it."""
    if not lines:
        return []
    return [kit.facts([(line.title, _graded(line)) for line in lines])]


def outcome(view: ModerationView) -> list[Element]:
    """What was agreed, why, and what the auditor answered."""
    moderation = view.moderation
    blocks = [
        kit.text(standing_in_words(moderation, view.called), subtle=True),
        *grade_facts(view.grades),
        *_told("Why a grade differs", moderation.agreed.reason),
        *(
            [kit.text(f"The {view.called.by} talked it over with the auditor first.", subtle=True)]
            if moderation.agreed.talked_over
            else []
        ),
        *_told("Agreed learning", moderation.agreed.learning),
    ]
    if moderation.answered_at:
        agrees = "agrees" if moderation.answer_agrees else "sees it differently"
        when = short_day(moderation.answered_at)
        blocks.append(kit.text(f"**Answer** · {view.answered_by} {agrees} ({when})"))
        blocks += [kit.as_typed(moderation.answer)] if moderation.answer else []
    elif moderation.awaits_answer and moderation.answer_due:
        until = day_in_words(moderation.answer_due)
        blocks.append(kit.text(f"An answer can be sent until {until}.", subtle=True))
    return blocks


def due(view: ModerationView) -> str:
    """By when, in words as in colour."""
    late = view.moderation.due < view.today
    return (
        f"⚠ Overdue since {short_day(view.moderation.due)}"
        if late
        else (f"Due {short_day(view.moderation.due)}")
    )


def moderate_buttons(views: Sequence[ModerationView]) -> list[Element]:
    """Buttons that open the dialog; past three, one that unfolds a list of them."""
    made = [
        kit.open_dialog(
            f"{upper(view.called.act)} {view.audit.case_reference}",
            OPEN,
            {"audit_id": view.audit.id},
        )
        for view in views
    ]
    if len(made) <= OWN_BUTTONS:
        return made
    groups = [made[start : start + 6] for start in range(0, len(made), 6)]
    act = upper(views[0].called.act)
    return [kit.reveal(f"{act} an audit", [kit.buttons(group) for group in groups])]


def _graded(line: GradeLine) -> str:
    if line.agreed is None or not line.differs:
        return line.first
    return f"{line.agreed} (first graded {line.first})"


def _told(title: str, words: str) -> list[Element]:
    return [kit.text(f"**{title}**"), kit.as_typed(words)] if words else []
