"""A link that is typed is shown as a card, when it is the app's."""

from bot.local_teams.acting import Acting
from bot.local_teams.channels import Chat
from bot.local_teams.directory import Resident
from bot.local_teams.extension import Extension
from bot.local_teams.extension_answers import LINK
from bot.local_teams.wire import Json


class Unfurling:
    """Asks the bot what the first link of a text is (Microsoft Learn, "Link unfurling")."""

    def __init__(self, acting: Acting, extension: Extension) -> None:
        self._acting = acting
        self._extension = extension

    async def unfurl(self, person: Resident, text: str, chat: Chat) -> tuple[Json | None, str]:
        """The card that goes with a message, and what whoever builds the bot should know.

        A message is sent without a card when the bot has none for its link: to a person that is
        no failure.
        """
        url = self._extension.link_in(text)
        if url is None:
            return None, ""
        acting = self._acting
        asked = acting.activities.extension(person, LINK, {"url": url}, acting.now(), chat)
        answer = await acting.bot.invoke(asked)
        found = answer.extension or {}
        if found.get("type") != "result" or not found["attachments"]:
            return None, answer.detail
        first = found["attachments"][0]
        return {"contentType": first["contentType"], "content": first["content"]}, answer.detail
