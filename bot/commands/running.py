"""What every command shares: the council it is about, and how it says that it can't be done."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import click
from dotenv.parser import parse_stream
from pydantic import ValidationError

from bot.clock import system_clock
from bot.councils import CouncilRegistry
from bot.settings import ENV_FILE, Settings
from bot.wiring import Storage, open_storage
from programme.council import Council
from programme.errors import LookElsewhere, SightlineError
from programme.heading import in_words
from programme.use_cases.add_council import parse_tenant

T = TypeVar("T")

SOURCE = "command line"
"""Where an event of a command comes from."""

tenant_option = click.option(
    "--tenant", required=True, metavar="GUID", help="The council's Microsoft Entra tenant id."
)


class Refused(click.ClickException):
    """What is wrong on standard error, exit code 2; unless it says what is kept, nothing was
    changed."""

    exit_code = 2

    def show(self, file: IO[str] | None = None) -> None:
        """The sentence alone."""
        click.echo(self.message, file=file, err=file is None)


def read_settings() -> Settings:
    """The settings. Raises Refused, naming those that won't do but not their values, and where the
    file of them can't be read."""
    try:
        _require_each_line(Path(ENV_FILE))
        return Settings()
    except ValidationError as error:
        wrong = [
            f"SIGHTLINE_{str(each['loc'][0]).upper()} won't do ({each['msg']})"
            if each["loc"]
            else each["msg"]
            for each in error.errors(include_input=False)
        ]
        raise Refused(f"{'; '.join(wrong)}. Please mend the settings and try again.") from None
    except (OSError, UnicodeDecodeError):
        raise Refused(
            "The file .env can't be read here; run the command as the account that runs Sightline, "
            "and see that the file is saved as UTF-8."
        ) from None


def _require_each_line(file: Path) -> None:
    """A line that isn't understood would be passed over, and a default stand for what it sets."""
    if not file.is_file():
        return
    with file.open(encoding="utf-8") as lines:
        wrong = [str(each.original.line) for each in parse_stream(lines) if each.error]
    if wrong:
        raise Refused(
            f"The file .env can't be understood at line {in_words(wrong)}; write each setting as "
            "NAME=value, with its quotation marks closed."
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A council and what is remembered of it."""

    council: Council
    storage: Storage


@asynccontextmanager
async def open_council(tenant: str) -> AsyncIterator[Opened]:
    """The council of the tenant, in the database that the settings name.

    Raises LookElsewhere when it hasn't been added.
    """
    tenant_id = parse_tenant(tenant)
    async with open_storage(read_settings().database_url) as storage:
        council = await CouncilRegistry(storage.councils, system_clock).get(tenant_id)
        if council is None:
            raise LookElsewhere(
                "No council has this tenant id; add it first with “sightline council add”."
            )
        yield Opened(council, storage)


def run(command: Coroutine[object, object, T]) -> T:
    """Runs a command to its end. A refusal becomes its sentence and exit code 2."""
    try:
        return asyncio.run(command)
    except SightlineError as refusal:
        raise Refused(str(refusal)) from refusal
