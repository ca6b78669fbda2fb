// A Teams dialog (task module): a window with a card in it, from fetching to submitting.

import { CardView } from "/local/page/card.js";
import { announce, toast } from "/local/page/notices.js";
import { openWindow } from "/local/page/window.js";

const SIZES = { small: 400, medium: 600, large: 800 };
const dialog = document.getElementById("task");
const title = document.getElementById("task-title");
const error = document.getElementById("task-error");
const body = document.getElementById("task-body");

// Shows what an answer asks for. `send(data)` gives the answer to what is submitted, and
// `show(answer, send)` shows that: a message extension's may be more than a dialog.
export function showTask(answer, send, show = showTask) {
  if (answer.dialog) showPage(answer.dialog, send, show);
  else if (answer.toast) showMessage([answer.toast]);
  else if (dialog.open) dialog.close();
}

function showPage(task, send, show) {
  error.textContent = "";
  title.textContent = task.title ?? "";
  dialog.style.setProperty("--wanted-width", `${SIZES[task.width] ?? (Number(task.width) || SIZES.medium)}px`);
  const view = new CardView(task.card, (action) => submit(action, view, send, show));
  body.replaceChildren(view.element);
  open(body.querySelector("input, textarea, select, button"));
}

// Says something, in text and links, with nothing left to do but close.
export function showMessage(parts) {
  error.textContent = "";
  if (!dialog.open) title.textContent = "";
  const words = document.createElement("p");
  words.className = "task-message";
  words.append(...parts);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "primary";
  close.textContent = "Close";
  close.onclick = () => dialog.close();
  body.replaceChildren(words, close);
  announce(words.textContent);
  open(close);
}

function open(first) {
  if (!dialog.open) openWindow(dialog);
  (first ?? title).focus();
  body.scrollTop = 0;
}

async function submit(action, view, send, show) {
  const isShown = () => dialog.open && body.contains(view.element);
  // Whoever closed the dialog meanwhile still hears that it went wrong.
  const fail = (words) => {
    if (isShown()) error.textContent = words;
    else toast(words, { failed: true });
  };
  error.textContent = "";
  if (action.type !== "Action.Submit") {
    error.textContent = `Teams takes only Action.Submit in a dialog, not ${action.type}.`;
    return;
  }
  view.start(action);
  try {
    const answer = await send(action.data);
    if (answer.failed) fail([answer.toast, answer.detail].filter(Boolean).join(" "));
    else if (isShown()) show(answer, send);
  } catch (problem) {
    fail(problem.message);
  } finally {
    view.done();
  }
}
