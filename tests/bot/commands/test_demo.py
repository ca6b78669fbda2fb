"""`sightline demo` stays on this machine."""

import pytest

from tests.bot.commands.line import Line


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "sightline.example", "::"])
def test_it_only_starts_on_loopback(line: Line, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("SIGHTLINE_HOST", host)
    sentence = line.refused("demo", "--folder", str(line.folder / "var"))
    assert sentence == (
        f"The demo signs nobody in, so it only starts on this machine, not on {host}."
    )
    assert not (line.folder / "var").exists()


def test_a_date_that_is_none_is_refused(line: Line) -> None:
    assert line.run("demo", "--date", "tomorrow").exit_code == 2


def test_a_folder_that_cannot_be_written_is_refused(line: Line) -> None:
    (line.folder / "a-file").touch()
    told = line.refused("demo", "--folder", str(line.folder / "a-file" / "var"))
    assert told == "Nothing may be written into the demo's folder; name another with --folder."
