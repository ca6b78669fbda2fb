"""Every value of a framework says where it comes from, what the file leaves out as well."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_shipped, shipped
from programme.frameworks.sources import is_number
from programme.in_words.framework import framework_in_words
from tests.little_council import FRAMEWORK, RULES
from tests.programme.frameworks.as_told import leaves, told

RULE_ID = re.compile(r"[A-Z]{2}-\d\d")
DECIDE = 'decide_within = { value = 5, rule = "WC-11", source = "default" }\n'


@pytest.mark.parametrize("framework_id", shipped())
def test_every_value_says_where_it_comes_from(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    keys = [key for key, _ in leaves(told(tomllib.loads(read_shipped(framework_id))))]
    assert len(keys) > 50
    for key in keys:
        of = framework.where(key)
        # A council's own value names its rule; ours says "default".
        assert of.source == "default" or RULE_ID.fullmatch(of.rule or ""), key


def test_a_value_stands_where_it_says_or_else_where_its_table_does() -> None:
    assert FRAMEWORK.where("rounds.case_files.day").rule == "WC-02"
    assert FRAMEWORK.where("rounds.case_files.cases").rule == "WC-03"
    assert FRAMEWORK.where("actions.most").source == "default"
    with pytest.raises(KeyError):
        FRAMEWORK.where("no.such.key")


NOT_IN_USE: Mapping[str, Callable[[Any], bool]] = {
    "share_percent": lambda rule: rule.form != "a_share",
    "each": lambda rule: rule.form != "named_moderators",
    "cases_a_lead": lambda rule: rule.auditors == "people_of_roles",
    "open_at_least_months": lambda rule: rule.open_at_least_months == 0,
    "choose_working_days_before": lambda rule: rule.chosen_by is None,
    "remind_to_choose_before": lambda rule: rule.chosen_by is None,
}
"""Numbers that a rule has no use for unless it says more."""


def _left_to_the_code(says: object, read: object, key: str = "") -> Iterator[str]:
    """The keys of the numbers in use that stand in no file."""
    if isinstance(says, dict) and is_dataclass(read):
        for field in fields(read):
            here, of = f"{key}.{field.name}", getattr(read, field.name)
            if field.name in says:
                yield from _left_to_the_code(says[field.name], of, here)
            elif is_number(of) and not NOT_IN_USE.get(field.name, lambda _: False)(read):
                yield here
    elif isinstance(says, list) and isinstance(read, tuple):
        for number, (value, kept) in enumerate(zip(says, read, strict=True)):
            yield from _left_to_the_code(value, kept, f"{key}.{number}")


@pytest.mark.parametrize("framework_id", shipped())
def test_no_number_of_a_shipped_framework_is_left_to_the_code(framework_id: str) -> None:
    says = told(tomllib.loads(read_shipped(framework_id)))
    assert [*_left_to_the_code(says, load_shipped(framework_id))] == []


def test_a_number_that_a_councils_own_file_leaves_out_is_told_as_ours() -> None:
    assert RULES.count(DECIDE) == 1
    framework = parse(RULES.replace(DECIDE, ""), "own.toml")
    assert framework.disputes[0].decide_within == 5
    of = framework.where("disputes.dispute_resolution.decide_within")
    assert (of.rule, of.source) == ("WC-11", "default")
    assert framework.where("disputes.dispute_resolution.raised_by").source == "5.4"


LATELY = {
    "answer_within": 2,
    "working_days_to_audit": 10,
    "remind_to_choose_before": 2,
    "passed_on_at_most": 2,
    "back_within": 10,
}
"""Numbers that rules which a council took before don't state."""


@pytest.mark.parametrize("framework_id", shipped())
def test_rules_that_a_council_took_before_have_the_numbers_that_they_had(framework_id: str) -> None:
    text, whole = read_shipped(framework_id), load_shipped(framework_id)
    stated = [key for key in whole.provenance if key.rpartition(".")[2] in LATELY]
    assert stated
    for name, number in LATELY.items():
        text = re.sub(rf"(\[hand_overs\]\n)?{name} = {{ value = {number},.*\n", "", text)
        assert f"\n{name} =" not in text
    assert "hand_overs" not in text
    framework = parse(text, "own.toml")
    assert replace(framework, provenance=whole.provenance) == whole
    assert _unsourced(framework) == _unsourced(whole)
    assert {framework.where(key).source for key in stated} == {"default"}


def _unsourced(framework: Framework) -> str:
    """The framework in words, without what stands in brackets."""
    return re.sub(r" \[[^]]*\]", "", " ".join(framework_in_words(framework).split()))


def test_when_a_round_reminds_is_told_as_ours_where_a_councils_own_file_leaves_it_out() -> None:
    line = 'remind_before = { value = 3, rule = "WC-03", source = "default" }\n'
    assert RULES.count(line) == 1
    framework = parse(RULES.replace(line, ""), "own.toml")
    assert framework.allocation.remind_before == 3
    of = framework.where("rounds.case_files.remind_before")
    assert (of.rule, of.source) == ("WC-03", "default")
    assert framework_in_words(framework) == framework_in_words(FRAMEWORK)
