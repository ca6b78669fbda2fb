// One chat's messages on the page: added, edited in place, deleted, in the order they came.

import { CardView, textAsHtml } from "/local/page/card.js";
import { announce } from "/local/page/notices.js";
import { paintAvatar } from "/local/page/people.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const NEAR_THE_END_PX = 120;
const list = document.getElementById("messages");
const scroller = document.getElementById("scroller");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export class Messages {
  #shown = new Map();
  #heardMeanwhile = new Set();

  // press(message id, action, card view) is called for a card's button.
  constructor(botName, press) {
    this.botName = botName;
    this.press = press;
    list.replaceChildren();
  }

  get oldest() { return Math.min(...[...this.#shown.values()].map(({ message }) => message.seq)); }

  get isEmpty() { return this.#shown.size === 0; }

  // To be called before the server is asked: what is heard from here on may be newer than its answer.
  expectRefresh() { this.#heardMeanwhile.clear(); }

  // Sets the newest messages as the server had them; leaves alone what is right, or was heard since.
  refresh(messages) {
    const ids = new Set(messages.map(({ id }) => id));
    const overlap = messages.some(({ id }) => this.#shown.has(id));
    const first = overlap ? messages[0].seq : -Infinity;
    for (const { message } of [...this.#shown.values()]) {
      if (message.seq >= first && !ids.has(message.id) && !this.#heardMeanwhile.has(message.id)) this.remove(message.id);
    }
    for (const message of messages) {
      const known = this.#shown.get(message.id)?.message;
      if (!known || (known.editedAt ?? "") < (message.editedAt ?? "")) this.#put(message);
    }
    this.#markDays();
    this.toEnd();
  }

  prepend(messages) {
    const before = scroller.scrollHeight - scroller.scrollTop;
    for (const message of messages) if (!this.#shown.has(message.id)) this.#put(message);
    this.#markDays();
    scroller.scrollTop = scroller.scrollHeight - before;
  }

  // A message that has just come or has just been edited.
  hear(message) {
    this.#heardMeanwhile.add(message.id);
    const isEdit = this.#shown.has(message.id);
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_THE_END_PX;
    const { element } = this.#put(message);
    this.#markDays();
    if (message.fromBot) {
      const words = message.summary || message.text || "a card";
      announce(isEdit ? `${this.botName} updated a message: ${words}` : `${this.botName}: ${words}`);
    }
    if (isEdit) {
      element.classList.remove("changed");
      void element.offsetWidth; // starts the mark's animation afresh
      element.classList.add("changed");
    } else if (atEnd || !message.fromBot) this.toEnd();
  }

  remove(id) {
    this.#shown.get(id)?.element.remove();
    this.#shown.delete(id);
    this.#markDays();
  }

  // Puts the card of an answer in the place of the one that was pressed.
  answer(id, view, json) {
    const { lostFocus } = view.replace(json);
    if (lostFocus) this.#shown.get(id)?.element.querySelector("article").focus();
    announce("The card was updated.");
  }

  toEnd() { scroller.scrollTop = scroller.scrollHeight; }

  #put(message) {
    const known = this.#shown.get(message.id);
    const element = known?.element ?? this.#insert(message);
    const views = this.#paint(element, message, known?.views ?? []);
    const entry = { message, element, views };
    this.#shown.set(message.id, entry);
    return entry;
  }

  #insert(message) {
    const element = document.createElement("li");
    element.dataset.seq = message.seq;
    element.className = message.fromBot ? "from-bot" : "from-you";
    const next = [...list.children].find((each) => Number(each.dataset.seq) > message.seq);
    list.insertBefore(element, next ?? null);
    return element;
  }

  #paint(element, message, oldViews) {
    const article = element.querySelector("article") ?? element.appendChild(newArticle(message, this.botName));
    const sent = new Date(message.sentAt);
    const time = article.querySelector("time");
    time.dateTime = message.sentAt;
    time.textContent = clock.format(sent);
    time.title = day.format(sent);
    article.querySelector(".edited").hidden = !message.editedAt;
    const body = article.querySelector(".body");
    const cards = message.attachments.filter(({ contentType }) => contentType === CARD);
    const views = cards.map(({ content }, i) => {
      const old = oldViews[i];
      if (!old) return new CardView(content, (action, view) => this.press(message.id, action, view));
      const { lostFocus } = old.replace(content, { keepTyped: true });
      if (lostFocus) article.focus();
      return old;
    });
    const others = message.attachments.filter(({ contentType }) => contentType !== CARD);
    const wanted = [...textParts(message), ...others.map(notShown), ...views.map(({ element: card }) => card)];
    // Moving a card's element would lose its focus, so what stays is left where it is.
    for (const each of [...body.children]) if (!wanted.includes(each)) each.remove();
    for (const [i, each] of wanted.entries()) if (body.children[i] !== each) body.insertBefore(each, body.children[i] ?? null);
    return views;
  }

  #markDays() {
    let last = "";
    for (const element of list.children) {
      const today = day.format(new Date(element.querySelector("time").dateTime));
      if (today === last) delete element.dataset.day;
      else element.dataset.day = today;
      last = today;
    }
  }
}

function newArticle(message, botName) {
  const article = document.createElement("article");
  article.tabIndex = -1;
  const author = message.fromBot ? botName : "You";
  article.setAttribute("aria-label", `${author}, ${clock.format(new Date(message.sentAt))}`);
  article.innerHTML = '<span class="avatar bot" aria-hidden="true"></span>'
    + '<p class="meta"><b></b> <time></time> <span class="edited" hidden>Edited</span></p>'
    + '<div class="body"></div>';
  article.querySelector("b").textContent = author;
  if (message.fromBot) paintAvatar(article.querySelector(".avatar"), botName);
  else article.querySelector(".avatar").remove();
  return article;
}

function textParts(message) {
  if (!message.text) return [];
  const part = document.createElement("div");
  part.className = "text";
  if (message.fromBot) part.innerHTML = textAsHtml(message.text);
  else part.textContent = message.text;
  for (const link of part.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return [part];
}

function notShown({ contentType }) {
  const note = document.createElement("p");
  note.className = "quiet-note";
  note.textContent = `An attachment that local Teams doesn’t show (${contentType}).`;
  return note;
}
