"""Which database answers, and whether its schema is this version's."""

from bot.doctor.line import Line, mend, ok
from programme.ports.health import DatabaseState

ABOUT = "database"


def judge_database(state: DatabaseState) -> Line:
    """That it answers."""
    size = "" if state.size is None else f", {state.size / 1_000_000:,.1f} MB"
    return ok(ABOUT, f"{state.kind} {state.version} answers{size}.")


def unanswered(why: str) -> Line:
    """That it doesn't. `why` is the kind of fault, without its words: they may hold the URL."""
    return mend(
        ABOUT,
        f"It doesn't answer ({why}); see that it runs, and that SIGHTLINE_DATABASE_URL names it "
        "with its user and password.",
    )


def judge_schema(state: DatabaseState) -> Line:
    """Whether the tables are those of this version of Sightline."""
    if state.revision == state.expected:
        return ok("schema", f"Revision {state.revision}, as this version has it.")
    if state.revision is None:
        return mend(
            "schema", "It has no tables of Sightline's yet; “sightline council add” makes them."
        )
    if state.revision < state.expected:
        return mend(
            "schema",
            f"Revision {state.revision}, and this version has {state.expected}; take a backup and "
            "start “sightline run”, which brings it up to date.",
        )
    return mend(
        "schema",
        f"Revision {state.revision} is of a later version of Sightline than this one, which has "
        f"{state.expected}; start that version.",
    )
