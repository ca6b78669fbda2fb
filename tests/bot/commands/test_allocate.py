"""`sightline allocate`."""

import pytest

from bot.commands import allocate
from bot.commands.running import Opened
from bot.demo_council import TENANT_ID
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.round_period import RoundPeriod, round_period
from programme.use_cases.draw_allocation import Drawn
from tests.bot.commands.line import NEXT_MONTH, Line
from tests.little_council import CALENDAR, DECEMBER, FRAMEWORK, THE_FIRST


def test_the_same_seed_draws_the_same_again(line: Line) -> None:
    line.with_council()
    first = line.done(*line.allocate("--seed", "7", "--dry-run"))
    assert first == line.done(*line.allocate("--seed", "7", "--dry-run"))
    assert "seed 7." in first
    assert "Nothing was kept: this was a dry run." in first


def test_a_dry_run_keeps_nothing_and_a_draw_does(line: Line) -> None:
    line.with_council()
    dry = line.done(*line.allocate("--seed", "7", "--dry-run"))
    kept = line.done(*line.allocate("--seed", "7"))
    assert dry.splitlines()[:-1] == kept.splitlines()[:-1]
    assert kept.endswith("Kept. The cards go on the day.\n")


def test_a_month_is_drawn_once(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    for option in ("--dry-run", "--why"):
        assert "are already allocated; nothing was changed." in line.refused(*line.allocate(option))


def test_every_pairing_is_explained_when_asked(line: Line) -> None:
    line.with_council()
    plain = line.done(*line.allocate("--seed", "7", "--dry-run"))
    told = line.done(*line.allocate("--seed", "7", "--dry-run", "--why"))
    assert "leads as team manager of Malvern" in told
    assert "is the peer auditor as another team manager of Locality" in told
    assert set(plain.splitlines()) < set(told.splitlines())


def test_a_month_that_is_none_or_is_over_is_refused(line: Line) -> None:
    line.with_council()
    command = ("allocate", "--tenant", TENANT_ID, "--month")
    assert "“december” is not a month" in line.refused(*command, "december")
    assert "January 2020 is over" in line.refused(*command, "2020-01")


def test_a_seed_below_nothing_is_refused(line: Line) -> None:
    result = line.run("allocate", "--tenant", TENANT_ID, "--month", NEXT_MONTH, "--seed", "-1")
    assert result.exit_code == 2


def test_a_council_without_lists_is_told_what_could_not_be_met(line: Line) -> None:
    line.add_council()
    told = line.done(*line.allocate("--dry-run"))
    assert "0 cases to audit" in told


def test_one_round_may_be_named_and_an_unknown_one_is_refused(line: Line) -> None:
    line.with_council()
    told = line.refused(*line.allocate("--round", "gone"))
    assert "has no round “gone”; its rounds are: case_files" in told
    assert "cases to audit" in line.done(*line.allocate("--round", "case_files", "--dry-run"))


def test_a_refusal_after_other_rounds_are_kept_says_which_are_and_which_are_not(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.with_council()
    draw = allocate._draw

    async def the_second_is_refused(
        opened: Opened, of: RoundPeriod, seed: int, *, dry_run: bool
    ) -> Drawn:
        if of.round_id == "residential":
            raise CorrectAndRepeat("The case list has changed; import it again.")
        return await draw(opened, of, seed, dry_run=dry_run)

    with monkeypatch.context() as patched:
        patched.setattr(allocate, "_draw", the_second_is_refused)
        dry = line.run(*line.allocate("--dry-run"))
        result = line.run(*line.allocate())
    assert (dry.exit_code, dry.stderr) == (2, "The case list has changed; import it again.\n")
    assert (result.exit_code, result.stdout.count("cases to audit")) == (2, 1)
    refused, kept, left = result.stderr.replace(" Not kept: ", " Kept: ").split(" Kept: ")
    assert refused == "The case list has changed; import it again."
    assert "Case file audits" in kept
    assert "Residential audits" in left
    assert "Mid-way audits" in left
    assert "repeat the command" in left
    again = line.done(*line.allocate())
    assert again.count("cases to audit") == 2
    assert "Case file audits: allocated before, and left as it is.\n" in again


def test_a_round_that_was_announced_before_the_others_are_drawn_is_said_to_be(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate("--round", "case_files"))
    line.done("tick", "--tenant", TENANT_ID, "--now", f"{NEXT_MONTH}-20T12:00")
    for options in (("--dry-run",), ()):
        told = line.done(*line.allocate(*options)).splitlines()
        (said,) = [each for each in told if "Case file audits" in each]
        assert said.endswith(
            "Case file audits: allocated before, and left as it is; its cards have gone out."
        )


def test_what_is_drawn_once_its_day_has_come_is_said_to_go_at_once() -> None:
    council = Council(TENANT_ID, FRAMEWORK, CALENDAR)
    early, late = (round_period(FRAMEWORK, FRAMEWORK.allocation, DECEMBER.plus(n)) for n in (1, 0))
    assert allocate.what_is_kept(council, [early], THE_FIRST) == ["Kept. The cards go on the day."]
    assert allocate.what_is_kept(council, [late, early], THE_FIRST) == [
        f"Kept: {late.named}. Its day has come, so its cards go as soon as the council is open.",
        f"Kept: {early.named}. Its cards go on the day.",
    ]
