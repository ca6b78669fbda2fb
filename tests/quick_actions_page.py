"""Makes docs/quick-actions.md of the table of quick actions.

python -m tests.quick_actions_page
"""

from collections.abc import Iterator
from pathlib import Path

from programme.people import Role
from tests.e2e import counts
from tests.quick_actions import QUICK_ACTIONS, SEARCH, QuickAction

PAGE = Path(__file__).parents[1] / "docs" / "quick-actions.md"
_HEAD = """# The quick actions

What a manager does in the half minute between two meetings, and the ways to it. A word is typed in
one's own chat with Sightline; a command stands beside the compose box of any chat or channel, and
opens for its reader alone; in a channel “my team” posts a card of counts and days, on which whoever
has something to do sees their own rows, and nobody else does.

| what | who | on the pushed card | typed | beside the compose box | in a channel |
| --- | --- | --- | --- | --- | --- |
"""
_COUNTED = f"""
Who may do what is narrowed by the council's framework. “{SEARCH}” is the search; the others open
a dialog. What waits for its reader alone comes as a card to their own chat.

## What each takes

Counted by the stories in [tests/e2e](../tests/e2e), in a browser at a phone's width. A choice from
a list is a press, so is sending a message, and so is closing a dialog's last words.

| what | done | begun from | presses | typed fields | dialogs |
| --- | --- | --- | --- | --- | --- |
"""
_FOOT = f"""
From the pushed card an action is completed, and work acknowledged, in at most {counts.MOST_PRESSES}
presses; a dip sample takes at most {counts.MOST_DIALOGS} dialogs. This page is made
by `python -m tests.quick_actions_page`, and a test fails while it differs from what the stories
assert.
"""


def page() -> str:
    """What docs/quick-actions.md says."""
    ways = "".join(f"| {' | '.join(_ways(each))} |\n" for each in QUICK_ACTIONS)
    taken = "".join(
        f"| {each.does} | {done.what} | {done.begun} | {' | '.join(map(str, done.took))} |\n"
        for each in QUICK_ACTIONS
        for done in each.done
    )
    return f"{_HEAD}{ways}{_COUNTED}{taken}{_FOOT}\n## On a phone\n\n{_pictures()}"


def _pictures() -> str:
    """The stories' pictures at a phone's width, by what they show."""
    return "".join(
        f"- [{path.stem.removesuffix('-on-a-phone').replace('-', ' ')}](screenshots/{path.name})\n"
        for path in sorted((PAGE.parent / "screenshots").glob("*-on-a-phone.png"))
    )


def _ways(of: QuickAction) -> Iterator[str]:
    yield of.does
    everyone = set(of.who) == set(Role)
    yield "anyone" if everyone else ", ".join(role.words for role in of.who)
    yield ", ".join(dict.fromkeys(card.called for card in of.cards))
    yield ", ".join(f"`{word}`" for word in of.words)
    yield ", ".join(of.commands)
    yield "“my team”" if of.in_channel else "—"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
