// What is said in passing: toasts for the eye, announcements for screen readers.

const TOAST_MS = 8000;
const FEWEST_MS_BETWEEN = 100;
let lastSaid = 0;

export function announce(text) {
  const announcer = document.getElementById("announcer");
  // The same words twice are only read again when the text was empty in between.
  announcer.textContent = "";
  const wait = Math.max(FEWEST_MS_BETWEEN, lastSaid + FEWEST_MS_BETWEEN - Date.now());
  lastSaid = Date.now() + wait;
  setTimeout(() => { announcer.textContent = text; }, wait);
}

export function toast(text, { failed = false, detail = "" } = {}) {
  const box = document.createElement("div");
  box.className = failed ? "toast failed" : "toast";
  const words = document.createElement("p");
  words.textContent = text;
  if (detail) {
    const small = document.createElement("small");
    small.textContent = detail;
    words.append(small);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", "Dismiss");
  close.textContent = "×";
  box.append(words, close);
  document.getElementById("toasts").append(box);

  let timer;
  const start = () => { timer = setTimeout(() => box.remove(), TOAST_MS); };
  const hold = () => clearTimeout(timer);
  close.onclick = () => { hold(); box.remove(); };
  box.onmouseenter = hold;
  box.onfocus = hold;
  box.onmouseleave = start;
  start();
}
