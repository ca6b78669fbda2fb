"""What follows when Teams does not take something: one table, decided in one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connector import ConnectorError, Refused, TryLater, Unreachable
from bot.delivery.retry import (
    EDITS,
    MESSAGES,
    Verdict,
    after_error,
    after_fault,
    sentence_for,
)


def verdict(
    error: ConnectorError,
    *,
    attempts: int = 1,
    left: float | None = None,
    chance: float = 0.5,
) -> Verdict:
    return after_error(error, attempts=attempts, left=left, chance=chance, policy=MESSAGES)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("BotNotInConversationRoster", "Sightline isn't installed for them in Teams."),
        ("ForbiddenOperationException", "Sightline isn't installed for them in Teams."),
        ("ConversationBlockedByUser", "They have blocked Sightline in Teams."),
        ("BotDisabledByAdmin", "An administrator has turned Sightline off in Teams."),
        (
            "MessageWritesBlocked",
            "Teams doesn't let Sightline write to them until they write to it.",
        ),
        ("SomethingNew", "Teams doesn't let Sightline write to them (SomethingNew)."),
    ],
)
def test_who_cannot_be_reached_is_blocked_and_the_reason_is_a_sentence(
    code: str, reason: str
) -> None:
    assert verdict(Unreachable(code)) == Verdict(reason, block=code)
    assert sentence_for(code) == reason


@pytest.mark.parametrize(
    ("status", "code", "detail"),
    [
        (400, "BadSyntax", "400, BadSyntax"),
        (413, None, "413"),
        (None, "ServiceUrlNotAllowed", "ServiceUrlNotAllowed"),
    ],
)
def test_what_is_refused_ends_with_the_status_in_its_reason(
    status: int | None, code: str | None, detail: str
) -> None:
    assert verdict(Refused(status, code)) == Verdict(
        f"Teams refused it ({detail}); Sightline's log has more."
    )


@pytest.mark.parametrize("status", [404, 410])
def test_a_chat_that_is_not_there_is_gone_and_no_fault(status: int) -> None:
    assert verdict(Refused(status, None)) == Verdict(
        "Their chat with Sightline is no longer there in Teams.", gone=True
    )


@pytest.mark.parametrize("status", [412, 502, 503, 504])
def test_retry_after_is_waited_for_but_halts_only_when_there_were_too_many_requests(
    status: int,
) -> None:
    waited = verdict(TryLater(20, status))
    throttled = verdict(TryLater(20, 429))

    assert (waited.again_in, waited.halt) == (20, None)
    assert (throttled.again_in, throttled.halt) == (20, 20)


def test_without_retry_after_nothing_halts() -> None:
    assert verdict(TryLater(None, 429)).halt is None


def test_the_last_attempt_still_halts_its_tenant() -> None:
    last = verdict(TryLater(20, 429), attempts=MESSAGES.attempts)

    assert (last.again_in, last.halt) == (None, 20)
    assert last.reason == "Teams answered 429 at the last of 60 attempts."


@given(attempts=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_a_wait_is_at_least_half_of_its_bound_which_is_four_times_the_last(
    attempts: int, chance: float
) -> None:
    most = min(2.0 * 4.0 ** min(attempts - 1, 20), 3600.0)

    assert most / 2 <= MESSAGES.wait(attempts, chance) <= most
    assert MESSAGES.wait(attempts, chance) == pytest.approx((1 + chance) / 2 * most)


@given(retry_after=st.floats(0, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_nothing_is_tried_before_retry_after(retry_after: float, chance: float) -> None:
    again_in = verdict(TryLater(retry_after, 503), attempts=5, chance=chance).again_in

    assert again_in is not None
    assert again_in >= retry_after


@given(st.integers(1, 2 * MESSAGES.attempts), st.floats(0, 1, exclude_max=True))
def test_attempts_are_bounded(attempts: int, chance: float) -> None:
    again_in = verdict(TryLater(None, 503), attempts=attempts, chance=chance).again_in

    assert (again_in is None) == (attempts >= MESSAGES.attempts)


def test_attempts_span_a_weekend_whatever_is_drawn_and_eight_of_them_about_an_hour() -> None:
    def span(attempts: int, chance: float) -> float:
        return sum(EDITS.wait(attempt, chance) for attempt in range(1, attempts))

    from_friday_at_five_to_monday_at_nine = 64 * 3600
    assert span(EDITS.attempts, 0.0) > from_friday_at_five_to_monday_at_nine
    three_days_of_work = 3 * 9 * 3600
    assert span(MESSAGES.attempts, 0.0) > three_days_of_work - 3600
    assert 45 * 60 < span(8, 0.0) < span(8, 1.0) < 2 * 3600


def test_a_message_is_not_tried_again_once_it_has_expired() -> None:
    ended = verdict(TryLater(60, 503), left=60)

    assert ended == Verdict("Teams answered 503, and it expires before it may be tried again.")
    assert verdict(TryLater(60, 503), left=61).again_in == 60


def test_when_no_answer_came_the_reason_says_so() -> None:
    assert verdict(TryLater(None, None), attempts=MESSAGES.attempts).reason == (
        "Teams could not be reached at the last of 60 attempts."
    )


def test_a_fault_of_ours_is_tried_again_as_often_and_as_long() -> None:
    def again_in(attempts: int, left: float | None = None) -> float | None:
        return after_fault(attempts=attempts, left=left, chance=0.5, policy=MESSAGES).again_in

    assert again_in(MESSAGES.attempts - 1) == 2700
    assert again_in(MESSAGES.attempts) is None
    assert again_in(7, left=2700) is None
