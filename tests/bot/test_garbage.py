"""Looking for cycles seldom, in a process of its own: what is frozen there stays so."""

import subprocess
import sys

ASK = """
import gc
from bot.garbage import collect_seldom
collect_seldom()
print(gc.isenabled(), gc.get_threshold()[0], gc.get_freeze_count() > 0)
"""


def test_a_server_goes_on_looking_for_cycles_but_seldom_and_among_what_is_new() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "10000", "True"]
