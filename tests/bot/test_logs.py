"""Log lines: whole, alike, and without the words of libraries and exceptions."""

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.logs import JsonLines, TextLines, set_up_logs
from programme.cause import caused_by

SECRET = "pa55-word of CF-2091"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is written by loggers that the test's name begins, in JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("bot.of_a_test", "library.of_a_test")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def test_a_line_is_one_object_with_the_id_of_what_set_it_going(written: io.StringIO) -> None:
    with caused_by("an id"):
        logging.getLogger("bot.of_a_test").info("One line\nof %s.", 2)
    logging.getLogger("bot.of_a_test").warning("Another.")

    first, second = map(json.loads, written.getvalue().splitlines())
    assert (first["message"], first["id"], first["level"]) == ("One line of 2.", "an id", "info")
    assert (second["id"], second["logger"]) == (None, "bot.of_a_test")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", first["time"])


@pytest.mark.parametrize("name", ["bot.of_a_test", "library.of_a_test"])
def test_an_exceptions_words_are_not_written(written: io.StringIO, name: str) -> None:
    try:
        raise ValueError(SECRET)  # noqa: TRY301 - to have one
    except ValueError:
        logging.getLogger(name).exception("It failed.")

    (line,) = map(json.loads, written.getvalue().splitlines())
    assert "ValueError at test_logs.py:" in line["message"]
    assert SECRET not in str(line)


def test_nor_are_a_librarys(written: io.StringIO) -> None:
    logging.getLogger("library.of_a_test").error("could not connect with %s", SECRET)

    (line,) = map(json.loads, written.getvalue().splitlines())
    assert re.fullmatch(
        r"library.of_a_test has something to say at test_logs.py:\d+", line["message"]
    )
    assert SECRET not in str(line)


def test_people_read_the_same_in_text() -> None:
    record = logging.LogRecord("bot.x", logging.WARNING, __file__, 1, "Said of %s.", ("it",), None)
    with caused_by("an id"):
        line = TextLines().format(record)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ WARNING Said of it\. \[an id\]", line)


@contextmanager
def root() -> Iterator[logging.Logger]:
    """The root of all loggers, which nobody has set up: pytest has, for the length of a test."""
    found = logging.getLogger()
    before, level = found.handlers[:], found.level
    found.handlers.clear()
    try:
        yield found
    finally:
        found.handlers[:] = before
        found.setLevel(level)


def test_setting_it_up_again_changes_how_lines_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with root() as found:
        set_up_logs()
        _say_something()
        set_up_logs("json", "info")
        _say_something()
        assert len(found.handlers) == 1

    text, *lines = capsys.readouterr().err.splitlines()
    assert text.endswith("WARNING Grave.")
    assert [json.loads(line)["message"] for line in lines] == ["By the way.", "Grave."]


def _say_something() -> None:
    logging.getLogger("library.of_a_test").info("By the way, %s", SECRET)
    logging.getLogger("bot.of_a_test").info("By the way.")
    logging.getLogger("bot.of_a_test").warning("Grave.")


def test_what_somebody_else_has_set_up_stays() -> None:
    theirs = logging.NullHandler()
    with root() as found:
        found.addHandler(theirs)
        found.setLevel(logging.ERROR)
        set_up_logs("json", "info")
        assert (found.handlers, found.level) == ([theirs], logging.ERROR)
