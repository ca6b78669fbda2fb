"""A list that is longer than a card says how many more there are, and how they are seen."""

from dataclasses import replace

from dialogs.action_blocks import MOST_ROWS
from dialogs.conversation import OpenPage
from dialogs.live_card import After
from dialogs.open_work import case_page
from dialogs.shared_card import OPEN_CASE
from dialogs.table import VERBS
from dialogs.work_list import my_card
from dialogs.work_rows import WorkList
from programme.use_cases.show_work import WorkView
from programme.use_cases.show_work_to_do import WorkToDo
from storage.engine import Engine
from tests.bot.chats import buttons, titles, words_of
from tests.cards import council as c
from tests.dialogs.turns import turn
from tests.little_council import ADDED, THE_FIRST, little_council

ONWARD, BACK = "Show what follows", "Back to the first"


def work(audits: int, actions: int) -> WorkToDo:
    return WorkToDo(
        tuple(c.line(number) for number in range(audits)),
        tuple(c.action_line(c.action(number)) for number in range(1, actions + 1)),
    )


def shown(work: WorkToDo, page: int) -> list[tuple[str, str]]:
    """The audits and actions that a page has a button for, each with its verb."""
    found = [data for _, data in buttons(case_page(work, page))]
    named = [each for each in found if "case" not in each]
    return [(each["verb"], each.get("audit_id") or each["action_id"]) for each in named]


def test_a_case_that_fits_a_card_has_no_button_to_go_on() -> None:
    page = case_page(work(MOST_ROWS, MOST_ROWS))
    assert ONWARD not in titles(page)
    assert "Further on" not in words_of(page)


def test_every_audit_and_action_of_a_case_is_on_one_of_its_pages() -> None:
    many = work(MOST_ROWS + 1, 2 * MOST_ROWS + 2)
    pages = [shown(many, number) for number in range(3)]
    assert len(set().union(*pages)) == sum(map(len, pages)) == 3 * MOST_ROWS + 3
    told = words_of(case_page(many))
    assert f"Further on: 1 audit and {MOST_ROWS + 2} actions of this case." in told
    assert "Further on: 2 actions of this case." in words_of(case_page(many, 1))
    assert "Further on" not in words_of(case_page(many, 2))
    assert [titles(case_page(many, number))[-1] for number in range(3)] == [ONWARD, ONWARD, BACK]


async def test_the_button_shows_the_next_page_of_the_case(engine: Engine) -> None:
    office = little_council(engine)
    await office.fill()
    await office.draw(now=ADDED)
    action = await office.an_action()
    further = [replace(action, id=f"{n:032x}", number=n) for n in range(2, MOST_ROWS + 2)]
    async with office.work(office.tenant_id) as w:
        await w.actions.add(further)
        await w.commit()

    async def opened(page: int) -> str:
        data = {"verb": OPEN_CASE, "case": action.case_reference, "page": page}
        answer = await VERBS[OPEN_CASE].press(data, await turn(office, "ann", "dialog", THE_FIRST))
        assert isinstance(answer, OpenPage)
        return words_of(answer.card)

    first, second = await opened(0), await opened(1)
    assert "Further on: 1 action of this case." in first
    assert BACK in second
    assert await opened(7) == first, "what a later page had is done by now"


def test_a_list_of_work_that_is_cut_says_where_the_others_are() -> None:
    def told(actions: int) -> str:
        lines = work(0, actions).actions
        view = WorkView(c.PRIYA, c.TODAY, ("Ash",), (), lines)
        return words_of(my_card(WorkList(view), After()))

    assert "Find my work" not in told(MOST_ROWS)
    assert "“Find my work”, beside the compose box, lists the others too." in told(MOST_ROWS + 1)
    assert "2 things, the most urgent first." in told(2)
    assert "1 thing." in told(1)
    assert "most urgent" not in told(1)
