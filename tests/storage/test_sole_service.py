"""One service on a SQLite file, and as many as there are on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

from programme.errors import CorrectAndRepeat
from storage.sole_service import sole_service

SERVES = """
import sys
from storage.sole_service import sole_service
with sole_service(sys.argv[1]):
    print("serves", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_is_refused_until_the_first_has_stopped(tmp_path: Path) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path}/new/sightline.db"
    with sole_service(database):
        with pytest.raises(CorrectAndRepeat, match="already"), sole_service(database):
            pass
        with sole_service(f"sqlite+aiosqlite:///{tmp_path}/another.db"):
            pass
    with sole_service(database):
        pass


def test_one_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path}/sightline.db"
    command = [sys.executable, "-c", SERVES, database]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"serves\n"
        with pytest.raises(CorrectAndRepeat), sole_service(database):
            pass
        other.kill()
    with sole_service(database):
        pass


def test_on_postgresql_there_may_be_several() -> None:
    database = "postgresql://nobody@localhost/sightline"
    with sole_service(database), sole_service(database):
        pass


def test_a_folder_that_will_not_do_is_told(tmp_path: Path) -> None:
    (tmp_path / "sightline.db-service").mkdir()
    database = f"sqlite+aiosqlite:///{tmp_path}/sightline.db"
    with pytest.raises(CorrectAndRepeat, match="may not write"), sole_service(database):
        pass
