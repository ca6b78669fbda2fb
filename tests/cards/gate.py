"""The gate that every card passes before it may be sent."""

from collections.abc import Mapping
from typing import Any

import orjson

from tests.cards.going_along import going_along_problems
from tests.cards.house import activity_problems, house_problems
from tests.cards.microsoft import model_problems, schema_problems


def problems(
    card: Mapping[str, Any], summary: str = "An answer from Sightline", version: str = "1.5"
) -> list[str]:
    """Everything that keeps `card` from being sent in a message with `summary`."""
    # As it goes over the wire: enums and tuples are plain by then.
    wire = orjson.loads(orjson.dumps(card))
    return [
        *model_problems(wire),
        *schema_problems(wire, version),
        *house_problems(wire, version),
        *going_along_problems(wire),
        *activity_problems(wire, summary),
    ]
