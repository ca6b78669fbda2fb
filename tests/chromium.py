"""Finds a Chromium for the browser tests: named, installed, or carried by npm."""

import os
import shutil
import subprocess
from pathlib import Path

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ENVIRONMENT: dict[str, str | float | bool] = {**os.environ, "LC_ALL": "en_GB.UTF-8"}
"""For its days to be written as they are in England."""

_ROOT = Path(__file__).resolve().parents[1]
_UNPACK = 'import c from "@sparticuz/chromium"; process.stdout.write(await c.executablePath())'


def find_chromium() -> Path | None:
    """SIGHTLINE_CHROMIUM, else Debian's, else the one in @sparticuz/chromium, else None."""
    named = os.environ.get("SIGHTLINE_CHROMIUM")
    if named:
        return Path(named)
    debian = Path("/usr/bin/chromium")
    if debian.exists():
        return debian
    node = shutil.which("node")
    if node is None:
        return None
    unpacked = subprocess.run(
        [node, "--input-type=module", "-e", _UNPACK],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    path = Path(unpacked.stdout)
    return path if unpacked.returncode == 0 and path.is_file() else None
