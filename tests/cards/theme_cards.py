"""A month's theme as QA officers and those with a dip sample see it, in every state."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversation import Typed
from dialogs.live_card import After
from dialogs.theme import SET
from programme.case import Cohort
from programme.message import MessageKind
from programme.rules.duty import Focus
from programme.theme import MonthTheme
from programme.use_cases.show_theme import Kept, ThemeView
from tests.cards import council as c
from tests.cards.sent import Sent, live

CHOSEN = MonthTheme(c.DECEMBER, "Supervision", "eleanor", c.NOW, 2)
VIEW = ThemeView(c.DECEMBER, "Supervision", CHOSEN, "Eleanor Marsh", 3, 1, (), may_set=True)


def themes() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    kept = (Kept("CF-2001", "Chronologies"), Kept("Priya Nair's dip sample", None))
    many = tuple(Kept(f"CF-{n}", c.long_words(120)) for n in range(2000, 2060))
    wrong = Typed(
        SET, "The theme was not set yet.", {"title": "*Plans*"}, {"title": "Please use letters."}
    )
    about = replace(
        VIEW,
        focus=Focus(("child_in_care", "adoption"), ("Disabled Children",)),
        offered=Focus(tuple(Cohort), ("Disabled Children", "Locality")),
        open_now=Focus(("child_in_care", "adoption", "referral"), ("Disabled Children",)),
    )
    of_cases = replace(
        wrong,
        values={"title": "Plans", "cohorts": "adoption,referral", "service_areas": "Locality"},
        problems={"cohorts": "There are no such cases."},
    )
    return {
        "theme, some keep another": live(MessageKind.THEME, replace(VIEW, kept=kept)),
        "theme, 60 keep another": live(MessageKind.THEME, replace(VIEW, kept=many)),
        "theme, the framework's": live(MessageKind.THEME, replace(VIEW, chosen=None, set_by=None)),
        "theme, none": live(
            MessageKind.THEME, replace(VIEW, theme=None, chosen=None, set_by=None, audits=0)
        ),
        "theme, of cases": live(MessageKind.THEME, about),
        "theme, of cases, returned": live(MessageKind.THEME, about, After(typed=of_cases)),
        "theme, set": live(MessageKind.THEME, VIEW, After("The theme is set.")),
        "theme, returned": live(MessageKind.THEME, VIEW, After(typed=wrong)),
        "theme, of one's dip sample": live(
            MessageKind.THEME, replace(VIEW, chosen=None, set_by=None, may_set=False)
        ),
    }
