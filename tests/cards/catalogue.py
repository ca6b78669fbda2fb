"""Every card and every dialog page, in every state that it can be in, made from its view."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs import audit_pages, draw_allocation, words
from dialogs.action_blocks import COMPLETE as COMPLETE_VERB
from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.work_rows import WorkList
from programme.action import ProposedAction
from programme.draw import Draw, Gap, GapKind, Pairing, TeamNumbers
from programme.message import MessageKind
from programme.people import Role
from programme.round_period import RoundPeriod
from programme.sampling import CohortShare
from programme.use_cases.draw_allocation import Drawn
from programme.use_cases.show_allocation import AllocatedAudit, AllocationView
from tests.cards import council as c
from tests.cards.action_cards import action_cards, typed_in_actions
from tests.cards.asked_cards import asked_cards, typed_in_answers
from tests.cards.dialog_pages import dialog_pages, opened_by
from tests.cards.due_cards import due_cards, typed_of_due
from tests.cards.duty_cards import dip_samples, duties, observations, typed_on_duties
from tests.cards.findings_cards import findings_cards
from tests.cards.follow_up_cards import follow_up_cards, follow_up_typed
from tests.cards.hand_over_cards import hand_over_cards, typed_in_hand_overs
from tests.cards.later_cards import later_cards
from tests.cards.list_cards import lists_of_actions, sent_back, view_of, work, work_lists
from tests.cards.moderation_cards import loops, moderations, typed_in_moderations
from tests.cards.outside_round_cards import outside_round_cards, typed_outside_rounds
from tests.cards.overview_cards import overview_cards, overview_typed
from tests.cards.people_cards import people_cards, typed_of_people
from tests.cards.progress_cards import progress_cards, typed_in_progress
from tests.cards.report_cards import view as report_view
from tests.cards.review_cards import reviews, typed_in_reviews
from tests.cards.round_cards import news, round_with, rounds
from tests.cards.sent import Sent, live
from tests.cards.shared_cards import own_of_a_team, shared, team_cards, work_to_choose
from tests.cards.theme_cards import themes


def _own(
    *lines: AllocatedAudit,
    acknowledged: bool = False,
    notice: str | None = None,
    of: RoundPeriod = c.PERIOD,
) -> Sent:
    view = AllocationView(of, c.PRIYA, lines, c.NOW if acknowledged else None)
    return live(MessageKind.ALLOCATION, view, After(notice))


def _allocations() -> Mapping[str, Sent]:
    many = {f"{n} cases": _own(*map(c.line, range(1, n + 1))) for n in (1, 3, 4, 12)}
    group = AllocationView(
        c.PERIOD,
        c.KWABENA,
        tuple(c.line(n, None, of=c.audit(n, team=f"Team {n % 6 + 1}")) for n in range(1, 19)),
        None,
    )
    return {
        **{f"own allocation, {name}": sent for name, sent in many.items()},
        "own allocation, as peer": _own(c.line(1, "peer")),
        "own allocation, begun for another theme": _own(
            c.line(1, of=replace(c.audit(1), theme="Supervision")),
            c.line(2, of=replace(c.audit(2), theme="Chronologies")),
        ),
        "own allocation, a themed round of several": _own(
            replace(
                c.line(1, peer=False, of=replace(c.audit(peer=False), theme="Chronologies")),
                peer_wanted=False,
            ),
            of=c.MID_WAY,
        ),
        "own allocation, findings acknowledged": _own(
            replace(
                c.line(of=c.submitted(c.audit(peer=False))),
                acknowledged="Findings acknowledged by Yusuf Demir on Tue 1 Dec",
            ),
            of=c.MID_WAY,
        ),
        "own allocation, without a peer": _own(c.line(1, peer=False)),
        "own allocation, acknowledged just now": _own(
            c.line(), acknowledged=True, notice="Acknowledged. Thank you."
        ),
        "own allocation, acknowledged": _own(c.line(), acknowledged=True),
        "own allocation, submitted": _own(c.line(of=c.submitted(c.audit())), acknowledged=True),
        "own allocation, views awaited": _own(c.line(1, "peer", of=c.submitted(c.audit()))),
        "own allocation, complete": _own(c.line(of=c.complete(c.audit())), acknowledged=True),
        "group allocation, 1 case": live(
            MessageKind.GROUP_ALLOCATION, replace(group, lines=group.lines[:1])
        ),
        "group allocation, 18 cases": live(MessageKind.GROUP_ALLOCATION, group),
        "group allocation, 60 cases": live(
            MessageKind.GROUP_ALLOCATION,
            replace(group, lines=tuple(c.line(n, None) for n in range(1, 61))),
        ),
    }


def _helps() -> Mapping[str, Sent]:
    roles = {role: c.person("Alex Morgan", role, team="Malvern") for role in Role}
    framework = c.COUNCIL.framework
    return {
        **{
            f"help for a {role.words}": Sent(words.help_card(who, framework))
            for role, who in roles.items()
        },
        "help, unknown word": Sent(words.help_card(c.PRIYA, framework, unknown="my wrok")),
        "welcome": live(MessageKind.WELCOME, (c.PRIYA, framework)),
        "welcome, for a reviewing officer": live(
            MessageKind.WELCOME, (roles[Role.INDEPENDENT_REVIEWING_OFFICER], framework)
        ),
        "come again": live(MessageKind.MOVED, MessageKind.MODERATIONS),
    }


def _draws() -> Mapping[str, Sent]:
    numbers = tuple(
        TeamNumbers(f"Team {n}", f"Area {n % 6}", 1 + n % 2, 1, n % 3, 0) for n in range(20)
    )
    pairings = tuple(
        Pairing(f"CF-{n}", "child_in_need", f"Team {n}", "Area", "t", "l", "p" if n else None, ())
        for n in range(20)
    )
    gaps = tuple(
        Gap(GapKind.NO_PEER, f"No second team manager in Area {n}, so nobody can be the peer.")
        for n in range(12)
    )
    shares = tuple(CohortShare(cohort, 100, 3, 2) for cohort in c.COHORTS)
    draw = Draw(2026, c.PERIOD, pairings, gaps, shares)
    drawn = Drawn(draw, numbers, "0123456789abcdef", {})
    plain = replace(drawn, draw=replace(draw, gaps=()))
    many = replace(drawn, draw=replace(draw, gaps=gaps * 30))
    return {
        "draw preview, 20 teams": Sent(draw_allocation.preview_card(drawn, None)),
        "draw preview, which round?": Sent(draw_allocation.choice_card(c.SEVERAL)),
        "draw preview, one of several rounds": Sent(
            draw_allocation.preview_card(
                replace(drawn, draw=replace(draw, of=c.MID_WAY, theme="Chronologies")), None
            )
        ),
        "draw preview, no gaps": Sent(draw_allocation.preview_card(plain, None)),
        "draw preview, changed lists": Sent(
            draw_allocation.preview_card(drawn, "The lists have changed since this preview.")
        ),
        "draw preview, 360 gaps": Sent(draw_allocation.preview_card(many, None)),
    }


SECTIONS: tuple[Callable[[], Mapping[str, Sent]], ...] = (
    _allocations,
    due_cards,
    rounds,
    lists_of_actions,
    findings_cards,
    action_cards,
    work_lists,
    people_cards,
    progress_cards,
    hand_over_cards,
    themes,
    _helps,
    _draws,
    dialog_pages,
    asked_cards,
    follow_up_cards,
    outside_round_cards,
    overview_cards,
    duties,
    dip_samples,
    observations,
    reviews,
    moderations,
    loops,
    work_to_choose,
    shared,
    team_cards,
    later_cards,
)


def catalogue() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    return {name: sent for section in SECTIONS for name, sent in section().items()}


def typed_everywhere(words: str) -> Mapping[str, Card]:
    """Cards and pages on which people have typed `words` wherever they can."""
    one = replace(c.action(1, words), extension_reason=words, first_due=c.TODAY)
    done = replace(c.completed(2, words), text=words)
    draft = replace(
        c.record(1), went_well=words, to_learn=words, actions=(ProposedAction(words, "A", c.TODAY),)
    )
    opened = opened_by("lead", replace(c.audit(), record=draft))
    view = view_of(one, done)
    returned = sent_back(COMPLETE_VERB, one, words, {"note": "Please mend it."})
    return {
        **{name: sent.card for name, sent in typed_in_actions(words).items()},
        **{name: sent.card for name, sent in typed_of_people(words).items()},
        **{name: sent.card for name, sent in typed_of_due(words).items()},
        **{name: sent.card for name, sent in typed_in_progress(words).items()},
        **{name: sent.card for name, sent in typed_in_hand_overs(words).items()},
        "round": live(MessageKind.ROUND, round_with(news(words))).card,
        "actions": live(MessageKind.ACTIONS, view).card,
        "actions, alone": live(MessageKind.ACTIONS, view_of(one)).card,
        "actions, told": live(MessageKind.ACTIONS, view, After(f"Completed: {words}")).card,
        "actions, returned": live(MessageKind.ACTIONS, view, returned).card,
        "my work": live(
            MessageKind.MY_WORK, WorkList(replace(work(0).work, actions=view.lines))
        ).card,
        "team's card, one's own": own_of_a_team(view.lines[:1]).card,
        "the actions page": audit_pages.page(opened, "actions"),
        "the last page": audit_pages.page(opened, "check"),
        **follow_up_typed(words),
        **typed_outside_rounds(words),
        **overview_typed(words),
        **typed_on_duties(words),
        **typed_in_reviews(words),
        **typed_in_moderations(words),
        **typed_in_answers(words),
        "chair's report": live(MessageKind.CHAIRS_REPORT, report_view(words)).card,
    }
