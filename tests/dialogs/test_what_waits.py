"""What waits for somebody, from beside the compose box."""

from dataclasses import replace

from dialogs.conversation import ClosePage, OpenPage
from dialogs.quick_actions import opening
from dialogs.table import VERBS
from dialogs.what_waits import BROUGHT, OPEN, TITLE, WAITS_NO_MORE
from programme.message import MessageKind
from programme.people import Role
from tests.bot.chats import words_of
from tests.dialogs.turns import send, turn
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, UNA, keep, moderation_of, ruled


async def test_all_of_ones_work_is_chosen_and_comes_once_to_ones_own_chat(
    little: LittleCouncil,
) -> None:
    page = await send(little, "ann", opening(OPEN) or {}, THE_FIRST)
    assert isinstance(page, OpenPage), page
    assert page.title == TITLE
    assert "All that waits for me" in words_of(page.card)
    data = {"verb": "work.choose_waiting", "which": "my_work/ann"}
    pressed = await turn(little, "ann", "extension", THE_FIRST)
    for _ in range(2):
        answer = await VERBS["work.choose_waiting"].press(data, pressed)
        assert answer == ClosePage(BROUGHT)
    assert [m.person_id for m in await little.messages(MessageKind.MY_WORK)] == ["ann"]


async def test_what_isnt_ones_own_or_waits_no_more_is_not_brought(little: LittleCouncil) -> None:
    before = await little.everything()
    for which in ("my_work/ben", f"moderation/{'0' * 32}"):
        data = {"verb": "work.choose_waiting", "which": which}
        assert await send(little, "ann", data, THE_FIRST) == ClosePage(WAITS_NO_MORE)
    assert await little.everything() == before


async def test_an_audit_to_moderate_opens_at_once(little: LittleCouncil) -> None:
    await keep(little, UNA)
    ruling = ruled(little, replace(BY_MANAGERS, by=(Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,)))
    audit, *_ = await ruling.submitted()
    moderator = (await moderation_of(ruling, audit.id)).moderator_id
    assert moderator is not None
    data = {"verb": "work.choose_waiting", "which": f"moderation/{audit.id}"}
    opened = await send(ruling, moderator, data)
    assert isinstance(opened, OpenPage), opened
    assert "Record the moderation" in words_of(opened.card)
