"""The team's card in a channel: what everyone reads, and what each reader sees in its place."""

from collections.abc import AsyncIterator, Sequence

import orjson
import pytest
import pytest_asyncio

from bot.demo_council import DEMO_COUNCILS, TENANT_ID
from bot.local_teams import Message
from programme.audit import Audit
from programme.use_cases.show_team_in_channel import places_in
from tests.bot.channels import Here, card_of, channel_of, references
from tests.bot.chats import AN_ACTION, DECEMBER, Chats, chats, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

KWABENA, PRIYA, YUSUF, STEPHEN = "Kwabena Asante", "Priya Nair", "Yusuf Demir", "Stephen Holroyd"
AREA, TEAM = "Locality Safeguarding", "Harrowmere North"
DONE = "The plan has dates now, and the family has a copy."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chats]:
    """With another council beside it."""
    async with chats(tmp_path_factory.mktemp("demo"), councils=2) as found:
        yield found


@pytest.fixture
def here(office: Chats) -> Here:
    """The channel of Priya's service area."""
    return channel_of(office, PRIYA)


@pytest_asyncio.fixture(loop_scope="module")
async def posted(here: Here) -> Message:
    """The card of the whole service area."""
    [post] = await here.say(KWABENA, "@Sightline my team")
    return post


async def all_audits(office: Chats) -> Sequence[Audit]:
    async with office.demo.service.storage.work(TENANT_ID) as w:
        return await w.audits.of_month(DECEMBER)


async def own(office: Chats, name: str) -> set[str]:
    """The references of a person's audits in the area, to do for them in one part or the other."""
    who = (await office.people())[name]
    framework = office.demo.councils[0].framework
    return {
        each.case_reference
        for each in await all_audits(office)
        if each.service_area == AREA
        and (part := each.part_of(who.id))
        and (part == "lead" or part == each.views_asked_of(framework))
    }


async def test_what_everyone_reads_is_counts_and_days(
    office: Chats, here: Here, posted: Message
) -> None:
    raw = orjson.dumps(posted.activity).decode()
    people = await office.people()
    assert references(posted.activity, await all_audits(office)) == set()
    assert not [name for name in people if name in raw]
    told = words_of(card_of(posted))
    assert f"{AREA}: what is open" in told
    assert "As it stood on Tuesday 1 December 2026" in told
    assert "Next due day\nThursday 31 December 2026" in told
    audits = [each for each in await all_audits(office) if each.service_area == AREA]
    assert f"Audits under way\n{len(audits)}" in told
    assert posted.activity["summary"] == "How the team stands"


async def test_the_card_names_whoever_has_something_to_do_there(
    office: Chats, here: Here, posted: Message
) -> None:
    ids = card_of(posted)["refresh"]["userIds"]
    user = {n: office.demo.teams.directory.sender(office.who(n))["id"] for n in (PRIYA, STEPHEN)}
    assert user[PRIYA] in ids
    assert user[STEPHEN] not in ids, "nothing is open that he could do"
    assert len(ids) == len(set(ids)) <= 60
    answer = await here.looks(STEPHEN, posted)
    assert answer.card is None, "Teams asks nothing for him"


async def test_each_sees_what_is_theirs_and_nothing_of_anybody_else(
    office: Chats, here: Here, posted: Message
) -> None:
    audits = await all_audits(office)
    seen = {}
    for name in (PRIYA, YUSUF):
        answer = await here.looks(name, posted)
        assert answer.card is not None
        seen[name] = references(answer.card, audits)
        assert seen[name] == await own(office, name)
        assert "Only you see this" in words_of(answer.card)
        again = answer.card["refresh"]
        assert again["action"]["verb"] == "team.show"
        assert again["userIds"] == [office.demo.teams.directory.sender(office.who(name))["id"]]
    assert seen[PRIYA]
    assert seen[YUSUF]
    assert seen[PRIYA] != seen[YUSUF]


async def test_an_audit_is_recorded_from_the_card_in_the_channel(
    office: Chats, here: Here, posted: Message
) -> None:
    mine = (await here.looks(YUSUF, posted)).card
    assert mine is not None
    audit = (await office.audits_led_by(YUSUF))[0]
    opened = await here.press(YUSUF, posted, mine, f"Record {audit.case_reference}")
    assert opened.dialog is not None
    assert "Step 1 of 4" in words_of(opened.dialog["card"])
    grade = office.demo.councils[0].framework.grades[0].id
    saved = await here.in_dialog(YUSUF, posted, opened.dialog, "Save and close", overall=grade)
    assert saved.toast is not None
    assert saved.toast.startswith("Your draft is saved")
    again = (await here.looks(YUSUF, posted)).card
    assert again is not None
    assert "Draft saved" in words_of(again)
    refused = await here.press(PRIYA, posted, mine, f"Record {audit.case_reference}")
    assert references(refused.dialog or {}, [audit]) == set()


async def test_who_has_nothing_to_do_sees_what_everyone_does(here: Here, posted: Message) -> None:
    answer = await here.looks(STEPHEN, posted, by_hand=True)
    assert answer.card is not None
    assert answer.card["body"] == card_of(posted)["body"]


async def test_a_stranger_a_guest_and_another_councils_person_see_what_everyone_does(
    office: Chats, here: Here, posted: Message
) -> None:
    neighbour = next(
        each
        for each in office.demo.teams.directory.residents
        if each.tenant_id == DEMO_COUNCILS[1].tenant_id and "team manager" in each.title.casefold()
    )
    guest = here.asks(neighbour, posted)
    of_their_own_tenant = {**guest, "channelData": {"tenant": {"id": neighbour.tenant_id}}}
    unserved = {**guest, "channelData": {"tenant": {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12}}}
    somebody = {**here.asks(office.who(PRIYA), posted)}
    somebody["from"] = {**somebody["from"], "aadObjectId": "f" * 8 + "-ffff-4fff-8fff-" + "f" * 12}
    assert (await office.post(unserved))[0] == 403
    for activity in (guest, of_their_own_tenant, somebody):
        status, answer = await office.post(activity)
        assert status == 200
        assert answer["value"]["body"] == card_of(posted)["body"]
        assert answer["value"]["refresh"]["userIds"] == []


async def test_a_card_of_one_council_finds_nothing_in_another(
    office: Chats, here: Here, posted: Message
) -> None:
    """Whoever reads it, and whatever they have to do where they work."""
    neighbours = office.demo.councils[1]
    async with office.demo.service.storage.work(neighbours.tenant_id) as w:
        audit = (await w.audits.of_month(DECEMBER))[0]
        lead, teams = await w.people.get(audit.lead_id), await w.teams.all()
    assert lead is not None
    found = next(each for each in places_in(neighbours, teams) if each.name == audit.team)
    assert found.id not in {each.id for each in places_in(office.demo.councils[0], teams)}
    residents = office.demo.teams.directory.residents
    neighbour = next(each for each in residents if each.object_id == lead.object_id)
    data = {**card_of(posted)["refresh"]["action"]["data"], "place": audit.team}
    asked = here.asks(neighbour, posted, data)
    asked["channelData"] = {"tenant": {"id": neighbours.tenant_id}}
    _, elsewhere = await office.post(asked)
    assert f"{audit.team}: what is open" in words_of(elsewhere["value"])
    assert references(elsewhere, [audit]) == set()
    asked["value"]["action"]["data"] = {**data, "subject": found.id}
    _, at_home = await office.post(asked)
    assert references(at_home, [audit]) == {audit.case_reference}


async def test_who_is_not_known_learns_nothing_by_asking_for_something_else(
    office: Chats, here: Here, posted: Message
) -> None:
    data = card_of(posted)["refresh"]["action"]["data"]
    forged = {**data, "place": TEAM, "open_actions": 77}
    asked = here.asks(office.who(PRIYA), posted, forged)
    asked["from"] = {**asked["from"], "aadObjectId": "f" * 8 + "-ffff-4fff-8fff-" + "f" * 12}
    _, answer = await office.post(asked)
    assert "Open actions\n77" in words_of(answer["value"]), "their own words, and no count of ours"
    _, refused = await office.post(
        {**asked, "value": {"action": {"data": {**data, "day": "soon"}}}}
    )
    assert refused["type"].endswith("message")


async def test_one_may_not_count_what_one_does_not_answer_for(
    office: Chats, here: Here, posted: Message
) -> None:
    """An auditor from elsewhere sees their own audit and no count of a team that isn't theirs."""
    answer = await here.looks(PRIYA, posted)
    assert answer.card is not None
    assert "Open actions" not in words_of(answer.card)
    manager = await here.say(KWABENA, f"@Sightline my team {TEAM.upper()}")
    [post] = manager
    theirs = await here.looks(PRIYA, post)
    assert theirs.card is not None
    assert "Open actions\n0" in words_of(theirs.card)


async def test_an_action_is_completed_from_the_card_and_gone_when_it_is_next_looked_at(
    office: Chats, here: Here
) -> None:
    audit = await office.submit_audit(PRIYA, AN_ACTION, team=TEAM)
    [post] = await here.say(PRIYA, "@Sightline team")
    assert "Open actions\n1" in words_of(card_of(post))
    assert AN_ACTION["new_text"] not in words_of(post.activity)

    before = (await here.looks(PRIYA, post)).card
    assert before is not None
    assert AN_ACTION["new_text"] in words_of(before)
    opened = await here.press(PRIYA, post, before, f"Complete {audit.case_reference}, action 1")
    assert opened.dialog is not None
    closed = await here.in_dialog(PRIYA, post, opened.dialog, "Mark as completed", note=DONE)
    assert closed.toast is not None
    assert closed.toast.startswith("Completed")

    [edited] = [each for each in here.posts() if each.id == post.id]
    assert edited.edited_at is not None, "and so Teams asks anew for everybody's view"
    assert "Open actions\n0" in words_of(card_of(edited))
    after = (await here.press(PRIYA, post, before, "Show it as it is now")).card
    assert after is not None
    assert "Open actions\n0" in words_of(after)
    assert AN_ACTION["new_text"] not in words_of(after)
    assert DONE not in orjson.dumps([each.activity for each in here.posts()]).decode()
