"""Whatever is imported is refused in one sentence, in little memory and soon."""

import asyncio
import json
import sys
from collections.abc import Mapping

import pytest

from tests.bot.imports.hostile_files import HOSTILE

MOST_MEMORY = 900 * 1024 * 1024
"""Of the whole process, its libraries included (some 350 MB of addresses)."""
SECONDS = 90
"""In which all of them are read; what was made to last lasts for hours."""


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """How reading each of them ends."""
    files = {}
    for name, made in HOSTILE.items():
        files[str(made(tmp_path_factory.mktemp("hostile")))] = name
    return {files[file]: end for file, end in asyncio.run(_read(list(files))).items()}


async def _read(files: list[str]) -> Mapping[str, str]:
    module = "tests.bot.imports.reading_in_little_memory"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, str(MOST_MEMORY), *files, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            told, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        told, _ = await process.communicate()
    return dict(json.loads(line) for line in told.splitlines())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(ends: Mapping[str, str], name: str) -> None:
    sentence = ends.get(name, "it was still being read, or the process ended")

    assert sentence.endswith("."), sentence
    assert "\n" not in sentence
    assert len(sentence) < 300
