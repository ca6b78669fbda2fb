// Modal windows: focus stays inside, Escape closes, and focus goes back to where it was.

const CAN_FOCUS = "a[href], button:not([disabled]), input:not([disabled]), textarea, select, [tabindex='0']";

export function openWindow(dialog) {
  const before = document.activeElement;
  const message = before?.closest("article");
  const keep = (event) => { if (event.key === "Tab") keepInside(dialog, event); };
  dialog.addEventListener("keydown", keep);
  dialog.addEventListener("close", () => {
    dialog.removeEventListener("keydown", keep);
    // The browser gives the focus back, unless the button's card was edited away meanwhile. This is
    // told of a little later: whoever types elsewhere by then goes on typing there.
    const has = document.activeElement;
    const isLost = has === document.body || dialog.contains(has);
    if (isLost) (message?.isConnected ? message : document.getElementById("chat")).focus();
  }, { once: true });
  dialog.querySelector(".close").onclick = () => dialog.close();
  dialog.showModal();
}

// A modal <dialog> lets Tab out into the browser's own controls; a Teams dialog does not.
function keepInside(dialog, event) {
  const all = [...dialog.querySelectorAll(CAN_FOCUS)].filter((each) => each.offsetParent !== null);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement === edge || !all.includes(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
}
