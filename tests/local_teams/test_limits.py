from hypothesis import given
from hypothesis import strategies as st

from bot.local_teams.limits import TEAMS, Throttle
from tests.local_teams.stage import Monotonic


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=200))
def test_no_window_ever_holds_more_than_its_limit(pauses: list[float]) -> None:
    clock = Monotonic()
    throttle = Throttle(TEAMS.conversation, clock)
    admitted: list[float] = []
    for pause in pauses:
        clock.seconds += pause
        if throttle.admit("chat") == 0:
            admitted.append(clock.seconds)
    for count, seconds in TEAMS.conversation:
        for start in admitted:
            assert sum(start <= each < start + seconds for each in admitted) <= count


def test_after_waiting_as_told_the_next_request_passes() -> None:
    clock = Monotonic()
    throttle = Throttle(TEAMS.conversation, clock)
    for _ in range(1800):
        wait = throttle.admit("chat")
        while wait > 0:
            clock.seconds += wait
            wait = throttle.admit("chat")
    wait = throttle.admit("chat")
    assert wait > 1000
    clock.seconds += wait
    assert throttle.admit("chat") == 0


def test_keys_have_windows_of_their_own() -> None:
    throttle = Throttle(((1, 60),), Monotonic())
    assert throttle.admit("one") == 0
    assert throttle.admit("one") == 60
    assert throttle.admit("two") == 0
