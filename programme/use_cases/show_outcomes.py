"""The result of an audit, its celebration, and the worker who couldn't be found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programme.council import Council
from programme.people import Person
from programme.ports import TrainingExample, UnitOfWork
from programme.recipients import qa_officers, worker_of
from programme.use_cases.audit_result import AuditResult, audit_results
from programme.use_cases.concerned import concerned
from programme.use_cases.use_as_example import offered_to

Pairs = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result; of an audit that was asked for, by whom and on what topic."""

    result: AuditResult
    asked_by: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class CelebrationView:
    """An outstanding audit. `worker` is the case's, where exactly one person has the name;
    `example_of` is who uses it in training."""

    reader: Person
    result: AuditResult
    worker: Person | None
    example_of: str | None


@dataclass(frozen=True, slots=True)
class MissingWorkerView:
    """A case whose worker (as the case list has the name) isn't one person of the staff list."""

    case_reference: str
    team: str
    worker: str | None


async def show_results(
    council: Council, w: UnitOfWork, pairs: Pairs
) -> Mapping[tuple[str, str], ResultView]:
    """For each (reader id, audit id) the result; left out where the reader has left, or has nothing
    to do with the case any more."""
    audit_ids = {audit_id for _, audit_id in pairs}
    results = await audit_results(council, w, audit_ids)
    asked = await w.outside_rounds.commissioned(audit_ids)
    standing = await concerned(w, [one.audit for one in results.values()])
    views = {}
    for reader, audit_id in pairs:
        if audit_id not in results or not standing.is_there(reader):
            continue
        of = asked.get(audit_id)
        if (of is not None and of.asked_by == reader) or standing.is_concerned(reader, audit_id):
            views[reader, audit_id] = ResultView(
                results[audit_id],
                standing.people[of.asked_by].name if of else None,
                of.topic if of else None,
            )
    return views


async def show_celebrations(
    council: Council, w: UnitOfWork, pairs: Pairs
) -> Mapping[tuple[str, str], CelebrationView]:
    """For each (reader id, audit id); left out where the reader has left."""
    audit_ids = {audit_id for _, audit_id in pairs}
    results = await audit_results(council, w, audit_ids)
    examples = await w.training_examples.of_audits(audit_ids)
    staff = await w.people.all()
    people = {person.id: person for person in staff}
    workers = {}
    for audit_id, result in results.items():
        case = await w.cases.get(result.audit.case_reference)
        workers[audit_id] = worker_of(case.worker if case else None, staff)
    return {
        (reader, audit_id): CelebrationView(
            people[reader],
            results[audit_id],
            workers[audit_id],
            _name(people, examples.get(audit_id)),
        )
        for reader, audit_id in pairs
        if audit_id in results and reader in people and people[reader].active
    }


async def show_offers(
    council: Council, w: UnitOfWork, pairs: Pairs
) -> Mapping[tuple[str, str], CelebrationView]:
    """As `show_celebrations`, for those alone to whom the framework offers examples."""
    views = await show_celebrations(council, w, pairs)
    return {
        one: view
        for one, view in views.items()
        if not view.reader.roles.isdisjoint(offered_to(council.under(view.result.audit)))
    }


async def show_missing_workers(
    w: UnitOfWork, pairs: Pairs
) -> Mapping[tuple[str, str], MissingWorkerView]:
    """For each (reader id, audit id), for the QA officers alone; left out once the worker can be
    found."""
    staff = await w.people.all()
    found = {}
    for audit in await w.audits.some({audit_id for _, audit_id in pairs}):
        case = await w.cases.get(audit.case_reference)
        name = case.worker if case else None
        if worker_of(name, staff) is None:
            found[audit.id] = MissingWorkerView(audit.case_reference, audit.team, name)
    officers = {officer.id for officer in qa_officers(staff)}
    return {
        (reader, audit_id): found[audit_id]
        for reader, audit_id in pairs
        if audit_id in found and reader in officers
    }


def _name(people: Mapping[str, Person], example: TrainingExample | None) -> str | None:
    return people[example.person_id].name if example else None
