"""Disputes climb: each level stands above the one before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.people import Role, rank
from programme.rules.dispute import DisputeRule, Level

CHAIRS = (Role.CONFERENCE_CHAIR,)


def _dispute(*roles: Role, by: tuple[Role, ...] = CHAIRS, remind: int = 1) -> DisputeRule:
    return DisputeRule("drp", "Dispute", by, tuple(Level(role, 5) for role in roles), remind)


@given(st.lists(st.sampled_from(sorted(Role)), min_size=1, max_size=6, unique=True))
def test_a_ladder_is_taken_exactly_when_it_ascends(roles: list[Role]) -> None:
    ranks = [rank(role) for role in roles]
    if ranks == sorted(set(ranks)):
        assert [level.role for level in _dispute(*roles).levels] == roles
    else:
        with pytest.raises(ValueError, match="levels: each stands above the one before it"):
            _dispute(*roles)


def test_a_dispute_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="levels: director stands there twice"):
        _dispute(Role.DIRECTOR, Role.DIRECTOR)
    with pytest.raises(ValueError, match="raised_by says who may raise it"):
        _dispute()
    with pytest.raises(ValueError, match="raised_by says who may raise it"):
        _dispute(Role.DIRECTOR, by=())
    with pytest.raises(ValueError, match="remind_before is from 0 to 10"):
        _dispute(Role.DIRECTOR, remind=11)
    with pytest.raises(ValueError, match="working_days is from 1 to 60"):
        Level(Role.DIRECTOR, 0)
