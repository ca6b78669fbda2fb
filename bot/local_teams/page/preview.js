// Hero and thumbnail cards, as rows of a search and as attachments: title, subtitle, text, picture.

const CARD = "application/vnd.microsoft.card.adaptive";
const PLAIN = ["application/vnd.microsoft.card.hero", "application/vnd.microsoft.card.thumbnail"];

export const isAdaptive = ({ contentType }) => contentType === CARD;
export const isPlain = ({ contentType }) => PLAIN.includes(contentType);

// A card's own words; those of a search's row come from its preview.
export function preview({ content }) {
  const element = document.createElement("span");
  element.className = "preview";
  const image = content.images?.[0]?.url;
  if (image) {
    const picture = element.appendChild(document.createElement("img"));
    picture.src = image;
    picture.alt = content.images[0].alt ?? "";
  }
  const words = element.appendChild(document.createElement("span"));
  for (const [tag, text] of [["b", content.title], ["span", content.subtitle], ["small", content.text]]) {
    if (text) words.appendChild(document.createElement(tag)).textContent = text;
  }
  return element;
}
