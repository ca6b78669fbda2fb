"""Who moderates by the rule: roles, some of them in one service area alone."""

import pytest

from programme.people import Role
from programme.rules.moderation import ModerationRule
from programme.rules.post import Post
from tests.little_council import person

SAFEGUARDING = Post(Role.SERVICE_MANAGER, ("Safeguarding",))
ROLES = (Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER)
NAMED = ModerationRule("named_moderators", ROLES, 10, 5, only_of=(SAFEGUARDING,))


@pytest.mark.rule("WB-04")
def test_a_role_that_is_bounded_is_only_held_in_its_service_area() -> None:
    assert NAMED.posts == (SAFEGUARDING, Post(Role.PRINCIPAL_SOCIAL_WORKER))
    held = {
        "Sue": person("Sue", Role.SERVICE_MANAGER, area="Safeguarding"),
        "Pia": person("Pia", Role.PRINCIPAL_SOCIAL_WORKER, area="North"),
    }
    assert all(map(NAMED.is_moderator, held.values()))
    assert not NAMED.is_moderator(person("Sid", Role.SERVICE_MANAGER, area="North"))
    assert not NAMED.is_moderator(person("Sol", Role.SERVICE_MANAGER))
    assert not NAMED.is_moderator(person("Quinn", Role.QA_OFFICER))


def test_a_post_is_said_in_words() -> None:
    assert SAFEGUARDING.words == "service manager of Safeguarding"
    assert Post(Role.QA_OFFICER).words == "QA officer"


def test_only_roles_that_moderate_are_bounded_and_each_once() -> None:
    with pytest.raises(ValueError, match="only_of bounds roles of by, and QA officer is none"):
        ModerationRule("a_share", ROLES, 10, 5, only_of=(Post(Role.QA_OFFICER),))
    with pytest.raises(ValueError, match="only_of: service_manager stands there twice"):
        ModerationRule("a_share", ROLES, 10, 5, only_of=(SAFEGUARDING, SAFEGUARDING))
    with pytest.raises(ValueError, match="by: service_manager stands there twice"):
        ModerationRule("a_share", (Role.SERVICE_MANAGER,) * 2, 10, 5)
