"""What the dialogs' tests begin with: the little council, on one database."""

import pytest

from storage.engine import Engine
from tests.dialogs.live_scene import Submitted, set_scene
from tests.little_council import ADDED, LittleCouncil, little_council
from tests.programme.use_cases.reviewing import reviewing


@pytest.fixture
def dialect() -> str:
    """What is asked and answered is the same on either database."""
    return "sqlite"


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    """December drawn."""
    made = little_council(engine)
    await made.fill()
    await made.draw(now=ADDED)
    return made


@pytest.fixture
async def council(engine: Engine) -> LittleCouncil:
    """One that takes disputes and acknowledges good practice, before December is drawn."""
    made = little_council(engine)
    await made.fill()
    return await reviewing(made)


@pytest.fixture
async def scene(engine: Engine) -> Submitted:
    """A council with one of everything that a card shows."""
    return await set_scene(engine)
