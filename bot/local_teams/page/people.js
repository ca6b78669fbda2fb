// The list of the council's people: choose one, and you are them.

const list = document.getElementById("people");
const search = document.getElementById("search");
const council = document.getElementById("council");
const rows = new Map();

const COLOURS = ["#8e4b8a", "#2f6f8f", "#a1502f", "#47713a", "#5b5fc7", "#9c3b55", "#6a5a2c", "#3c6e71"];

export function paintAvatar(element, name) {
  const words = name.split(/\s+/).filter(Boolean);
  element.textContent = ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  element.style.backgroundColor = COLOURS[sum % COLOURS.length];
}

// The councils to choose among; where there is only one, nothing is to choose.
export function setCouncils(names) {
  council.replaceChildren(...names.map((name) => new Option(name, name)));
  document.getElementById("council-label").hidden = names.length < 2;
}

export function fill(people) {
  const chosen = list.querySelector("[aria-current]")?.dataset.id;
  rows.clear();
  list.replaceChildren(...people.map(newRow));
  if (chosen) choose(chosen);
  filter();
}

// Takes in everyone as they are now, whoever they are now.
export function refresh(people) {
  const same = people.length === rows.size && people.every(({ id }) => rows.has(id));
  if (same) people.forEach(update);
  else fill(people);
}

export const person = (id) => rows.get(id)?.person;

export function update(person) {
  const row = rows.get(person.id);
  if (!row) return;
  row.person = person;
  paint(row);
}

export function choose(id) {
  const row = rows.get(id);
  if (row && row.person.council !== council.value) {
    council.value = row.person.council;
    filter();
  }
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const link = rows.get(id)?.link;
  link?.setAttribute("aria-current", "page");
  link?.scrollIntoView({ block: "nearest" });
}

export function focusOn(id) {
  (rows.get(id)?.link ?? search).focus();
}

function newRow(person) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#/p/${encodeURIComponent(person.id)}`;
  link.dataset.id = person.id;
  const avatar = document.createElement("span");
  avatar.className = "avatar";
  avatar.setAttribute("aria-hidden", "true");
  paintAvatar(avatar, person.name);
  const names = document.createElement("span");
  names.className = "names";
  const name = document.createElement("b");
  name.textContent = person.name;
  const title = document.createElement("small");
  names.append(name, title);
  const badge = document.createElement("span");
  badge.className = "badge";
  const pill = document.createElement("span");
  pill.className = "pill";
  link.append(avatar, names, pill, badge);
  item.append(link);
  const row = { item, link, title, pill, badge, person, text: `${person.name} ${person.title}`.toLowerCase() };
  rows.set(person.id, row);
  paint(row);
  return item;
}

function paint({ link, title, pill, badge, person }) {
  title.textContent = person.title;
  pill.hidden = person.installed && !person.refusal;
  pill.textContent = !person.installed ? "no app" : "barred";
  badge.hidden = person.unread === 0;
  badge.textContent = person.unread > 99 ? "99+" : String(person.unread);
  badge.setAttribute("aria-label", `, ${person.unread} unread`);
  badge.setAttribute("role", "img");
  link.classList.toggle("unread", person.unread > 0);
}

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { item, text, person } of rows.values()) {
    item.hidden = person.council !== council.value || !words.every((word) => text.includes(word));
    if (!item.hidden) shown += 1;
  }
  document.getElementById("nobody").hidden = shown > 0 || rows.size === 0;
  document.getElementById("found").textContent =
    words.length ? `${shown} ${shown === 1 ? "person" : "people"} found` : "";
}

search.addEventListener("input", filter);
council.addEventListener("change", filter);
search.addEventListener("keydown", (event) => {
  const first = list.querySelector("li:not([hidden]) a");
  if (!first) return;
  if (event.key === "Enter") first.click();
  if (event.key === "ArrowDown") { event.preventDefault(); first.focus(); }
});
list.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...list.querySelectorAll("li:not([hidden]) a")];
  const next = links.indexOf(document.activeElement) + step;
  if (next < 0) search.focus();
  else links[next]?.focus();
});
