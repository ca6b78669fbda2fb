// The settings panel for faults: what a bot must survive.

import * as api from "/local/page/api.js";
import { toast } from "/local/page/notices.js";
import { openWindow } from "/local/page/window.js";

const NAMES = {
  throttled: "429 with Retry-After",
  bad_gateway: "502 Bad Gateway",
  unavailable: "503 with an HTML page",
  slow: "A slow answer",
  drop_before: "A lost connection; nothing arrives",
  drop_after: "A lost connection; the message arrives",
  empty: "An empty 201",
  resent_invoke: "A press that reaches the bot twice",
};
const REFUSALS = {
  "": "arrive",
  ConversationBlockedByUser: "403 ConversationBlockedByUser",
  BotDisabledByAdmin: "403 BotDisabledByAdmin",
  MessageWritesBlocked: "403 MessageWritesBlocked",
};

const $ = (id) => document.getElementById(id);
const options = (names) => Object.entries(names).map(([value, name]) => new Option(name, value));

export function setUpFaults(currentPerson) {
  $("fault-kind").replaceChildren(...options(NAMES));
  $("refusal").replaceChildren(...options(REFUSALS));
  $("open-faults").onclick = () => {
    const person = currentPerson();
    $("refusal-label").hidden = !person;
    if (person) {
      $("refusal-label").querySelector("span").textContent = `Messages to ${person.name}`;
      $("refusal").value = person.refusal ?? "";
    }
    show(api.faults());
    openWindow($("faults"));
    $("fault-kind").focus();
  };
  $("fault-form").onsubmit = (event) => {
    event.preventDefault();
    const times = $("fault-times").value;
    show(api.setFaults({
      kind: $("fault-kind").value,
      times: times === "" ? null : Number(times),
      seconds: Number($("fault-seconds").value),
    }));
  };
  $("fault-clear").onclick = () => show(api.setFaults({ kind: null }));
  $("refusal").onchange = () => {
    api.stand(currentPerson().id, { refusal: $("refusal").value || null })
      .catch((error) => toast(error.message, { failed: true }));
  };
  show(api.faults());
}

async function show(asked) {
  try {
    const { current } = await asked;
    $("fault-now").textContent = current
      ? `Now: ${NAMES[current.kind]}, ${current.times === null ? "every time" : `${current.times} more`}.`
      : "Now: none. Everything is handled.";
  } catch (error) {
    toast(error.message, { failed: true });
  }
}
