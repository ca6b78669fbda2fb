// Counts what a person does on the page: presses, fields typed in, dialogs that open.
(() => {
  if (window.hand) return;
  const fields = new Set();
  const unfolded = new Set();
  const hand = { presses: 0, dialogs: 0, counts: true };
  const press = () => { if (hand.counts) hand.presses += 1; };
  document.addEventListener("click", (event) => {
    const on = event.target.closest("button, a, input[type=radio], input[type=checkbox]");
    if (!on || !event.isTrusted) return;
    if (on.hasAttribute("aria-expanded")) {
      // Pressed once more where the card was edited at that moment.
      if (unfolded.has(on.textContent)) return;
      unfolded.add(on.textContent);
    }
    press();
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target.matches("select")) press();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.id === "text") press();
  }, true);
  document.addEventListener("input", (event) => {
    const types = event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
    if (types && hand.counts) fields.add(event.target);
  }, true);
  const dialog = document.getElementById("task");
  new MutationObserver(() => {
    if (dialog.open) hand.dialogs += 1;
  }).observe(dialog, { attributeFilter: ["open"] });
  hand.took = () => {
    const told = [hand.presses, fields.size, hand.dialogs];
    hand.presses = hand.dialogs = 0;
    fields.clear();
    unfolded.clear();
    return told;
  };
  window.hand = hand;
})();
