"""What passes between colleagues by themselves keeps to the round's rules, whatever a case is
called and however far the other auditor is."""

from dataclasses import replace

import pytest

from programme.hand_over import Ground, Standing, WhyOfficers
from programme.use_cases.ask_hand_over import Proposal, audits_to_spare
from programme.use_cases.import_cases import ImportCases, import_cases
from tests.little_council import (
    ADDED,
    CASES,
    MAIN_ALONE,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    case_list,
    little_council,
)
from tests.programme.use_cases.handing_over import (
    asked,
    kept_audit,
    officers_card,
    settle,
    spare_of,
    take,
)


@pytest.fixture
async def of_digits(other: LittleCouncil) -> LittleCouncil:
    """A council whose references are of ten digits, as some case systems number them."""
    little = little_council(other.engine)
    await little.take_staff(*STAFF)
    cases = [replace(case, reference=f"70000000{n:02}") for n, case in enumerate(CASES)]
    command = ImportCases(little.council, case_list(cases), "command line")
    await import_cases(command, work=little.work, now=ADDED)
    await little.draw()
    return little


async def test_a_reference_that_is_nothing_but_digits_keeps_no_swap_from_being_taken(
    of_digits: LittleCouncil,
) -> None:
    audit = await of_digits.audit_led_by("ann")
    swap = (await spare_of(of_digits, audit, "ann")).swaps[0]
    request = await asked(of_digits, audit, "ann", Proposal(None, swap.audit.id))
    assert (await take(of_digits, request, swap.colleague.id)).state is Standing.TAKEN
    assert (await kept_audit(of_digits, swap.audit)).lead_id == "ann"
