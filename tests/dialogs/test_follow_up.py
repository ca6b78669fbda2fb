"""What people press on the cards of what follows an audit, and what they are answered."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs import ask_for_audit_pages as asking_pages
from dialogs.action_blocks import COMPLETE
from dialogs.conversation import Answer, ClosePage, OpenPage, ShowCard, ShowLive, Turn
from dialogs.grade_alert import ANSWER
from dialogs.outcome import USE
from dialogs.review_audit import REVIEW
from dialogs.table import LIVE, VERBS
from dialogs.words import say
from programme.audit import AuditState
from programme.calendar import day_in_words
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.outside_rounds import re_audit_id
from programme.use_cases.reassign_audit import ReassignAudit, reassign_audit
from storage.engine import Engine
from tests.bot.chats import buttons, problems_in, titles, words_of
from tests.follow_up import (
    ALERT,
    ASKED,
    BEST,
    CELEBRATION,
    COMMISSION,
    PIA,
    RE_AUDIT,
    WORST,
    add_people,
    audit_of,
    graded,
    turn,
    with_rules,
)
from tests.little_council import ADDED, THE_FIRST, LittleCouncil, little_council

THEMED = COMMISSION.__class__("themed", "Thematic audit", COMMISSION.by, COMMISSION.tool, 20)
TOPIC = "Visits after a return home"


@pytest.fixture
async def office(engine: Engine) -> LittleCouncil:
    """December drawn; grades alert and are celebrated, and Gil may ask for audits."""
    rules = {"alerts": (ASKED,), "celebration": CELEBRATION, "commissions": (COMMISSION, THEMED)}
    little = with_rules(little_council(engine), **rules)
    await little.fill()
    await add_people(little, PIA)
    await little.draw(now=ADDED)
    return little


async def _press(turn: Turn, verb: str, **data: object) -> Answer:
    return await VERBS[verb].press({"verb": verb, **data}, turn)


@pytest.mark.rule("KT-07")
async def test_an_answer_is_kept_and_one_that_is_not_comes_back_as_typed(
    office: LittleCouncil,
) -> None:
    audit, _ = await graded(office, WORST)
    ann = await turn(office, "ann")
    back = await _press(ann, ANSWER, audit_id=audit.id, version=1, answer="Ring 07700 900123")
    assert isinstance(back, ShowLive)
    assert back.typed is not None
    assert back.typed.values == {"answer": "Ring 07700 900123"}
    assert "phone number" in back.typed.problems["answer"]
    kept = await _press(ann, ANSWER, audit_id=audit.id, version=1, answer="The child was seen.")
    assert kept == ShowLive(
        MessageKind.GRADE_ALERT,
        audit.id,
        notice="Thank you. The lead auditor and the QA officers see it.",
    )
    stale = await _press(ann, ANSWER, audit_id=audit.id, version=1, answer="Something else.")
    assert isinstance(stale, ShowLive)
    assert stale.typed is not None
    assert stale.typed.problems == {}


@pytest.mark.rule("BD-09")
async def test_an_example_is_kept_once(office: LittleCouncil) -> None:
    audit, _ = await graded(office, BEST)
    pia = await turn(office, "pia")
    said = [await _press(pia, USE, audit_id=audit.id) for _ in range(2)]
    assert [one.notice for one in said if isinstance(one, ShowLive)] == [
        "Kept. Thank you.",
        "This is an example already.",
    ]


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
async def test_an_audit_is_asked_for_by_a_typed_word_and_two_pages(office: LittleCouncil) -> None:
    gil = await turn(office, "gil", source="dialog")
    invited = await say("Ask for an audit", gil)
    assert isinstance(invited, ShowCard)
    assert "Targeted audit, due within 10 working days" in words_of(invited.card)
    ((_, opening),) = buttons(invited.card)
    page = await _press(gil, asking_pages.OPEN, step=opening["step"])
    assert isinstance(page, OpenPage)
    typed = {"commission": "themed", "topic": TOPIC, "reference": "cf-10"}
    page = await _press(gil, asking_pages.CHOOSE, step=1, **typed)
    assert isinstance(page, OpenPage)
    assert "I do it myself" in words_of(page.card)
    ((_, carried),) = buttons(page.card)
    assert (carried["commission"], carried["reference"]) == ("themed", "CF-10")
    done = await VERBS[asking_pages.ASK].press({**carried, "auditor": "ben"}, gil)
    assert isinstance(done, ClosePage)
    (message,) = await office.messages(MessageKind.COMMISSIONED)
    audit = await audit_of(office, message.subject)
    assert message.person_id == audit.lead_id == "ben"
    assert f"The auditor has it until {day_in_words(audit.due)}" in done.words


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
async def test_a_case_is_drawn_for_whoever_names_none(office: LittleCouncil) -> None:
    gil = await turn(office, "gil", source="dialog")
    page = await _press(gil, asking_pages.OPEN, step=0)
    assert isinstance(page, OpenPage)
    assert "Draw from which team?" in words_of(page.card)
    typed = {"commission": "themed", "topic": TOPIC, "team": "Ash", "cohort": "*"}
    page = await _press(gil, asking_pages.CHOOSE, step=1, **typed)
    assert isinstance(page, OpenPage)
    assert "It was drawn at random from " in words_of(page.card)
    ((_, carried),) = buttons(page.card)
    done = await VERBS[asking_pages.ASK].press({**carried, "auditor": "ben"}, gil)
    assert isinstance(done, ClosePage)
    (message,) = await office.messages(MessageKind.COMMISSIONED)
    audit = await audit_of(office, message.subject)
    assert (audit.team, audit.case_reference) == ("Ash", carried["reference"])
    # Now that it is audited, the seed draws another: it is shown, and not taken unseen.
    page = await VERBS[asking_pages.ASK].press({**carried, "auditor": "abe"}, gil)
    assert isinstance(page, OpenPage)
    assert "another case is drawn" in words_of(page.card)
    ((_, anew),) = buttons(page.card)
    assert anew["reference"] != carried["reference"]
    assert len(await office.messages(MessageKind.COMMISSIONED)) == 1


@pytest.mark.rule("KT-04")
async def test_whoever_does_it_themselves_is_told_so_and_chooses_nobody(
    office: LittleCouncil,
) -> None:
    own = with_rules(office, commissions=(replace(COMMISSION, by_the_asker=True),))
    gil = await turn(own, "gil", source="dialog")
    typed = {"commission": "targeted", "topic": TOPIC, "reference": "CF-10"}
    page = await _press(gil, asking_pages.CHOOSE, step=1, **typed)
    assert isinstance(page, OpenPage)
    assert "You do this audit." in words_of(page.card)
    assert "Who does the audit?" not in words_of(page.card)
    ((_, carried),) = buttons(page.card)
    assert isinstance(await VERBS[asking_pages.ASK].press(carried, gil), ClosePage)
    (message,) = await own.messages(MessageKind.COMMISSIONED)
    assert message.person_id == "gil"


async def test_with_one_sort_of_audit_there_is_nothing_to_choose(office: LittleCouncil) -> None:
    one = with_rules(office, commissions=(COMMISSION,))
    page = await _press(await turn(one, "gil"), asking_pages.OPEN, step=0)
    assert isinstance(page, OpenPage)
    ((_, carried),) = buttons(page.card)
    assert carried["commission"] == "targeted"
    assert "Which sort of audit?" not in words_of(page.card)


async def test_what_is_wrong_comes_back_with_what_was_typed(office: LittleCouncil) -> None:
    gil = await turn(office, "gil")
    typed = {"commission": "themed", "topic": TOPIC, "reference": "CF-99"}
    page = await _press(gil, asking_pages.CHOOSE, step=1, **typed)
    assert isinstance(page, OpenPage)
    assert ["no open case" in told for told in problems_in(page.card)] == [True]
    ((_, carried),) = buttons(page.card)
    assert {name: carried[name] for name in typed} == typed


async def test_an_auditor_who_is_not_offered_any_more_is_chosen_anew(
    office: LittleCouncil,
) -> None:
    gil = await turn(office, "gil")
    typed = {"commission": "themed", "topic": TOPIC, "reference": "CF-10"}
    page = await _press(gil, asking_pages.ASK, **typed, auditor="cat")
    assert isinstance(page, OpenPage)
    assert ["choose who does" in told for told in problems_in(page.card)] == [True]
    assert titles(page.card) == ["Ask for an audit"]
    assert await office.messages(MessageKind.COMMISSIONED) == []


async def test_who_may_not_ask_is_told_so(office: LittleCouncil) -> None:
    for who in ("ann", "quinn"):
        with pytest.raises(AskSomeoneAllowed):
            await say("ask for an audit", await turn(office, who))
    with pytest.raises(LookElsewhere):
        await say("ask for an audit", await turn(with_rules(office, commissions=()), "gil"))


@pytest.mark.rule("WC-08")
async def test_a_review_is_recorded_from_the_card_and_comes_back_as_it_was_typed(
    office: LittleCouncil,
) -> None:
    rules = office.council.framework
    actions = replace(rules.actions, reviewed=True)
    asking = replace(
        office, council=replace(office.council, framework=replace(rules, actions=actions))
    )
    audit, (action,) = await graded(asking, BEST)
    ann = await turn(asking, "ann")
    early = await _press(ann, REVIEW, subject=audit.id, shared="In supervision.")
    assert isinstance(early, ShowLive)
    assert early.typed is not None
    assert "Not all actions" in early.typed.sentence
    chosen = f"{action.id}/{action.version}"
    kind = MessageKind.ACTIONS
    await _press(
        ann, COMPLETE, kind=kind, subject=audit.id, action=chosen, complete_note="Done.", shared=""
    )
    wrong = await _press(ann, REVIEW, subject=audit.id, shared="Ring 07700 900123")
    assert isinstance(wrong, ShowLive)
    assert wrong.typed is not None
    assert wrong.typed.values == {"shared": "Ring 07700 900123"}
    assert "phone number" in wrong.typed.problems["shared"]
    done = await _press(ann, REVIEW, subject=audit.id, shared="In supervision.", reopen_action="")
    assert isinstance(done, ShowLive)
    assert done.notice == "Recorded. The auditors can see it. Thank you."


@pytest.mark.rule("SW-06")
async def test_each_message_about_a_re_audit_says_why_it_comes(office: LittleCouncil) -> None:
    """In the activity feed, where nothing else is seen of it."""
    caring = with_rules(office, re_audit=RE_AUDIT)
    original, _ = await graded(caring, WORST)
    again = await audit_of(caring, re_audit_id(original.id))
    async with caring.work(caring.tenant_id) as w:
        followed = (await w.outside_rounds.re_audits([again.id]))[again.id]
    days = caring.council.today(THE_FIRST), followed.opens_on, followed.remind_on, date(2027, 6, 1)

    async def said(day: date) -> str:
        asked = (again.lead_id, again.id)
        async with caring.work(caring.tenant_id) as w:
            drawn = await LIVE[MessageKind.RE_AUDIT].draw(caring.council, w, [asked], day)
        assert again.case_reference not in drawn[asked].summary
        return drawn[asked].summary

    assert [await said(day) for day in days] == [
        "A re-audit is to come",
        "A re-audit is open",
        "A re-audit is due soon",
        "A re-audit is overdue",
    ]
    async with caring.work(caring.tenant_id) as w:
        await w.audits.save(replace(again, state=AuditState.WITHDRAWN, version=again.version + 1))
        await w.commit()
    assert await said(days[0]) == "A re-audit was withdrawn"


@pytest.mark.rule("SW-06")
async def test_an_alert_that_a_re_audit_follows_names_the_process_and_what_it_asks(
    office: LittleCouncil,
) -> None:
    """Swindon 6.1.7: the child of concern process, whose actions must be followed."""
    caring = with_rules(office, re_audit=RE_AUDIT, alerts=(ALERT,))
    original, _ = await graded(caring, WORST)
    asked = ("ann", original.id)
    async with caring.work(caring.tenant_id) as w:
        drawn = await LIVE[MessageKind.GRADE_ALERT].draw(
            caring.council, w, [asked], caring.council.today(THE_FIRST)
        )
    told = words_of(drawn[asked].card)
    assert "A child of concern" in told
    assert (
        "The actions of this audit must be followed. Ann does a short re-audit of the same " in told
    )


@pytest.mark.rule("SW-06")
async def test_whoever_takes_a_re_audit_over_is_told_whose_audit_it_follows(
    office: LittleCouncil,
) -> None:
    caring = with_rules(office, re_audit=RE_AUDIT)
    original, _ = await graded(caring, WORST)
    again = await audit_of(caring, re_audit_id(original.id))
    quinn = await caring.person("quinn")
    give = ReassignAudit(
        caring.council, quinn, again.id, "lead", again.version, "ben", "Ann is needed.", "card"
    )
    await reassign_audit(give, work=caring.work, now=THE_FIRST)
    asked = ("ben", again.id)
    async with caring.work(caring.tenant_id) as w:
        drawn = await LIVE[MessageKind.RE_AUDIT].draw(
            caring.council, w, [asked], caring.council.today(THE_FIRST)
        )
    told = words_of(drawn[asked].card)
    assert "Your re-audit" in told
    assert "The audit that Ann submitted" in told
