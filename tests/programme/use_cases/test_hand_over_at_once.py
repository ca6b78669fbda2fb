"""A request to be spared an audit and the audit itself are changed at once: nobody is in anybody's
way, and whoever is second is shown how it stands."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import pytest

from programme.audit import Audit
from programme.errors import ShowAsItIsNow
from programme.hand_over import Ground, HandOver, Standing
from programme.message import MessageKind
from programme.ports import Work
from programme.shown import AUDITORS
from programme.use_cases.answer_hand_over import (
    AnswerHandOver,
    take_back_hand_over,
    take_hand_over,
)
from programme.use_cases.ask_hand_over import AskHandOver, Proposal, ask_hand_over
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from tests.little_council import LittleCouncil
from tests.programme.use_cases.handing_over import (
    FORM,
    LATER,
    OTHER_FORM,
    answer,
    asked,
    kept,
    kept_audit,
)
from tests.programme.use_cases.overtaken import Doing, WorkJoinedEarly, at_once

KIND = MessageKind.AUDITORS_NEEDED
Pressing = Callable[[LittleCouncil, Audit, HandOver], Awaitable[Doing]]


@pytest.fixture(params=["postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite has one writer at a time."""
    return str(request.param)


async def _takes(little: LittleCouncil, _audit: Audit, request: HandOver) -> Doing:
    command = await answer(little, request, "ben")
    return lambda work: take_hand_over(command, work=work, now=LATER)


async def _takes_back(little: LittleCouncil, _audit: Audit, request: HandOver) -> Doing:
    command = await answer(little, request, "eve")
    return lambda work: take_back_hand_over(command, work=work, now=LATER)


async def _reassigns(little: LittleCouncil, audit: Audit, _request: HandOver) -> Doing:
    quinn = await little.person("quinn")
    command = ReassignAudit(
        little.council, quinn, audit.id, "lead", audit.version, "cat", "Eve is away.", "card"
    )
    return lambda work: reassign_audit(command, work=work, now=LATER)


async def _withdraws(little: LittleCouncil, audit: Audit, _request: HandOver) -> Doing:
    quinn = await little.person("quinn")
    command = WithdrawAudit(
        little.council, quinn, audit.id, audit.version, "The case has closed.", "card"
    )
    return lambda work: withdraw_audit(command, work=work, now=LATER)


PRESSES: Mapping[str, Pressing] = {
    "takes": _takes,
    "takes back": _takes_back,
    "reassigns": _reassigns,
    "withdraws": _withdraws,
}
PAIRS = [(one, other) for one in PRESSES for other in PRESSES if one != other]


@pytest.mark.parametrize(("one", "another"), PAIRS)
async def test_of_two_who_decide_about_an_audit_at_once_one_does_and_the_other_is_shown(
    announced: LittleCouncil, one: str, another: str
) -> None:
    audit = await announced.audit_led_by("eve")
    request = await asked(announced, audit, "eve", Proposal("ben"))
    await announced.settle("quinn", KIND, AUDITORS, AUDITORS, f"audit:{audit.id}")
    refused: list[str] = []

    def noting(name: str, press: Doing) -> Doing:
        async def noted(work: Work) -> None:
            try:
                await press(work)
            except ShowAsItIsNow:
                refused.append(name)

        return noted

    both = [noting(name, await PRESSES[name](announced, audit, request)) for name in (one, another)]
    await at_once(announced, both[0], both[1], joined=WorkJoinedEarly)

    assert len(refused) <= 1
    ended = await kept(announced, request.id)
    now = await kept_audit(announced, audit)
    lead = {"takes": "ben", "reassigns": "cat"}
    did = [name for name in (one, another) if name not in refused]
    leads = [lead[name] for name in did if name in lead] or ["eve"]
    assert [now.lead_id] == leads
    assert now.is_withdrawn == ("withdraws" in did)
    assert ended.state is not Standing.ASKED
    assert ended.version == request.version + 1


async def test_of_two_swaps_that_cross_one_is_done_and_the_other_is_shown(
    announced: LittleCouncil,
) -> None:
    mine, theirs = [await announced.audit_led_by(who) for who in ("ann", "cat")]
    there = await asked(announced, mine, "ann", Proposal(swap_audit_id=theirs.id))
    back = await asked(announced, theirs, "cat", Proposal(swap_audit_id=mine.id), form=OTHER_FORM)
    commands = [await answer(announced, there, "cat"), await answer(announced, back, "ann")]
    refused: list[str] = []

    async def takes(command: AnswerHandOver, work: Work) -> None:
        try:
            await take_hand_over(command, work=work, now=LATER)
        except ShowAsItIsNow:
            refused.append(command.request_id)

    both = [partial(takes, command) for command in commands]
    await at_once(announced, both[0], both[1], joined=WorkJoinedEarly)

    assert refused == [back.id]
    assert [(await kept_audit(announced, each)).lead_id for each in (mine, theirs)] == [
        "cat",
        "ann",
    ]
    assert (await kept(announced, back.id)).state is Standing.OVERTAKEN


async def test_of_two_forms_at_once_for_one_part_the_later_takes_the_place_of_the_other(
    announced: LittleCouncil,
) -> None:
    audit, eve = await announced.audit_led_by("eve"), await announced.person("eve")
    asking = [
        AskHandOver(announced.council, eve, form, audit.id, Ground.AWAY, "", Proposal(to), "dialog")
        for form, to in ((FORM, "ben"), (OTHER_FORM, "cat"))
    ]

    async def asks(command: AskHandOver, work: Work) -> None:
        await ask_hand_over(command, work=work, now=LATER)

    await at_once(announced, partial(asks, asking[0]), partial(asks, asking[1]))

    states = [(await kept(announced, form)).state for form in (FORM, OTHER_FORM)]
    assert states == [Standing.REPLACED, Standing.ASKED]
