() => {
  // What a person would trip over on the card that is drawn, as sentences.
  const found = [];
  const card = document.querySelector(".card");
  const shown = (element) => element.getClientRects().length > 0;
  const called = (element) => (element.innerText || element.getAttribute("aria-label") || element.id || element.tagName).trim().slice(0, 60);

  const look = (where) => {
    if (card.scrollWidth > card.clientWidth) found.push(`${where}: it is wider than its page`);
    const right = card.getBoundingClientRect().right + 1;
    for (const element of card.querySelectorAll("*")) {
      if (!shown(element)) continue;
      const style = getComputedStyle(element);
      if (element.getBoundingClientRect().right > right) found.push(`${where}: "${called(element)}" stands out of it`);
      const cut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== "visible";
      if (cut && !element.matches("input, select, textarea")) found.push(`${where}: "${called(element)}" is cut`);
    }
    for (const button of card.querySelectorAll("button")) {
      if (!shown(button)) continue;
      if (!called(button)) found.push(`${where}: a button says nothing`);
      if (button.getBoundingClientRect().height < 32) found.push(`${where}: "${called(button)}" is too low for a finger`);
    }
    for (const field of card.querySelectorAll("input, select, textarea")) {
      if (!shown(field)) continue;
      const ids = (field.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
      const names = [...ids.map((id) => document.getElementById(id)), ...(field.labels || [])];
      const name = names.map((each) => each?.innerText ?? "").join(" ").trim() || field.getAttribute("aria-label");
      if (!name) found.push(`${where}: a field (${field.type || field.tagName}) is read out without a name`);
    }
    for (const element of card.querySelectorAll("[tabindex]")) {
      if (element.tabIndex > 0) found.push(`${where}: "${called(element)}" is out of the keyboard's order`);
    }
  };

  look("as it comes");
  const folded = () => [...card.querySelectorAll(".ac-pushButton.expandable")].filter(shown);
  for (let i = 0; i < folded().length; i += 1) {
    const button = folded()[i];
    button.click();
    look(`with "${called(button)}" unfolded`);
    button.click();
  }
  return [...new Set(found)];
}
