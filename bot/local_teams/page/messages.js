// One chat's messages on the page: added, edited in place, deleted, in the order they came; in a
// channel, replies beneath their post.

import { CardView, textAsHtml } from "/local/page/card.js";
import { announce } from "/local/page/notices.js";
import { paintAvatar } from "/local/page/people.js";
import { isAdaptive, isPlain, preview } from "/local/page/preview.js";

const NEAR_THE_END_PX = 120;
const list = document.getElementById("messages");
const scroller = document.getElementById("scroller");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export class Messages {
  #shown = new Map();
  #heardMeanwhile = new Set();
  #seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#refresh(target, { byHand: false });
  });

  // press(message, action, card view) is called for a card's button; refresh(message id, {byHand})
  // gives the reader's own view of a card; reply(message) answers a post, in a channel.
  constructor(botName, { press, refresh, reply }) {
    this.botName = botName;
    this.press = press;
    this.askRefresh = refresh;
    this.reply = reply;
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
    if (message.author) {
      const words = message.summary || message.text || "a card";
      announce(isEdit ? `${message.author} updated a message: ${words}` : `${message.author}: ${words}`);
    }
    if (isEdit) {
      element.classList.remove("changed");
      void element.offsetWidth; // starts the mark's animation afresh
      element.classList.add("changed");
    } else if (message.thread && !message.author) element.scrollIntoView({ block: "nearest" });
    else if (atEnd || !message.author) this.toEnd();
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
    this.#seen.unobserve(element);
    if (message.refreshes) this.#seen.observe(element);
    return entry;
  }

  // Puts the reader's own view in the place of a card that has come into sight. An edit meanwhile
  // asks for its own.
  async #refresh(element, { byHand }) {
    this.#seen.unobserve(element);
    const entry = [...this.#shown.values()].find((each) => each.element === element);
    if (!entry) return;
    const { message, views } = entry;
    const base = message.attachments.filter(isAdaptive).map(({ content }) => content);
    const at = base.findIndex(({ refresh }) => refresh);
    const card = await this.askRefresh(message.id, { byHand });
    if (this.#shown.get(message.id) !== entry || (byHand && !card)) return;
    const { lostFocus } = views[at].replace(card ?? base[at], { keepTyped: true });
    if (lostFocus) element.querySelector("article").focus();
    if (byHand) announce("The card was refreshed.");
  }

  #insert(message) {
    const element = document.createElement("li");
    element.dataset.seq = message.seq;
    element.dataset.thread = message.threadSeq;
    element.className = message.fromBot ? "from-bot" : message.author ? "from-other" : "from-you";
    element.classList.toggle("reply", message.thread !== null);
    const next = [...list.children].find(({ dataset }) => isLater(dataset, message));
    list.insertBefore(element, next ?? null);
    return element;
  }

  #paint(element, message, oldViews) {
    const article = element.querySelector("article") ?? element.appendChild(newArticle(message, this.reply));
    const sent = new Date(message.sentAt);
    const time = article.querySelector("time");
    time.dateTime = message.sentAt;
    time.textContent = clock.format(sent);
    time.title = day.format(sent);
    article.querySelector(".edited").hidden = !message.editedAt;
    article.querySelector(".refresh").hidden = !message.refreshable || message.refreshes;
    article.querySelector(".refresh").onclick = () => this.#refresh(element, { byHand: true });
    const body = article.querySelector(".body");
    const cards = message.attachments.filter(isAdaptive);
    const views = cards.map(({ content }, i) => {
      const old = oldViews[i];
      if (!old) return new CardView(content, (action, view) => this.press(message, action, view));
      // The reader's own view stays until it has been asked for anew: what is typed there is kept.
      if (message.refreshes && content.refresh) return old;
      const { lostFocus } = old.replace(content, { keepTyped: true });
      if (lostFocus) article.focus();
      return old;
    });
    const plain = message.attachments.filter(isPlain).map(plainCard);
    const others = message.attachments.filter((each) => !isAdaptive(each) && !isPlain(each)).map(notShown);
    const wanted = [...textParts(message), ...others, ...plain, ...views.map(({ element: card }) => card)];
    // Moving a card's element would lose its focus, so what stays is left where it is.
    for (const each of [...body.children]) if (!wanted.includes(each)) each.remove();
    for (const [i, each] of wanted.entries()) if (body.children[i] !== each) body.insertBefore(each, body.children[i] ?? null);
    return views;
  }

  #markDays() {
    let last = "";
    for (const element of list.children) {
      if (element.classList.contains("reply")) continue; // a thread goes on beneath its own day
      const today = day.format(new Date(element.querySelector("time").dateTime));
      if (today === last) delete element.dataset.day;
      else element.dataset.day = today;
      last = today;
    }
  }
}

const isLater = ({ thread, seq }, message) =>
  Number(thread) > message.threadSeq || (Number(thread) === message.threadSeq && Number(seq) > message.seq);

function newArticle(message, reply) {
  const article = document.createElement("article");
  article.tabIndex = -1;
  const author = message.author ?? "You";
  article.setAttribute("aria-label", `${message.thread ? "Reply by " : ""}${author}, ${clock.format(new Date(message.sentAt))}`);
  article.innerHTML = '<span class="avatar" aria-hidden="true"></span>'
    + '<p class="meta"><b></b> <time></time> <span class="edited" hidden>Edited</span></p>'
    + '<div class="body"></div><button type="button" class="refresh quiet" hidden>Refresh card</button>';
  article.querySelector("b").textContent = author;
  const avatar = article.querySelector(".avatar");
  avatar.classList.toggle("bot", message.fromBot);
  if (message.author) paintAvatar(avatar, author);
  else avatar.remove();
  if (reply && !message.thread) article.append(replyButton(message, author, reply));
  return article;
}

function replyButton(message, author, reply) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Reply";
  button.setAttribute("aria-label", `Reply to ${author}`);
  button.onclick = () => reply(message);
  return button;
}

function plainCard(attachment) {
  const card = document.createElement("div");
  card.className = "card plain";
  card.append(preview(attachment));
  return card;
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
