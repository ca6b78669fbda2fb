"""A framework in plain English: golden files, to be read aloud, and nothing of it left unsaid."""

import os
import re
from pathlib import Path

import pytest

from programme.frameworks.load import load_shipped, shipped
from programme.in_words.framework import framework_in_words

GOLDEN = Path(__file__).parents[1] / "golden"
UPDATE = "SIGHTLINE_UPDATE_GOLDEN"
SOURCED = re.compile(r"\[(([A-Z]{2}-\d\d, (sections? [^;\]]+|our default)|our default)(; |\]))+$")


def _sentences(text: str) -> list[str]:
    """The sentences behind their dashes, each in one line."""
    return [" ".join(each.split()) for each in re.split(r"\n  - |\n\n", text) if "[" in each]


@pytest.mark.parametrize("framework_id", shipped())
def test_a_framework_reads_as_it_did(framework_id: str) -> None:
    text = framework_in_words(load_shipped(framework_id))
    golden = GOLDEN / f"framework_{framework_id}.txt"
    if os.environ.get(UPDATE):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("framework_id", shipped())
def test_each_sentence_ends_with_its_rule_and_source(framework_id: str) -> None:
    sentences = _sentences(framework_in_words(load_shipped(framework_id)))
    assert len(sentences) > 40
    assert [each for each in sentences if not SOURCED.search(each)] == []


@pytest.mark.parametrize("framework_id", shipped())
def test_every_rule_of_the_file_is_told(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    text = framework_in_words(framework)
    rules = {of.rule for of in framework.provenance.values() if of.rule}
    assert sorted(rule for rule in rules if f"{rule}, " not in text) == []


@pytest.mark.parametrize("framework_id", shipped())
def test_no_line_is_wider_than_a_terminal(framework_id: str) -> None:
    text = framework_in_words(load_shipped(framework_id))
    assert [line for line in text.splitlines() if len(line) > 96] == []
