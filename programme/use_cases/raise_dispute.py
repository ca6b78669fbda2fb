"""A reviewing officer or chair raises a dispute about a case (WC-11, SW-09, WB-13, KT-05)."""

from dataclasses import dataclass
from datetime import datetime

from programme import dispute_steps
from programme.council import Council
from programme.dispute import Dispute
from programme.errors import LookElsewhere
from programme.people import Person, Verb, require, require_one_of
from programme.ports import LISTS, Work
from programme.rules.dispute import DisputeRule
from programme.use_cases.acting_on_dispute import dispute_of
from programme.use_cases.active_case import active_case
from programme.use_cases.recording import require_own_form
from programme.use_cases.telling_of_dispute import office_of, tell


@dataclass(frozen=True, slots=True)
class RaiseDispute:
    """`person` raises `about` by the rule of that id.

    `dispute_id` is the form's, so that a form sent twice raises one dispute.
    """

    council: Council
    person: Person
    dispute_id: str
    rule_id: str
    case_reference: str
    about: str
    source: str


def rules_for(council: Council, person: Person) -> tuple[DisputeRule, ...]:
    """The ways to raise a concern that the framework gives the person.

    Raises LookElsewhere where the framework has none, AskSomeoneAllowed, saying who may.
    """
    require(person, Verb.RAISE_DISPUTE)
    rules = council.framework.disputes
    if not rules:
        raise LookElsewhere(
            "Your council's framework has no way to raise a dispute here; type “help” for what "
            "there is."
        )
    require_one_of(person, {role for rule in rules for role in rule.raised_by})
    return tuple(rule for rule in rules if not person.roles.isdisjoint(rule.raised_by))


async def raise_dispute(command: RaiseDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute, at the lowest level that has somebody to answer; they are asked.

    Raises LookElsewhere, AskSomeoneAllowed, or CorrectAndRepeat for the case or the words.
    """
    council, person = command.council, command.person
    rules = {rule.id: rule for rule in rules_for(council, person)}
    if command.rule_id not in rules:
        raise LookElsewhere("This way to raise a concern isn't there any more; type “dispute”.")
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await w.disputes.get(command.dispute_id)
        if before is None:
            case, team = await active_case(w, command.case_reference)
            office = await office_of(council, w, now)
            raised = dispute_steps.raise_dispute(
                dispute_id=command.dispute_id,
                rule=rules[command.rule_id],
                case=case,
                area=team.service_area,
                by=person.id,
                about=command.about,
                office=office,
            )
            if await w.disputes.add(raised):
                await tell(w, council, raised, raised.history, {person.id}, office, command.source)
                await w.commit()
                return raised
            before = await dispute_of(w, command.dispute_id)
        require_own_form(before.raised_by, person, "dispute")
        return before
