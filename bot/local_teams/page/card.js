// Adaptive Cards by Microsoft's own renderer, as they look and behave in Teams.

import { hostConfig } from "/local/page/host-config.js";

const { AdaptiveCard, HostConfig, SerializationContext, Versions } = window.AdaptiveCards;
const markdown = window.markdownit({ html: false }).disable("image");
const chatMarkdown = window.markdownit({ html: false, linkify: true, breaks: true }).disable("image");

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

export const textAsHtml = (text) => chatMarkdown.render(text);

// A card on the page. onPress(action, view) gets {type, id, title, verb, data} with inputs merged.
export class CardView {
  #card;
  #busy = null;

  constructor(json, onPress) {
    this.element = document.createElement("div");
    this.element.className = "card";
    this.onPress = onPress;
    this.#render(json);
  }

  get busy() { return this.#busy !== null; }

  // Puts another card in the place of this one. Keeps what was typed, when asked to, with the form
  // that it stands in unfolded, and the focus.
  replace(json, { keepTyped = false } = {}) {
    const inputs = this.#card.getAllInputs();
    const focused = inputs.find((input) => input.renderedElement?.contains(document.activeElement));
    const hadFocus = this.element.contains(document.activeElement);
    const typed = new Map(keepTyped ? inputs.filter((input) => input.isDirty()).map((i) => [i.id, i.value]) : []);
    const unfolded = keepTyped ? titles(this.element, ".ac-pushButton.expanded") : [];
    this.#render(withValues(json, typed));
    for (const button of this.element.querySelectorAll(".ac-pushButton.expandable")) {
      if (unfolded.includes(button.textContent)) button.click();
    }
    if (this.busy) this.#disable();
    const same = focused && this.#card.getAllInputs().find((input) => input.id === focused.id);
    if (same && keepTyped) same.focus();
    return { lostFocus: hadFocus && !this.element.contains(document.activeElement) };
  }

  // Marks the pressed button and holds back the others until `done`.
  start(action) {
    this.#busy = { title: action.title ?? "" };
    this.#disable();
  }

  done() {
    this.#busy = null;
    this.element.removeAttribute("aria-busy");
    for (const button of this.element.querySelectorAll("[data-held]")) {
      delete button.dataset.held;
      button.removeAttribute("aria-disabled");
      button.classList.remove("pressed");
    }
  }

  #disable() {
    // aria-disabled and not disabled: a disabled button would drop the keyboard's focus.
    this.element.setAttribute("aria-busy", "true");
    for (const button of this.element.querySelectorAll("button:not([aria-disabled=true])")) {
      button.dataset.held = "";
      button.setAttribute("aria-disabled", "true");
      button.classList.toggle("pressed", button === document.activeElement);
    }
  }

  #render(json) {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfig);
    card.onExecuteAction = (action) => this.#execute(action);
    const context = new SerializationContext(Versions.v1_6);
    card.parse(json, context);
    for (let i = 0; i < context.eventCount; i += 1) console.warn("Card:", context.getEventAt(i).message);
    this.#card = card;
    const drawn = card.render() ?? unreadable();
    drawn.removeAttribute("tabindex"); // the renderer makes a tab stop of every card, with nothing to do there
    this.element.replaceChildren(drawn);
  }

  #execute(action) {
    const type = action.getJsonTypeName();
    if (type === "Action.OpenUrl") {
      if (/^(https?|mailto):/i.test(action.url ?? "")) window.open(action.url, "_blank", "noopener");
      return;
    }
    if (this.busy) return;
    const { id, title, verb, data } = action;
    this.onPress({ type, id, title, verb, data: data ?? {} }, this);
  }
}

const titles = (element, which) => [...element.querySelectorAll(which)].map(({ textContent }) => textContent);

function unreadable() {
  const note = document.createElement("p");
  note.className = "quiet-note";
  note.textContent = "This card can’t be shown.";
  return note;
}

function withValues(json, values) {
  if (values.size === 0) return json;
  return JSON.parse(JSON.stringify(json), (_, each) =>
    typeof each?.type === "string" && each.type.startsWith("Input.") && values.has(each.id)
      ? { ...each, value: values.get(each.id) }
      : each);
}
