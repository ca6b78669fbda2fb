"""The command line in this process, on a database and in a folder of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import sightline
from bot.demo_council import TENANT_ID
from programme.calendar import Month
from tests.bot.imports.files import write_text

STAFF = (
    "Name,E-mail,Roles,Team,Service area,Line manager",
    "Kay Moss,kay@c.example,Group manager,,Locality,",
    "Ann Lee,ann@c.example,Team manager,Malvern,Locality,kay@c.example",
    "Bob Roy,bob@c.example,Team manager,Evesham,Locality,kay@c.example",
    "Eve Poe,eve@c.example,QA officer,,,",
)
CASES = (
    "Reference,Cohort,Team,Worker,Opened",
    *(f"MC-{n},Child in need,Malvern,Ed Fox,2026-03-02" for n in range(10, 16)),
    *(f"MC-{n},Child protection,Evesham,Flo Ray,2026-03-02" for n in range(20, 26)),
)
NEXT_MONTH = str(Month.of(date.today()).plus(1))  # noqa: DTZ011 - the command line asks the machine too


@dataclass(frozen=True)
class Line:
    """Runs commands; `folder` is where its files are."""

    folder: Path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(sightline, words, prog_name="sightline")

    def done(self, *words: str) -> str:
        """What a command says on standard output; it must be done."""
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: str) -> str:
        """The sentence that a command is refused with, which is all that it says."""
        result = self.run(*words)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        return result.stderr.strip()

    def add_council(self) -> str:
        return self.done("council", "add", "--framework", "worcestershire", "--tenant", TENANT_ID)

    def staff(self, *lines: str) -> tuple[str, ...]:
        """The command that imports these lines as the staff list."""
        file = write_text(self.folder / "staff.csv", *(lines or STAFF))
        return ("import", "staff", str(file), "--tenant", TENANT_ID)

    def cases(self, *lines: str) -> tuple[str, ...]:
        """The command that imports these lines as the case list."""
        file = write_text(self.folder / "cases.csv", *(lines or CASES))
        return ("import", "cases", str(file), "--tenant", TENANT_ID)

    def allocate(self, *options: str) -> tuple[str, ...]:
        """The command that draws the next month."""
        return ("allocate", "--tenant", TENANT_ID, "--month", NEXT_MONTH, *options)

    def with_council(self) -> "Line":
        """The line, with the council and its lists taken in."""
        self.add_council()
        self.done(*self.staff())
        self.done(*self.cases())
        return self
