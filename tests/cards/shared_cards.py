"""The pages that choose from a list, what the message extension brings into a chat, and the team's
card in a channel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dialogs import choose_work, open_work, shared_card, team_card
from dialogs.action_blocks import choice_value
from dialogs.choose_work import Form
from dialogs.team_in_channel import SUMMARY
from programme.message import MessageKind
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_team_in_channel import Standing, TeamView
from programme.use_cases.show_work_to_do import WorkToDo
from tests.cards import council as c
from tests.cards.sent import Sent, live


def work_to_choose() -> Mapping[str, Sent]:
    """An audit or an action, of few and of more than a page takes."""
    some = [c.action_line(c.action(number)) for number in (1, 2)]
    many = [c.action_line(c.action(number, c.long_words(500))) for number in range(1, 100)]
    chosen = choice_value(some[1])
    returned = Form(
        some,
        "Not completed yet: please see below.",
        {"action": chosen, "note": c.long_words(1000)},
        {"note": "This looks like a phone number. Please take it out."},
    )
    audits = [c.line(1), c.line(2, "peer")]
    return {
        "choose an action": Sent(choose_work.actions_page(Form(some))),
        "choose an action, returned": Sent(choose_work.actions_page(returned)),
        "choose an action, 99": Sent(choose_work.actions_page(Form(many))),
        "choose an audit to record": Sent(choose_work.audits_page(audits)),
        "choose an audit to record, 99": Sent(
            choose_work.audits_page([c.line(number) for number in range(1, 100)])
        ),
    }


def shared() -> Mapping[str, Sent]:
    """What is brought into a chat, and what opens from it."""
    line, action = c.line(1), c.action_line(c.action(1))
    others = replace(c.line(1, None), part=None)
    brought = {
        "an audit": shared_card.of_audit(line, "To do", c.TODAY),
        "an action": shared_card.of_action(action, "Due", c.TODAY),
        "a completed action": shared_card.of_action(c.action_line(c.completed()), "", c.TODAY),
        "a case": shared_card.of_case("CF-2001", c.TODAY),
    }
    many = WorkToDo(
        tuple(c.line(number) for number in range(1, 30)),
        tuple(c.action_line(c.action(number, c.long_words(500))) for number in range(1, 30)),
    )
    return {
        **{f"shared, {name}": Sent(found.card, version="1.3") for name, found in brought.items()},
        "opened, an audit": Sent(open_work.audit_page(others)),
        "opened, an action": Sent(open_work.action_page(action)),
        "opened, another team's action": Sent(
            open_work.action_page(c.action_line(c.action(1), may_act=False))
        ),
        "opened, a case": Sent(open_work.case_page(WorkToDo((line,), (action,)))),
        "opened, a case with the most": Sent(open_work.case_page(many)),
        "opened, a case with the most, its last page": Sent(open_work.case_page(many, 2)),
    }


def own_of_a_team(actions: Sequence[ActionLine]) -> Sent:
    """One reader's view of a team's card with those actions."""
    team = Standing("a" * 32, "Harrowmere North", c.TODAY, len(actions), 0, 0, None)
    work = WorkToDo((), tuple(actions))
    card = team_card.own_card(work, team, (), c.TODAY, counts=True)
    return Sent(card, SUMMARY)


def team_cards() -> Mapping[str, Sent]:
    """As everyone in the channel sees it, and as one reader does."""
    ids = [f"29:{number:085x}" for number in range(1, 70)]
    team = Standing("a" * 32, "Harrowmere North", c.TODAY, 4, 1, 3, date(2026, 12, 10))
    area = replace(team, place="Locality " * 20, open_actions=12_345, audits=1_234)
    late = c.action_line(replace(c.action(2), due=date(2026, 11, 26)))
    little = WorkToDo((c.line(2, "peer"), c.line(1)), (c.action_line(c.action(1)), late))
    many = WorkToDo(
        tuple(c.line(number) for number in range(1, 30)),
        tuple(c.action_line(c.action(number, c.long_words(500))) for number in range(1, 30)),
    )

    def own(work: WorkToDo, *, counts: bool) -> Sent:
        card = team_card.own_card(work, team, ids[:1], c.TODAY, counts=counts)
        return Sent(card, SUMMARY)

    return {
        "team's card": live(MessageKind.TEAM_CARD, TeamView(team, tuple(ids[:3]), ())),
        "team's card, with the most": Sent(team_card.base_card(area, ids), SUMMARY),
        "team's card, nothing open": Sent(
            team_card.base_card(
                replace(team, open_actions=0, overdue=0, audits=0, nearest=None), ()
            ),
            SUMMARY,
        ),
        "team's card, one's own": own(little, counts=True),
        "team's card, an auditor's own": own(WorkToDo((c.line(1),), ()), counts=False),
        "team's card, the most of one's own": own(many, counts=True),
    }
