"""What a person may type where others read along, and what each is answered with there.

Whoever isn't known, may not have it or types anything else is sent to their own chat in the same
words, so that nobody learns anything of anyone.
"""

import re

from dialogs.conversation import InChannel, Say, ShowLive, Turn
from dialogs.words import OTHERS_READ_ALONG, WORDS
from programme.errors import SightlineError

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
BARE = "help"
"""What a mention without any words means."""


async def say_in_channel(typed: str, turn: Turn | None) -> ShowLive | Say:
    """The answer, which everyone there can read; `turn` is None for who isn't known.

    `typed` still holds its mentions, as Teams writes them: `<at>Sightline</at> my team`.
    """
    sentence = " ".join(_MENTION.sub(" ", typed).replace("&nbsp;", " ").split()).strip(" .!?,:")
    found = _word_of(sentence or BARE)
    if turn is None or found is None:
        return Say(OTHERS_READ_ALONG)
    word, rest = found
    try:
        return await word.say(rest, turn)
    except SightlineError:
        return Say(OTHERS_READ_ALONG)


def _word_of(sentence: str) -> tuple[InChannel, str] | None:
    """The word that is meant, and what stands behind it."""
    words = sentence.casefold()
    for word in WORDS:
        for name in word.names if word.in_channel else ():
            if word.in_channel and (words == name or words.startswith(f"{name} ")):
                return word.in_channel, sentence[len(name) + 1 :]
    return None
