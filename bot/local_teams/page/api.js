// The page's only way out: /local/… of the server that it came from.

async function call(path, body) {
  let response;
  try {
    response = await fetch(`/local/${path}`, body === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("Local Teams isn’t answering. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.message ?? `Local Teams answered ${response.status}.`);
  return answer;
}

const of = (person) => `people/${encodeURIComponent(person)}`;

export const state = () => call("state");
export const faults = () => call("faults");
export const setFaults = (fault) => call("faults", fault);
// `where` is {channel, thread} and may hold a card: JSON leaves out what is undefined.
export const say = (person, text, where) => call(`${of(person)}/messages`, { text, ...where });
export const refresh = (person, messageId, byHand) => call(`${of(person)}/refresh`, { messageId, byHand });
export const press = (person, messageId, action) => call(`${of(person)}/press`, { messageId, action });
export const submitDialog = (person, data, where) => call(`${of(person)}/dialog`, { data, ...where });
export const query = (person, body) => call(`${of(person)}/compose/query`, body);
export const fetchAction = (person, body) => call(`${of(person)}/compose/fetch`, body);
export const submitAction = (person, body) => call(`${of(person)}/compose/submit`, body);
export const read = (person, channel) => call(`${of(person)}/read`, { channel });
export const stand = (person, change) => call(`${of(person)}/standing`, change);
export const messages = (person, channel, before) => {
  const query = new URLSearchParams();
  if (channel !== null) query.set("channel", channel);
  if (before !== undefined) query.set("before", before);
  return call(`${of(person)}/messages${query.size ? `?${query}` : ""}`);
};

// Calls onOpen at each (re)connection, so that the caller reads afresh what it may have missed.
export function listen(person, { onOpen, onEvent, onLost }) {
  const query = person === null ? "" : `?person=${encodeURIComponent(person)}`;
  let source;
  let retry;
  const connect = () => {
    source = new EventSource(`/local/events${query}`);
    source.onopen = onOpen;
    source.onmessage = ({ data }) => onEvent(JSON.parse(data));
    source.onerror = () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 1000);
    };
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
