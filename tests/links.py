"""Finds dead links in the project's own pages: files, pictures and headings that aren't there.

python -m tests.links
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_FENCED = re.compile(r"```.*?```", re.DOTALL)


def dead_links(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere; those to other sites are not followed."""
    for target in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, heading = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists():
            yield f"{page.relative_to(ROOT)}: {target}: there is no such file"
        elif heading and heading not in _headings(there):
            yield f"{page.relative_to(ROOT)}: {target}: there is no such heading"


def pages() -> list[Path]:
    """Every Markdown page that the project keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split()]


def _headings(page: Path) -> set[str]:
    words = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", word.lower()).replace(" ", "-") for word in words}


def main() -> None:
    """Prints the dead links and exits with 1 when there are any."""
    dead = [line for page in pages() for line in dead_links(page)]
    sys.stdout.write("".join(f"{line}\n" for line in dead) or "no dead links\n")
    sys.exit(bool(dead))


if __name__ == "__main__":
    main()
