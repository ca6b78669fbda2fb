"""The page on which an audit's actions are set."""

from tests.bot.chats import words_of
from tests.cards.catalogue import catalogue


def test_the_first_action_is_not_called_a_further_one() -> None:
    pages = catalogue()
    none, two = (words_of(pages[f"audit page actions, {of}"].card) for of in ("empty", "filled"))
    assert "No actions yet." in none
    assert "A further action" not in none
    assert "A further action" in two
