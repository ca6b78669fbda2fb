// The chat of the chosen person with the bot.

import * as api from "/local/page/api.js";
import { Messages } from "/local/page/messages.js";
import { announce, toast } from "/local/page/notices.js";
import { paintAvatar } from "/local/page/people.js";
import { showTask } from "/local/page/task.js";

const TYPING_LASTS_MS = 5000;
const $ = (id) => document.getElementById(id);
const drafts = new Map();
let person = null;
let botName = "";
let messages = null;
let waiting = 0;
let typingTimer;

export const currentPerson = () => person;

export function setBot(name) {
  botName = name;
  $("bot-name").textContent = name;
  $("typing").querySelector("span").textContent = `${name} is typing`;
  paintAvatar(document.querySelector(".chat-header .avatar"), name);
}

// Shows a person's chat, empty until `load`; null shows the welcome.
export function enter(next) {
  if (person) drafts.set(person.id, $("text").value);
  person = next;
  document.getElementById("toasts").replaceChildren();
  $("welcome").hidden = next !== null;
  $("conversation").hidden = next === null;
  if (next === null) return;
  messages = new Messages(botName, press);
  waiting = 0;
  stopTyping();
  $("earlier").hidden = true;
  $("no-messages").hidden = true;
  $("text").value = drafts.get(next.id) ?? "";
  fitText();
  describe(next);
}

// On a phone the keyboard would cover the chat, so there the chat itself has the focus.
export function takeFocus() {
  const canType = matchMedia("(min-width: 721px)").matches && !$("compose").hidden;
  (canType ? $("text") : $("chat")).focus({ preventScroll: true });
}

// Reads the newest messages; called at each (re)connection.
export async function load() {
  if (!person) return;
  const [whose, into] = [person.id, messages];
  const wasEmpty = into.isEmpty;
  into.expectRefresh();
  const page = await api.messages(whose);
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
  const blocked = person.refusal === "ConversationBlockedByUser";
  const barred = !person.installed || blocked;
  $("compose").hidden = barred;
  $("barrier").hidden = !barred;
  $("block").textContent = blocked ? `Unblock ${botName}` : `Block ${botName}`;
  $("block").hidden = $("remove").hidden = !person.installed;
  $("options").hidden = !person.installed;
  const [words, button] = [$("barrier").querySelector("p"), $("barrier").querySelector("button")];
  words.textContent = person.installed
    ? `${person.name} has blocked ${botName}.`
    : `${botName} isn’t installed for ${person.name}.`;
  button.textContent = person.installed ? "Unblock" : "Install the app";
  markRead();
}

export function hear(event) {
  if (event.kind === "typing") return showTypingFor(TYPING_LASTS_MS);
  if (event.kind === "deleted") messages.remove(event.id);
  if (event.kind === "message") {
    if (event.message.fromBot) stopTyping();
    messages.hear(event.message);
  }
  $("no-messages").hidden = !messages.isEmpty;
}

function markRead() {
  if (person?.unread && document.visibilityState === "visible") api.read(person.id).catch(() => {});
}

async function press(messageId, action, view) {
  const into = messages;
  view.start(action);
  await whileTyping(async () => {
    const answer = await api.press(person.id, messageId, action);
    if (into !== messages) return;
    if (answer.card) into.answer(messageId, view, answer.card);
    else if (answer.failed) toast(answer.toast, answer);
    else if (isDialog(action)) showTask(answer, person.id);
    else if (answer.toast) toast(answer.toast);
  });
  view.done();
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

async function send() {
  const text = $("text").value;
  const whose = person.id;
  if (!text.trim()) return;
  $("text").value = "";
  fitText();
  const went = await whileTyping(async () => {
    const answer = await api.say(whose, text);
    if (answer.failed) toast(answer.toast, answer);
  });
  if (went || (person?.id === whose && $("text").value)) return;
  // It never left: the words go back to where they were typed.
  if (person?.id === whose) $("text").value = text;
  else drafts.set(whose, text);
  fitText();
}

function fitText() {
  const text = $("text");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
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

export function setUpChat() {
  $("compose").onsubmit = (event) => { event.preventDefault(); send(); };
  $("text").oninput = fitText;
  $("text").onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  $("earlier").onclick = async () => {
    const into = messages;
    const page = await api.messages(person.id, into.oldest).catch((error) => toast(error.message, { failed: true }));
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
