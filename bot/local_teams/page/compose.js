// The box in which a message is written: its text, a card from the message extension, what it replies to.

import * as api from "/local/page/api.js";
import { CardView } from "/local/page/card.js";
import { announce, toast } from "/local/page/notices.js";
import { isAdaptive, preview } from "/local/page/preview.js";

const $ = (id) => document.getElementById(id);
const drafts = new Map();
let person = null;
let channel = null;
let botName = "";
let card = null;
let post = null;
let whileTyping;

const key = () => `${person}/${channel ?? ""}`;

// Where what is written goes: the person's own chat, a channel, or a post's thread there.
export const where = () => ({ channel: channel ?? undefined, thread: post?.id });

export const writer = () => person;

// Shows what is half written there; null leaves.
export function enterCompose(nextPerson, nextChannel) {
  if (person) drafts.set(key(), { text: $("text").value, card, post });
  [person, channel] = [nextPerson, nextChannel];
  if (!person) return;
  const draft = drafts.get(key()) ?? { text: "", card: null, post: null };
  $("mention").hidden = channel === null;
  $("text").value = draft.text;
  show(draft);
}

export function attach(attachment) {
  show({ card: attachment, post });
  announce("The card is in your message. Send it when you are ready.");
  $("text").focus();
}

export function replyTo(message) {
  show({ card, post: message });
  $("text").focus();
}

function show(draft) {
  ({ card, post } = draft);
  $("attached").hidden = card === null;
  $("attached-card").replaceChildren(...(card ? [drawn(card)] : []));
  $("replying").hidden = post === null;
  $("replying").querySelector("span").textContent = post ? `Replying to ${post.author ?? "your own post"}` : "";
  fitText();
}

// In the box a card is only looked at: nothing in it can be pressed yet.
function drawn(attachment) {
  const element = isAdaptive(attachment) ? new CardView(attachment.content, () => {}).element : preview(attachment);
  element.inert = true;
  return element;
}

async function send() {
  const draft = { text: $("text").value, card, post };
  const [whose, to, from] = [person, where(), key()];
  if (!draft.text.trim() && !card) return;
  $("text").value = "";
  show({ card: null, post });
  const went = await whileTyping(async () => {
    const answer = await api.say(whose, draft.text, { ...to, card: draft.card ?? undefined });
    if (answer.failed) toast(answer.toast, answer);
    else if (answer.detail) toast("For whoever builds the bot:", answer);
  });
  if (went || (key() === from && ($("text").value || card))) return;
  // It never left: the words go back to where they were typed.
  if (key() !== from) return drafts.set(from, draft);
  $("text").value = draft.text;
  show(draft);
}

export function fitText() {
  const text = $("text");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function mention() {
  const text = $("text");
  text.setRangeText(`@${botName} `, text.selectionStart, text.selectionEnd, "end");
  text.focus();
}

// `run` does something with the typing indicator shown, and says whether it went well.
export function setUpCompose(bot, run) {
  [botName, whileTyping] = [bot, run];
  $("mention").setAttribute("aria-label", `Mention ${bot}`);
  $("mention").onclick = mention;
  $("detach").onclick = () => { show({ card: null, post }); $("text").focus(); };
  $("no-reply").onclick = () => { show({ card, post: null }); $("text").focus(); };
  $("compose").onsubmit = (event) => { event.preventDefault(); send(); };
  $("text").oninput = fitText;
  $("text").onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
}
