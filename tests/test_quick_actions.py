"""Every quick action is reached by each of its ways, and the page that says so is true."""

import re
from pathlib import Path

import pytest

from dialogs.find_work import SEARCH
from dialogs.quick_actions import QUICK_ACTIONS as OFFERED
from dialogs.table import LIVE, VERBS
from dialogs.words import WORDS
from programme.people import MAY
from tests.bot.chats import buttons
from tests.cards.catalogue import catalogue
from tests.e2e import counts
from tests.e2e.counts import MOST_DIALOGS, MOST_PRESSES, Took
from tests.quick_actions import CARD, QUICK_ACTIONS, QuickAction
from tests.quick_actions_page import PAGE, page

CARDS = catalogue()
WORDS_BY_NAME = {word.names[0]: word for word in WORDS}
COMMANDS = {quick.title: name for name, (quick, _) in OFFERED.items()}
STORIES = Path(counts.__file__).parent
each_of_them = pytest.mark.parametrize(
    "of", QUICK_ACTIONS, ids=[each.does for each in QUICK_ACTIONS]
)


def verbs_on(card: str) -> set[str]:
    return {str(data["verb"]) for _, data in buttons(CARDS[card].card)}


@each_of_them
def test_a_pushed_card_has_its_button(of: QuickAction) -> None:
    assert of.cards
    for on in of.cards:
        assert CARDS[on.card].kind in LIVE, f"{on.card} is never pushed"
        assert on.verb in verbs_on(on.card)


@each_of_them
def test_a_typed_word_leads_to_it_and_its_readers_have_the_right(of: QuickAction) -> None:
    assert of.words
    for name in of.words:
        assert MAY[WORDS_BY_NAME[name].needs] & set(of.who)
    for on in of.cards:
        assert MAY[VERBS[on.verb].needs] & set(of.who), on.verb


@each_of_them
def test_it_is_reached_from_beside_the_compose_box(of: QuickAction) -> None:
    assert of.commands
    for title in of.commands:
        assert title in COMMANDS or title == SEARCH.title


def test_each_command_beside_the_compose_box_is_one_of_them() -> None:
    named = {title for of in QUICK_ACTIONS for title in of.commands}
    assert named == {*COMMANDS, SEARCH.title}


@each_of_them
def test_what_a_team_may_see_is_done_in_a_channel(of: QuickAction) -> None:
    there = WORDS_BY_NAME["my team"].in_channel
    assert there
    cards = ("team's card, one's own", "team's card, an auditor's own")
    assert set(of.in_channel) <= verbs_on(cards[0]) | verbs_on(cards[1])


def test_the_page_says_what_holds() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m tests.quick_actions_page; then read it"
    )


def test_every_figure_is_on_the_page_and_asserted_by_a_story() -> None:
    figures = {name for name, value in vars(counts).items() if isinstance(value, Took)}
    assert {done.figure for of in QUICK_ACTIONS for done in of.done} == figures
    told = "".join(path.read_text(encoding="utf-8") for path in STORIES.glob("test_*.py"))
    assert set(re.findall(r"== counts\.([A-Z_]+)", told)) == figures


def test_the_limits_are_kept() -> None:
    quick = [
        done
        for of in QUICK_ACTIONS
        for done in of.done
        if done.begun == CARD and re.search("completed$|acknowledged", done.what)
    ]
    assert len(quick) >= 4
    assert all(done.took.presses <= MOST_PRESSES for done in quick)
    assert counts.DIP_SAMPLE.dialogs <= MOST_DIALOGS
