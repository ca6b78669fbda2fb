"""The help text offers what the council's own framework has a use for."""

from dataclasses import replace

import pytest

from dialogs.kit import Card
from dialogs.words import MOST_BUTTONS, WORDS, help_card
from programme.frameworks.load import load_shipped, shipped
from programme.people import Role
from tests.bot.chats import buttons
from tests.cards import council as c

ALL = {
    "ask for an audit",
    "what do i owe",
    "who owes",
    "dip sample",
    "observation",
    "practice day",
    "dispute CF-1234",
    "disputes",
    "good practice CF-1234",
    "moderations",
    "peer reviews",
    "choose cases",
    "theme january",
}
OFFERED = {
    ("bedford", Role.TEAM_MANAGER): {"disputes"},
    ("bedford", Role.INDEPENDENT_REVIEWING_OFFICER): {"dispute CF-1234", "disputes"},
    ("bedford", Role.SOCIAL_WORKER): set(),
    ("kent", Role.TEAM_MANAGER): {"disputes", "peer reviews"},
    ("kent", Role.INDEPENDENT_REVIEWING_OFFICER): {"dispute CF-1234", "disputes"},
    ("kent", Role.SERVICE_MANAGER): {"ask for an audit", "disputes"},
    ("swindon", Role.TEAM_MANAGER): {"what do i owe", "dip sample", "observation", "disputes"},
    ("swindon", Role.GROUP_MANAGER): {"disputes"},
    ("swindon", Role.QA_OFFICER): {
        "ask for an audit",
        "who owes",
        "disputes",
        "moderations",
        "choose cases",
        "theme january",
    },
    ("west_berkshire", Role.TEAM_MANAGER): {
        "ask for an audit",
        "what do i owe",
        "observation",
        "practice day",
        "disputes",
    },
    ("worcestershire", Role.INDEPENDENT_REVIEWING_OFFICER): {
        "dispute CF-1234",
        "disputes",
        "good practice CF-1234",
    },
}


def _offered(card: Card) -> set[str]:
    body = card["body"]
    assert isinstance(body, list)
    facts = next(block["facts"] for block in body if block["type"] == "FactSet")
    return {fact["title"] for fact in facts}


@pytest.mark.parametrize(
    ("of", "offered"), OFFERED.items(), ids=[f"{rules} {role}" for rules, role in OFFERED]
)
def test_nobody_is_offered_a_word_that_their_framework_has_no_use_for(
    of: tuple[str, Role], offered: set[str]
) -> None:
    framework, role = load_shipped(of[0]), of[1]
    shown = _offered(help_card(c.person("Alex Morgan", role, team="Malvern"), framework))
    assert shown & ALL == offered
    assert {"my work", "help"} <= shown


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rules", shipped())
def test_the_help_has_a_button_for_each_dialog_that_it_offers(rules: str, role: Role) -> None:
    framework, who = load_shipped(rules), c.person("Alex Morgan", role, team="Malvern")
    card = help_card(who, framework)
    offered = _offered(card)
    asked = {"dispute": "dispute CF-1234", "good practice": "good practice CF-1234"}
    begun = {
        word.quick.title
        for word in WORDS
        if word.quick and asked.get(word.names[0], word.names[0]) in offered
    }
    shown = [action["title"] for action, _ in buttons(card)]
    assert set(shown) == begun - {"Remind me later", "Hand over an audit"}
    assert 0 < len(shown) <= MOST_BUTTONS


def test_whoever_has_every_role_has_as_many_buttons_as_a_card_may() -> None:
    framework = load_shipped("worcestershire")
    everyone = replace(c.person("Alex Morgan", Role.TEAM_MANAGER), roles=frozenset(Role))
    assert len(list(buttons(help_card(everyone, framework)))) <= MOST_BUTTONS


@pytest.mark.rule("WB-06")
def test_observations_are_not_offered_beside_the_front_line() -> None:
    framework = load_shipped("west_berkshire")
    una = c.person("Una Reed", Role.SERVICE_MANAGER, area="Fostering")
    assert "observation" in _offered(help_card(una, framework))
    moved = replace(una, service_area="Quality Assurance and Safeguarding")
    offered = _offered(help_card(moved, framework))
    assert "observation" not in offered
    assert {"what do i owe", "practice day"} <= offered
