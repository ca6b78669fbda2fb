"""A completion by mistake is taken back by whoever made it (WC-08)."""

from datetime import date

import pytest

from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.message import MessageKind, audit_entity
from tests.little_council import (
    DUE,
    LittleCouncil,
)
from tests.programme.use_cases.acting_on_actions import (
    HIGH,
    card,
    done,
    reopen,
)


@pytest.mark.rule("WC-08")
async def test_a_completion_by_mistake_is_taken_back_by_who_made_it(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert "Completed by mistake?" in told
    assert "Completed by mistake?" not in await card(ash, MessageKind.ACTIONS, "abe", audit.id, DUE)
    with pytest.raises(AskSomeoneAllowed):
        await reopen(ash, completed, DUE, by="abe")
    await ash.settle("abe", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    opened = await reopen(ash, completed, DUE)
    assert opened.is_open
    assert opened.due == DUE
    assert ("abe", MessageKind.ACTIONS) in await ash.behind()
    before = await ash.everything()
    assert await reopen(ash, completed, DUE) == opened
    assert await ash.everything() == before


@pytest.mark.rule("WC-08")
async def test_the_day_after_next_it_is_too_late_to_take_it_back(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    late = date(2026, 12, 22)
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        await reopen(ash, completed, late)
    assert "by mistake" not in await card(ash, MessageKind.ACTIONS, "ann", audit.id, late)
