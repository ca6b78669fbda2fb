// Puts the page together: the address says who you are, the server says what changes.

import * as api from "/local/page/api.js";
import * as chat from "/local/page/chat.js";
import { setUpFaults } from "/local/page/faults.js";
import { toast } from "/local/page/notices.js";
import * as people from "/local/page/people.js";

const $ = (id) => document.getElementById(id);
const wanted = () => {
  try {
    const [, id, channel] = location.hash.match(/^#\/p\/([^/]+)(?:\/c\/([^/]+))?$/) ?? [];
    return { id: id ? decodeURIComponent(id) : null, channel: channel ? decodeURIComponent(channel) : null };
  } catch {
    return { id: null, channel: null };
  }
};
let stop = () => {};
let shown = null;
let heard = new Map();

function show({ isFirst = false } = {}) {
  const { id, channel } = wanted();
  const person = id === null ? null : people.person(id) ?? null;
  const left = shown;
  shown = person?.id ?? null;
  document.body.dataset.view = person ? "chat" : "list";
  $("welcome-text").textContent = id === null || person
    ? "Pick a person to see their chat, and talk to the bot as them."
    : "Nobody in this council has the address that you followed. Pick a person from the list.";
  if (!person) document.title = "Local Teams";
  people.choose(shown);
  chat.enter(person, person?.channels.some((each) => each.id === channel) ? channel : null);
  stop();
  stop = api.listen(shown, { onOpen: refresh, onEvent: hear, onLost: () => { $("lost").hidden = false; } });
  if (person && !isFirst) chat.takeFocus();
  else if (left) people.focusOn(left);
}

// Who changes while the answer is on its way is newer than the answer.
async function refresh() {
  const meanwhile = heard = new Map();
  try {
    const answer = await api.state();
    if (meanwhile !== heard) return;
    const everyone = answer.people.map((person) => meanwhile.get(person.id) ?? person);
    people.refresh(everyone);
    everyone.forEach(chat.describe);
    await chat.load();
    $("lost").hidden = true;
  } catch (error) {
    toast(error.message, { failed: true });
  }
}

function hear(event) {
  if (event.kind !== "person") return chat.hear(event);
  heard.set(event.person.id, event.person);
  people.update(event.person);
  chat.describe(event.person);
}

async function start() {
  const { bot, councils, people: everyone, commands } = await api.state();
  people.setCouncils(councils);
  people.fill(everyone);
  chat.setBot(bot);
  chat.setUpChat(commands);
  setUpFaults(chat.currentPerson);
  $("skip").onclick = () => $(shown === null ? "search" : "text").focus();
  addEventListener("hashchange", () => show());
  show({ isFirst: true });
}

start().catch((error) => toast(error.message, { failed: true }));
