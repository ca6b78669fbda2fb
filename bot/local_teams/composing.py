"""A person with the message extension: searches, fills in its dialogs, takes its cards."""

from bot.local_teams.acting import Acting
from bot.local_teams.answers import Answer, Unanswered
from bot.local_teams.channels import Chat
from bot.local_teams.extension import Command, Extension
from bot.local_teams.extension_answers import FETCH, QUERY, SUBMIT, require_card
from bot.local_teams.wire import Json, Refused, bad_argument

RESULTS_AT_ONCE = 25
_CONTEXT = {"theme": "default"}


class Composing:
    """The commands beside the field in which messages are written, as Teams sends them."""

    def __init__(self, acting: Acting, extension: Extension) -> None:
        self._acting = acting
        self._extension = extension

    def commands(self) -> list[Json]:
        return [each.as_json() for each in self._extension.commands.values()]

    async def query(
        self,
        object_id: str,
        command_id: str,
        text: str,
        *,
        skip: int = 0,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Search for `text`; for nothing, which is what a command with initialRun begins with."""
        command = self._command(command_id, "query")
        chat = self._acting.chat_to_write_in(object_id, channel, thread)
        if not text and not command.initial_run:
            raise bad_argument(f"Command {command_id!r} has no initialRun: type something first.")
        name, value = (command.parameter, text) if text else ("initialRun", "true")
        return await self._ask(
            object_id,
            QUERY,
            {
                "commandId": command.id,
                "parameters": [{"name": name, "value": value}],
                "queryOptions": {"skip": skip, "count": RESULTS_AT_ONCE},
            },
            chat,
        )

    async def fetch(
        self,
        object_id: str,
        command_id: str,
        *,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Open an action command's dialog."""
        command = self._command(command_id, "action")
        chat = self._acting.chat_to_write_in(object_id, channel, thread)
        value = {"commandId": command.id, "commandContext": "compose", "context": _CONTEXT}
        return await self._ask(object_id, FETCH, value, chat)

    async def submit(
        self,
        object_id: str,
        command_id: str,
        data: Json,
        *,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Press a button in an action command's dialog."""
        command = self._command(command_id, "action")
        chat = self._acting.chat_to_write_in(object_id, channel, thread)
        value = {
            "commandId": command.id,
            "commandContext": "compose",
            "context": _CONTEXT,
            "data": data,
        }
        return await self._ask(object_id, SUBMIT, value, chat)

    async def _ask(self, object_id: str, name: str, value: Json, chat: Chat) -> Answer:
        acting = self._acting
        person = acting.person(object_id)
        asked = acting.activities.extension(person, name, value, acting.now(), chat)
        return await acting.bot.invoke(asked)

    def _command(self, command_id: str, kind: str) -> Command:
        command = self._extension.commands.get(command_id)
        if command is None or command.kind != kind:
            raise Refused(404, "NoSuchCommand", f"The app has no {kind} command {command_id!r}.")
        return command


def checked_card(card: object) -> Json:
    """A card out of the compose box, as a message carries it. Raises Refused 400."""
    try:
        read = require_card(card)
    except Unanswered as error:
        raise bad_argument(str(error)) from error
    return {"contentType": read["contentType"], "content": read["content"]}
