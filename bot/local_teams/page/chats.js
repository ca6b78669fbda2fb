// The chats of the person shown: their own with the bot, and beneath it their channels.

const list = document.getElementById("chats");

const address = (person, channel) =>
  `#/p/${encodeURIComponent(person.id)}${channel ? `/c/${encodeURIComponent(channel.id)}` : ""}`;

export function showChats(person, botName, current) {
  list.hidden = person.channels.length === 0;
  const own = { name: botName, unread: person.unread };
  const wanted = [[null, own], ...person.channels.map((each) => [each, each])];
  // Only what has changed is drawn anew, or the focus would be lost whenever a message comes.
  while (list.children.length > wanted.length) list.lastChild.remove();
  for (const [i, [channel, { name, unread }]] of wanted.entries()) {
    const link = list.children[i] ?? list.appendChild(newLink());
    link.href = address(person, channel);
    link.querySelector("span").textContent = channel ? `# ${name}` : name;
    link.title = channel ? `${channel.team}, ${channel.members} people` : "";
    const badge = link.querySelector(".badge");
    badge.hidden = unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    badge.setAttribute("aria-label", `, ${unread} unread`);
    if ((channel?.id ?? null) === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function newLink() {
  const link = document.createElement("a");
  link.innerHTML = '<span></span> <b class="badge" role="img" hidden></b>';
  return link;
}
