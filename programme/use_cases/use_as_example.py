"""Someone who trains people takes up an outstanding audit as an example (BD-09)."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.people import Person, Role, Verb, require
from programme.ports import LISTS, TrainingExample, UnitOfWork, Work
from programme.shown import example_entity
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.agreed_grades import agreed_grades


@dataclass(frozen=True, slots=True)
class UseAsExample:
    """`person` will use the audit as an example."""

    council: Council
    person: Person
    audit_id: str
    source: str


async def use_as_example(command: UseAsExample, *, work: Work, now: datetime) -> bool:
    """Keeps it, and says whether nobody had before.

    Raises LookElsewhere without such a celebrated audit, AskSomeoneAllowed for those to whom the
    framework offers no examples.
    """
    require(command.person, Verb.USE_AS_EXAMPLE)
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        audit = await audit_of(w, command.audit_id)
        council = command.council.under(audit)
        require_offered(council, command.person)
        await _require_celebrated(council, w, audit)
        first = await w.training_examples.add(TrainingExample(audit.id, command.person.id, now))
        if first:
            await w.events.record(
                Event(now, command.person.id, "use_as_example", audit.id, command.source)
            )
            await w.live_cards.touch([example_entity(audit.id)])
        await w.commit()
        return first


async def _require_celebrated(council: Council, w: UnitOfWork, audit: Audit) -> None:
    rule = council.framework.celebration
    agreed = (await agreed_grades(w, [audit.id])).get(audit.id, audit.record.overall)
    if rule is None or not audit.is_submitted or agreed not in rule.grades:
        raise LookElsewhere("This audit isn't offered as an example for training.")


def offered_to(council: Council) -> frozenset[Role]:
    """The roles that may use an audit as an example, under the framework that the council has."""
    rule = council.framework.celebration
    return frozenset({Role.QA_OFFICER, *(rule.training_to if rule else ())})


def require_offered(council: Council, person: Person) -> None:
    """Raises AskSomeoneAllowed, saying who may, unless examples are offered to the person."""
    offered = offered_to(council)
    if person.roles.isdisjoint(offered):
        allowed = ", ".join(sorted(role.words for role in offered))
        raise AskSomeoneAllowed(f"Examples for training are chosen by: {allowed}.")
