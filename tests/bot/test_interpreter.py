"""How Python is tuned; for serving in a process of its own, for what is frozen there stays so."""

import gc
import subprocess
import sys

from bot.interpreter import NEW_OBJECTS, seldom_looking_for_cycles

ASK = """
import gc, sys
from bot.interpreter import tune_for_serving
tune_for_serving()
print(gc.isenabled(), gc.get_threshold()[0], gc.get_freeze_count() > 0, sys.getswitchinterval())
"""


def test_a_server_looks_for_cycles_seldom_and_its_threads_take_turns_often() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "10000", "True", "0.0005"]


def test_a_year_looks_for_cycles_as_seldom_and_leaves_all_as_it_was() -> None:
    before = gc.get_threshold()
    with seldom_looking_for_cycles():
        assert gc.get_threshold() == (NEW_OBJECTS, *before[1:])
    assert gc.get_threshold() == before
