"""How Python is tuned, in a process of its own: what is frozen there stays so."""

import subprocess
import sys

ASK = """
import gc, sys
from bot.interpreter import tune_for_serving
tune_for_serving()
print(gc.isenabled(), gc.get_threshold()[0], gc.get_freeze_count() > 0, sys.getswitchinterval())
"""


def test_a_server_looks_for_cycles_seldom_and_its_threads_take_turns_often() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "10000", "True", "0.0005"]
