"""What a person may type, and what an unknown word is answered with."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from dialogs import (
    ask_for_audit,
    chairs_report,
    choose_cases,
    choose_work,
    dip_sample,
    dispute,
    dispute_list,
    draw_allocation,
    duties,
    hand_over,
    kit,
    moderation_list,
    observation,
    of_use,
    practice_acknowledgement,
    practice_day,
    programme_round,
    reassign,
    remind_later,
    shared_card,
    theme,
    work_list,
)
from dialogs.conversation import Answer, InChannel, Say, ShowCard, ShowLive, Turn, Word
from dialogs.find_work import reference_of
from dialogs.kit import Card
from dialogs.later_blocks import OPEN as REMIND_LATER
from dialogs.live_card import Asked, LiveKind
from dialogs.programme_round import ProgrammeKind
from programme.calendar import Month
from programme.council import Council
from programme.framework import Framework
from programme.message import MessageKind
from programme.people import Person, Role, require
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.reference import what_it_looks_like
from programme.round_period import RoundPeriod, beside
from programme.use_cases.explain_pairing import explain_pairing
from programme.use_cases.rounds_in_force import rounds_in_force
from programme.use_cases.show_work_to_do import work_on_case

OTHERS_READ_ALONG = (
    "Others read along here, so I answer in our own chat: please open it and type there."
)
STRANGER = (
    "Hello. I'm Sightline, your council's assistant for practice audits. I don't find you in the "
    "staff list, so I can't show you anything; please ask your quality assurance team to add you."
)
NOT_MET = (
    "I don't know you yet. Please write “hello” to me in our own chat first: if you are in the "
    "staff list, this works from then on."
)
"""To whoever isn't known where the directory can't be asked who they are; it is the same whether
they are in the staff list or not."""

NOTHING_OF_THE_CASE = (
    "I don't find anything of yours on a case with this reference; type “my work” for what is "
    "yours, or “help” for what I can do."
)
"""The same whether there is no such case or it isn't theirs, so that nothing is learnt by it."""
THANKED = "You're welcome. Type “my work” for what is yours to do, or “help” for what I can do."

MOST_BUTTONS = 6
"""As many as a card may have."""
ON_CARDS = frozenset({REMIND_LATER, hand_over.OPEN})
"""Dialogs whose button stands on the very cards that they are about."""


async def _help(_rest: str, turn: Turn) -> Answer:
    return ShowCard(help_card(turn.person, turn.council.framework))


async def _thanked(_rest: str, _turn: Turn) -> Say:
    return Say(THANKED)


async def _help_in_channel(_rest: str, _turn: Turn) -> Say:
    answered = [word.names[0] for word in WORDS if word.in_channel]
    named = ", ".join(f"“{name}”" for name in answered if name != "help")
    return Say(
        f"Others read along here, so I answer only to {named}, in counts and days; for everything "
        "else please open our own chat and type there."
    )


async def _why(rest: str, turn: Turn) -> Answer:
    reference = rest.strip()
    if not reference:
        return Say("Write the reference after it, as in “why CF-1234”.")
    async with turn.work(turn.council.tenant_id) as w:
        audits = await explain_pairing(w, turn.person, reference)
    body = [kit.heading(f"Why {audits[0].case_reference} is audited")]
    for audit in audits:
        body += [kit.text(f"**{audit.month.title}**"), kit.bullets(audit.why)]
    return ShowCard(kit.card(body))


async def _programme(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_PROGRAMME)
    this = Month.of(turn.today)
    async with turn.work(turn.council.tenant_id) as w:
        rounds = await rounds_in_force(turn.council, w, this)
    return _of_each(MessageKind.ROUND, rounds, turn.council)


async def _reach(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_PROGRAMME)
    following = Month.of(turn.today).plus(1)
    async with turn.work(turn.council.tenant_id) as w:
        rounds = await rounds_in_force(turn.council, w, following)
    beginning = [of for of in rounds if of.month == following]
    if not beginning:
        return Say(f"No round begins in {following.title}, so nobody waits for a card.")
    return _of_each(MessageKind.BEFORE_THE_FIRST, beginning, turn.council)


def _of_each(kind: ProgrammeKind, rounds: Sequence[RoundPeriod], council: Council) -> Answer:
    on_the_firsts = beside(council.under(rounds[0]).framework, rounds[0])
    cards = [of for of in rounds if of not in on_the_firsts]
    if len(cards) == 1:
        return ShowLive(kind, cards[0].subject)
    return ShowCard(programme_round.choice_card(kind, cards))


WORDS: tuple[Word, ...] = (
    *work_list.WORDS,
    *choose_work.WORDS,
    *remind_later.WORDS,
    Word(("why",), "why a case was drawn, and for whom", _why, example="why CF-1234"),
    Word(
        ("programme", "round"),
        "this month's count: sent, acknowledged, submitted",
        _programme,
        Right.SEE_PROGRAMME,
    ),
    Word(
        ("reach",),
        "who can't be reached in Teams before the next 1st",
        _reach,
        Right.SEE_PROGRAMME,
    ),
    *draw_allocation.WORDS,
    *ask_for_audit.WORDS,
    *chairs_report.WORDS,
    *choose_cases.WORDS,
    *duties.WORDS,
    *dip_sample.WORDS,
    *observation.WORDS,
    *practice_day.WORDS,
    *practice_acknowledgement.WORDS,
    *dispute.WORDS,
    *dispute_list.WORDS,
    *moderation_list.WORDS,
    *hand_over.WORDS,
    *reassign.WORDS,
    *theme.WORDS,
    Word(("thank you", "thanks", "many thanks"), "a word back", _thanked, offered=of_use.nobody),
    Word(
        ("help", "hello", "hi", "hey", "good morning", "good afternoon"),
        "this list",
        _help,
        in_channel=InChannel("what can be asked here", _help_in_channel),
    ),
)


async def _load_welcome(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, tuple[Person, Framework]]:
    found = {one: await w.people.get(one[0]) for one in asked}
    return {one: (person, council.framework) for one, person in found.items() if person}


LIVE = LiveKind(
    kind=MessageKind.WELCOME,
    summary="Hello from Sightline",
    load=_load_welcome,
    card=lambda view, _: help_card(*view),
    shows=lambda _: (),
)


async def say(typed: str, turn: Turn) -> Answer:
    """The answer to what a person typed; a case's reference alone opens what is theirs of it, and
    anything else gets the nearest word and the list."""
    sentence = " ".join(typed.split()).rstrip(" .!?")
    words = sentence.casefold()
    for word in WORDS:
        for name in word.names:
            if words == name:
                return await word.say("", turn)
            if word.example and words.startswith(f"{name} "):
                return await word.say(sentence[len(name) + 1 :], turn)
    if not words:
        return ShowCard(help_card(turn.person, turn.council.framework))
    if what_it_looks_like(sentence) is None:
        return await _case(sentence, turn)
    return ShowCard(help_card(turn.person, turn.council.framework, unknown=typed))


async def _case(reference: str, turn: Turn) -> Answer:
    """What is there of a case whose reference was typed alone, for those who may see it."""
    require(turn.person, Right.SEE_OWN_WORK)
    async with turn.work(turn.council.tenant_id) as w:
        work = await work_on_case(turn.council, w, turn.person, reference, turn.today)
    if work is None:
        return Say(NOTHING_OF_THE_CASE)
    return ShowCard(shared_card.of_case(reference_of(work), turn.today).card)


def help_card(person: Person, framework: Framework, unknown: str | None = None) -> Card:
    """Everything that this person can type, and why messages come and how to stop them."""
    offered = [word for word in WORDS if person.may(word.needs) and word.offered(framework, person)]
    body = []
    if unknown is not None:
        known = [name for word in offered for name in word.names]
        near = get_close_matches(unknown.casefold(), known, n=1, cutoff=0.6)
        did = f" Did you mean “{near[0]}”?" if near else ""
        body.append(kit.text(f"I don't understand that.{did} This is what I can do:"))
    else:
        body += [
            kit.heading(f"Hello {person.name.split()[0]}"),
            kit.text(
                "I bring you your practice audits and their actions. Press a button below, or type:"
            ),
        ]
    officers = "the other QA officers" if Role.QA_OFFICER in person.roles else "your QA officer"
    body += [
        kit.facts([(word.example or word.names[0], word.help) for word in offered]),
        kit.text(
            "You get messages because your council's audit programme gives you a part in it. "
            f"To stop them, turn Sightline off in Teams, and tell {officers}.",
            subtle=True,
        ),
    ]
    quick = [word.quick for word in offered if word.quick and word.quick.verb not in ON_CARDS]
    begin = [kit.open_dialog(each.title, each.verb, each.data) for each in quick]
    return kit.card(body, begin[:MOST_BUTTONS])
