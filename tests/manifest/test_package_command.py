from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import sightline
from manifest.build import build_package
from manifest.registration import Registration

APP_ID = "6f1c2d34-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
HOST = "sightline.council.gov.uk"
WHOLE = ["--app-id", APP_ID, "--host", HOST]


def package(*arguments: str) -> Result:
    return CliRunner().invoke(sightline, ["package", *arguments])


def test_it_writes_the_package_and_says_what_azure_must_be_told(tmp_path: Path) -> None:
    file = tmp_path / "sightline.zip"
    result = package(*WHOLE, "-o", str(file))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"https://{HOST}/api/messages" in result.stdout
    assert file.read_bytes() == build_package(Registration.parse(APP_ID, HOST))


def test_built_again_it_replaces_what_it_wrote(tmp_path: Path) -> None:
    file, page = tmp_path / "sightline.zip", "https://www.council.gov.uk/sightline"
    package(*WHOLE, "-o", str(file))
    assert package(*WHOLE, "--about", page, "-o", str(file)).exit_code == 0
    assert file.read_bytes() == build_package(Registration.parse(APP_ID, HOST, page))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--app-id", "sightline", "--host", HOST], "“sightline” is not an app id"),
        (["--app-id", APP_ID, "--host", "localhost"], "“localhost” is not a host's public name"),
        ([*WHOLE, "--about", "our intranet"], "“our intranet” is not the address of a page"),
    ],
)
def test_what_cannot_be_right_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    file = tmp_path / "sightline.zip"
    result = package(*arguments, "-o", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not file.exists()


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    result = package(*WHOLE, "-o", str(tmp_path / "nowhere" / "sightline.zip"))
    assert result.exit_code == 2
    assert "can't be written: No such file or directory. Choose another place." in result.stderr


def test_the_app_id_and_the_host_must_be_given() -> None:
    assert package("--host", HOST).exit_code == 2
    assert package("--app-id", APP_ID).exit_code == 2
