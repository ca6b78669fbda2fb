// The chat of the chosen person with the bot, or a channel of theirs.

import * as api from "/local/page/api.js";
import { showChats } from "/local/page/chats.js";
import { enterCompose, fitText, replyTo, setUpCompose } from "/local/page/compose.js";
import { setUpExtension } from "/local/page/extension.js";
import { Messages } from "/local/page/messages.js";
import { announce, toast } from "/local/page/notices.js";
import { paintAvatar } from "/local/page/people.js";
import { showTask } from "/local/page/task.js";

const TYPING_LASTS_MS = 5000;
const $ = (id) => document.getElementById(id);
let person = null;
let channel = null;
let botName = "";
let messages = null;
let waiting = 0;
let typingTimer;

export const currentPerson = () => person;

export function setBot(name) {
  botName = name;
  $("typing").querySelector("span").textContent = `${name} is typing`;
}

// Shows a person's chat or channel, empty until `load`; null shows the welcome.
export function enter(next, channelId = null) {
  enterCompose(next?.id ?? null, channelId);
  [person, channel] = [next, channelId];
  document.getElementById("toasts").replaceChildren();
  $("welcome").hidden = next !== null;
  $("conversation").hidden = next === null;
  if (next === null) return;
  messages = new Messages(botName, { press, refresh, reply: channel === null ? null : replyTo });
  waiting = 0;
  stopTyping();
  $("earlier").hidden = true;
  $("no-messages").hidden = true;
  describe(next);
  fitText();
}

// On a phone the keyboard would cover the chat, so there the chat itself has the focus.
export function takeFocus() {
  const canType = matchMedia("(min-width: 721px)").matches && !$("compose").hidden;
  (canType ? $("text") : $("chat")).focus({ preventScroll: true });
}

// Reads the newest messages; called at each (re)connection.
export async function load() {
  if (!person) return;
  const into = messages;
  const wasEmpty = into.isEmpty;
  into.expectRefresh();
  const page = await api.messages(person.id, channel);
  if (into !== messages) return;
  into.refresh(page.messages);
  if (wasEmpty) $("earlier").hidden = !page.more;
  $("no-messages").hidden = !into.isEmpty;
  markRead();
}

// What changed about the person shown: unread, installed, blocked.
export function describe(changed) {
  if (changed.id !== person?.id) return;
  person = changed;
  $("you").textContent = person.name;
  $("your-title").textContent = person.title ? `, ${person.title}` : "";
  document.title = `${person.name} – Local Teams`;
  const name = here()?.name ?? botName;
  $("bot-name").textContent = name;
  const avatar = document.querySelector(".chat-header .avatar");
  avatar.classList.toggle("bot", channel === null);
  paintAvatar(avatar, name);
  showChats(person, botName, channel);
  describeApp();
  markRead();
}

const here = () => person.channels.find(({ id }) => id === channel);

// In a channel the team has the app: whether the person has it too doesn't matter there.
function describeApp() {
  const blocked = person.refusal === "ConversationBlockedByUser";
  const barred = channel === null && (!person.installed || blocked);
  $("compose").hidden = barred;
  $("barrier").hidden = !barred;
  $("block").textContent = blocked ? `Unblock ${botName}` : `Block ${botName}`;
  $("block").hidden = $("remove").hidden = !person.installed;
  $("options").hidden = channel !== null || !person.installed;
  const [words, button] = [$("barrier").querySelector("p"), $("barrier").querySelector("button")];
  words.textContent = person.installed
    ? `${person.name} has blocked ${botName}.`
    : `${botName} isn’t installed for ${person.name}.`;
  button.textContent = person.installed ? "Unblock" : "Install the app";
}

export function hear(event) {
  if ((event.chat ?? null) !== channel) return;
  if (event.kind === "typing") return showTypingFor(TYPING_LASTS_MS);
  if (event.kind === "deleted") messages.remove(event.id);
  if (event.kind === "message") {
    if (event.message.fromBot) stopTyping();
    messages.hear(event.message);
  }
  $("no-messages").hidden = !messages.isEmpty;
}

function markRead() {
  const unread = channel === null ? person?.unread : here()?.unread;
  if (unread && document.visibilityState === "visible") api.read(person.id, channel ?? undefined).catch(() => {});
}

async function press(message, action, view) {
  const [into, whose] = [messages, person.id];
  const place = channel === null ? {} : { channel, thread: message.thread ?? message.id };
  view.start(action);
  await whileTyping(async () => {
    const answer = await api.press(whose, message.id, action);
    if (into !== messages) return;
    if (answer.card) into.answer(message.id, view, answer.card);
    else if (answer.failed) toast(answer.toast, answer);
    else if (isDialog(action)) showTask(answer, (data) => api.submitDialog(whose, data, place));
    else if (answer.toast) toast(answer.toast);
  });
  view.done();
}

// The person's own view of a card; null where it stays as everyone has it.
async function refresh(messageId, { byHand }) {
  try {
    const answer = await api.refresh(person.id, messageId, byHand);
    if (answer.failed) toast(answer.toast, answer);
    return answer.card;
  } catch (error) {
    toast(error.message, { failed: true });
    return null;
  }
}

const isDialog = (action) => action.data?.msteams?.type === "task/fetch";

// Runs `act` with the typing indicator shown; what goes wrong becomes a toast. True when all went well.
async function whileTyping(act) {
  const into = messages;
  waiting += 1;
  showTyping();
  try {
    await act();
    return true;
  } catch (error) {
    toast(error.message, { failed: true });
    return false;
  } finally {
    if (into === messages) waiting -= 1;
    showTyping();
  }
}

function showTypingFor(milliseconds) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(stopTyping, milliseconds);
  showTyping();
}

function stopTyping() {
  clearTimeout(typingTimer);
  typingTimer = undefined;
  showTyping();
}

function showTyping() {
  const shown = waiting > 0 || typingTimer !== undefined;
  if (shown && $("typing").hidden) {
    $("typing").hidden = false;
    if (waiting > 0) messages.toEnd();
  } else $("typing").hidden = !shown;
}

async function stand(change, said) {
  $("options").open = false;
  await whileTyping(async () => {
    const answer = await api.stand(person.id, change);
    if (answer.failed) toast(`${botName} didn’t hear of it.`, answer);
    announce(said);
  });
  ($("compose").hidden ? $("barrier").querySelector("button") : $("text")).focus();
}

const block = () => person.refusal === "ConversationBlockedByUser"
  ? stand({ refusal: null }, `${botName} is unblocked.`)
  : stand({ refusal: "ConversationBlockedByUser" }, `${botName} is blocked.`);

export function setUpChat(commands) {
  setUpCompose(botName, whileTyping);
  setUpExtension(botName, commands);
  $("earlier").onclick = async () => {
    const into = messages;
    const page = await api.messages(person.id, channel, into.oldest).catch((error) => toast(error.message, { failed: true }));
    if (!page || into !== messages) return;
    into.prepend(page.messages);
    $("earlier").hidden = !page.more;
    if (!page.more) $("scroller").focus();
  };
  $("block").onclick = block;
  $("remove").onclick = () => stand({ installed: false }, "The app is removed.");
  $("barrier").querySelector("button").onclick = () =>
    person.installed ? block() : stand({ installed: true }, "The app is installed.");
  $("options").onkeydown = (event) => {
    if (event.key !== "Escape") return;
    $("options").open = false;
    $("options").querySelector("summary").focus();
  };
  document.addEventListener("click", ({ target }) => {
    if (!$("options").contains(target)) $("options").open = false;
  });
  document.addEventListener("visibilitychange", markRead);
}
