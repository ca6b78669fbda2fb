// The message extension beside the text field: its commands, a search with results, its dialogs.

import * as api from "/local/page/api.js";
import { attach, where, writer } from "/local/page/compose.js";
import { announce } from "/local/page/notices.js";
import { preview } from "/local/page/preview.js";
import { showMessage, showTask } from "/local/page/task.js";
import { openWindow } from "/local/page/window.js";

const PAUSE_MS = 250;
const AT_ONCE = 25;
const SIGN_IN = { auth: "You need to sign in first.", config: "This needs to be set up first." };
const $ = (id) => document.getElementById(id);
let commands = [];
let botName = "";
let chosen = null;
let asked = 0;
let pause;

export function setUpExtension(bot, offered) {
  [botName, commands] = [bot, offered];
  $("open-extension").hidden = commands.length === 0;
  $("open-extension").setAttribute("aria-label", `${bot}: search and actions`);
  $("open-extension").onclick = () => {
    showCommands();
    openWindow($("extension"));
    $("commands").querySelector("button").focus();
  };
  $("commands").replaceChildren(...commands.map((command) => row(words(command), () => choose(command))));
  $("extension-back").onclick = () => {
    showCommands();
    $("commands").querySelector("button").focus();
  };
  $("extension-search").oninput = () => {
    clearTimeout(pause);
    asked += 1; // what is on its way answers other words
    pause = setTimeout(search, PAUSE_MS);
  };
  $("more-results").onclick = () => search({ more: true });
  $("extension").addEventListener("close", stop);
  for (const list of [$("commands"), $("results")]) list.onkeydown = walk;
  $("extension-search").onkeydown = walk;
}

function stop() {
  clearTimeout(pause);
  asked += 1;
}

function showCommands() {
  stop();
  chosen = null;
  $("extension-title").textContent = botName;
  $("extension-error").textContent = "";
  $("commands").hidden = false;
  $("searching").hidden = true;
  $("found-results").textContent = "";
  showResults([]);
}

function choose(command) {
  chosen = command;
  if (command.type === "action") return openAction(command);
  $("extension-title").textContent = command.title;
  $("commands").hidden = true;
  $("searching").hidden = false;
  $("extension-search").value = "";
  $("extension-search-label").textContent = command.hint || "Search";
  showResults([]);
  $("found-results").textContent = "";
  $("extension-search").focus();
  if (command.initialRun) search();
}

async function search({ more = false } = {}) {
  const text = $("extension-search").value.trim();
  const mine = asked += 1;
  if (!text && !chosen.initialRun) {
    showResults([]);
    $("found-results").textContent = "";
    return;
  }
  const skip = more ? $("results").children.length : 0;
  $("found-results").textContent = "Searching…";
  const answer = await ask((person) => api.query(person, { command: chosen.id, text, skip, ...where() }), () => mine === asked);
  if (mine !== asked) return;
  if (!answer) $("found-results").textContent = "";
  else show(answer.extension, more);
}

// What Teams would show of an answer; null where it went wrong, or is no longer waited for.
async function ask(call, isWanted) {
  $("extension-error").textContent = "";
  let problem;
  try {
    const answer = await call(writer());
    if (!answer.failed) return answer;
    problem = [answer.toast, answer.detail].filter(Boolean).join(" ");
  } catch (error) {
    problem = error.message;
  }
  if (isWanted()) $("extension-error").textContent = problem;
  return null;
}

function show(extension, more = false) {
  if (extension.type !== "result") {
    showResults([]);
    $("found-results").replaceChildren(...said(extension));
    return;
  }
  const first = more ? $("results").children.length : 0;
  showResults(extension.attachments, more);
  const count = $("results").children.length;
  $("found-results").textContent = count === 0 ? "Nothing found." : `${count} ${count === 1 ? "result" : "results"}`;
  if (more) $("results").children[first]?.querySelector("button").focus();
}

function showResults(attachments, more = false) {
  const rows = attachments.map((each) => row(preview(each.preview ?? each), () => take(each)));
  if (more) $("results").append(...rows);
  else $("results").replaceChildren(...rows);
  $("more-results").hidden = attachments.length < AT_ONCE;
}

function take({ contentType, content }) {
  $("extension").close();
  attach({ contentType, content });
}

async function openAction(command) {
  const mine = asked += 1;
  const place = where();
  $("found-results").textContent = "Opening…";
  const answer = await ask((person) => api.fetchAction(person, { command: command.id, ...place }), () => mine === asked);
  if (mine !== asked) return;
  $("found-results").textContent = "";
  if (!answer) return;
  $("extension").close();
  const whose = writer();
  const submit = (data) => api.submitAction(whose, { command: command.id, data, ...place });
  showAnswer(answer, submit);
}

// A result ends in the compose box; the rest is a dialog's.
function showAnswer(answer, submit) {
  const { extension } = answer;
  if (!extension) return showTask(answer, submit, showAnswer);
  if (extension.type !== "result") return showMessage(said(extension));
  $("task").close();
  const [{ contentType, content }] = extension.attachments;
  attach({ contentType, content });
}

function said(extension) {
  if (extension.type === "message") return [extension.text];
  const link = document.createElement("a");
  link.href = extension.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.textContent = extension.title;
  announce(SIGN_IN[extension.type]);
  return [`${SIGN_IN[extension.type]} `, link];
}

function row(content, onPress) {
  const item = document.createElement("li");
  const button = item.appendChild(document.createElement("button"));
  button.type = "button";
  button.append(content);
  button.onclick = onPress;
  return item;
}

const words = ({ title, description }) => preview({ content: { title, text: description } });

// Up and down walk through what is listed, and from the words to the results and back.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const list = event.currentTarget === $("commands") ? $("commands") : $("results");
  const buttons = [...list.querySelectorAll("button")];
  const next = buttons.indexOf(document.activeElement) + step;
  if (next < 0 && list === $("results")) $("extension-search").focus();
  else buttons[next]?.focus();
}
