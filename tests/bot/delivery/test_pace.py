"""The pace, on a clock that is simulated: windows are exact, and nothing waits needlessly."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import OFF, Pace, PaceSettings, Window
from tests.bot.delivery.simulated_time import simulate

TEAMS = PaceSettings()
Asked = tuple[float, str, str]
"""When a request asks for its turn, its tenant, its conversation."""


def pace(kept: PaceSettings = TEAMS) -> Pace:
    return Pace(kept, asyncio.get_running_loop().time, asyncio.sleep)


async def turns(kept: PaceSettings, asked: Iterable[Asked]) -> list[float]:
    """When each was let through, in the order in which they were asked for."""
    paced = pace(kept)

    async def ask(at: float, tenant_id: str, conversation_id: str) -> float:
        await asyncio.sleep(at)
        async with paced.turn(tenant_id, conversation_id):
            return asyncio.get_running_loop().time()

    return await asyncio.gather(*(ask(*one) for one in asked))


async def once(paced: Pace, tenant_id: str, conversation_id: str) -> None:
    """A request that is answered in no time."""
    async with paced.turn(tenant_id, conversation_id):
        pass


def bounds(times: Sequence[float], windows: tuple[Window, ...], margin: float) -> list[float]:
    """For each time, the earliest that the windows allow it after those before it."""
    return [
        max(
            (
                times[index - count] + seconds + margin
                for count, seconds in windows
                if index >= count
            ),
            default=0.0,
        )
        for index in range(len(times))
    ]


windows = st.lists(st.tuples(st.integers(1, 5), st.floats(0.1, 10)), min_size=1, max_size=3).map(
    tuple
)
requests = st.lists(
    st.tuples(st.floats(0, 20), st.sampled_from(["a", "b"]), st.sampled_from("uvwxyz")),
    min_size=1,
    max_size=60,
)


@settings(deadline=None, max_examples=150)
@given(tenant=windows, conversation=windows, asked=requests)
def test_no_window_is_ever_overfull_and_no_request_waits_but_for_a_full_one(
    tenant: tuple[Window, ...], conversation: tuple[Window, ...], asked: list[Asked]
) -> None:
    asked = [(at, tenant_id, f"{tenant_id}:{place}") for at, tenant_id, place in asked]
    kept = PaceSettings(tenant, conversation, margin=0.03)

    passed = simulate(turns(kept, asked))

    earliest: dict[int, list[float]] = defaultdict(list)
    for part, of_part in ((1, tenant), (2, conversation)):
        for name in {one[part] for one in asked}:
            # Those let through at one instant are alike to the windows: any order will do.
            chosen = sorted((passed[i], i) for i, one in enumerate(asked) if one[part] == name)
            allowed = bounds([at for at, _ in chosen], of_part, kept.margin)
            for (at, index), bound in zip(chosen, allowed, strict=True):
                assert at >= bound - 1e-6
                earliest[index].append(bound)
    for index, (at, _, _) in enumerate(asked):
        assert passed[index] <= max(at, *earliest[index]) + 1e-6


@settings(deadline=None, max_examples=100)
@given(
    tenant=windows,
    conversation=windows,
    asked=st.lists(
        st.tuples(st.sampled_from("uvw"), st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=40
    ),
)
def test_whenever_a_request_arrives_before_its_answer_no_window_is_overfull(
    tenant: tuple[Window, ...],
    conversation: tuple[Window, ...],
    asked: list[tuple[str, float, float]],
) -> None:
    arrived: list[tuple[float, str]] = []

    async def ask(paced: Pace, name: str, on_its_way: float, back: float) -> None:
        async with paced.turn("t", name):
            await asyncio.sleep(on_its_way)
            arrived.append((asyncio.get_running_loop().time(), name))
            await asyncio.sleep(back)

    async def all_of_them() -> None:
        paced = pace(PaceSettings(tenant, conversation, margin=0))
        await asyncio.gather(*(ask(paced, *one) for one in asked))

    simulate(all_of_them())

    for name, kept in (("uvw", tenant), *((name, conversation) for name in "uvw")):
        times = [at for at, to in arrived if to in name]
        for at, bound in zip(times, bounds(times, kept, 0.0), strict=True):
            assert at >= bound - 1e-6


@pytest.mark.parametrize("count", [500, 5_000])
@pytest.mark.parametrize(("answered_in", "at_most"), [(0.0, 1.02), (0.02, 1.04), (0.1, 1.12)])
def test_a_council_is_written_to_at_very_nearly_fifty_a_second(
    count: int, answered_in: float, at_most: float
) -> None:
    async def sent(paced: Pace, number: int) -> float:
        async with paced.turn("t", f"c{number}"):
            await asyncio.sleep(answered_in)
            return asyncio.get_running_loop().time()

    async def all_of_them() -> list[float]:
        paced = pace()
        return await asyncio.gather(*(sent(paced, number) for number in range(count)))

    assert max(simulate(all_of_them())) <= at_most * count / 50


def test_councils_do_not_wait_for_each_other() -> None:
    asked = [(0.0, f"t{number % 2}", f"c{number}") for number in range(100)]

    assert max(simulate(turns(TEAMS, asked))) == 0


def test_a_busy_conversation_holds_up_only_itself() -> None:
    busy = [(0.0, "t", "busy")] * 40
    others = [(0.001, "t", f"c{number}") for number in range(30)]

    passed = simulate(turns(TEAMS, busy + others))

    assert max(passed[40:]) < 0.01 < 1 < min(passed[7:40])


def test_a_halt_holds_up_its_tenant_and_no_other() -> None:
    async def halted() -> tuple[float, float, float]:
        paced, time = pace(), asyncio.get_running_loop().time
        paced.halt("t", 30)
        paced.halt("t", 5)
        remaining = paced.halted_for("t")
        await once(paced, "u", "d")
        other = time()
        await once(paced, "t", "c")
        return remaining, other, time()

    assert simulate(halted()) == (30, 0, 30)


def test_a_halt_is_kept_by_who_waits_already() -> None:
    async def halted() -> float:
        paced = pace(PaceSettings(tenant=((1, 10.0),), margin=0))
        await once(paced, "t", "c")
        waiting = asyncio.create_task(once(paced, "t", "d"))
        await asyncio.sleep(1)
        paced.halt("t", 60)
        await waiting
        return asyncio.get_running_loop().time()

    assert simulate(halted()) == 61


def test_who_stops_waiting_lets_the_next_one_through() -> None:
    async def given_up() -> float:
        paced = pace(PaceSettings(tenant=((1, 10.0),), margin=0))
        await once(paced, "t", "c")
        first = asyncio.create_task(once(paced, "t", "d"))
        second = asyncio.create_task(once(paced, "t", "e"))
        await asyncio.sleep(1)
        first.cancel()
        await second
        return asyncio.get_running_loop().time()

    assert simulate(given_up()) == 10


def test_without_a_pace_nothing_waits_but_for_a_halt() -> None:
    async def unpaced() -> tuple[float, float]:
        paced, time = pace(OFF), asyncio.get_running_loop().time
        for _ in range(1_000):
            await once(paced, "t", "c")
        before = time()
        paced.halt("t", 3)
        await once(paced, "t", "c")
        return before, time()

    assert simulate(unpaced()) == (0, 3)


def test_conversations_are_forgotten_once_their_windows_have_passed() -> None:
    async def remembered() -> tuple[int, int]:
        paced = pace(PaceSettings(tenant=()))
        for number in range(1_000):
            await once(paced, "t", f"c{number}")
        full = len(paced._conversations)
        await asyncio.sleep(3_601)
        for number in range(1_000):
            await once(paced, "t", f"d{number % 3}")
            await asyncio.sleep(1)
        return full, len(paced._conversations)

    assert simulate(remembered()) == (1_000, 3)


def test_a_busy_conversation_is_remembered_no_further_back_than_it_counts() -> None:
    async def remembered() -> int:
        paced = pace(PaceSettings(tenant=((5, 1.0),), conversation=((7, 1.0),)))
        for _ in range(500):
            await once(paced, "t", "c")
        return len(paced._conversations["c"].answers)

    assert simulate(remembered()) <= 14
