/* The door on a phone: the whole list at hand, one tap lets in, with a network or without. What was tapped is stored
   before anything is shown, and leaves the phone only after the portal has answered for it. Without this script the
   page does the same, as long as there is a network. All sentences come from the page (door/_phone.html). */

const { DoorStore, doorWords } = globalThis;
const { fold, codeIn } = doorWords;
const root = document.getElementById("kapi");
const server = document.querySelector("[data-door-server]");
const words = root.dataset;
const part = (name) => root.querySelector(`[data-door-${name}]`);
const parts = Object.fromEntries(
  ["net", "waits", "login", "notes", "said", "found", "list", "more", "saved", "wipe"].map((name) => [name, part(name)]));
const box = root.querySelector("input[type=search]");
const SHOWN = 40, CHUNK = 50, EVERY = 20_000, TIMEOUT = 15_000;
const shownTime = new Intl.DateTimeFormat("tr", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Istanbul" });
const clock = (moment) => shownTime.format(moment).replace(":", ".");

let store, token = "", net = "online", canOffline = false, sending = false, again = false;
let people = new Map(), queue = new Map(), notes = [], tally = null;
let settlements = 0, wiped = false;

// --- asking the portal ---

/** Returns {data} or {trouble: "offline" | "signedOut" | "forbidden" | "broken"}. */
async function ask(address, options = {}) {
  let answer;
  try {
    const signal = AbortSignal.timeout?.(TIMEOUT);
    answer = await fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
  } catch {
    return { trouble: "offline" };
  }
  if (answer.type === "opaqueredirect") return { trouble: "signedOut" };
  if (answer.status === 403) return { trouble: "forbidden" };
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { trouble: "broken" };
  const data = await answer.json();
  return answer.ok ? { data } : { trouble: "broken", error: data.error };
}

async function refresh() {
  const before = settlements;
  const { data, trouble } = await ask(words.list);
  tell(trouble ?? "online");
  if (!data || wiped) return false;
  token = data.csrf;
  if (before !== settlements) return true; // this list was drawn up before what the phone has learned meanwhile
  tally = data.tally;
  people = new Map(data.people.map((person) => [person.id, person]));
  await store.replace("people", data.people);
  show();
  return true;
}

function post(entries) {
  const now = Date.now();
  const body = entries.map(({ key, person, at, off }) => ({ key, person, off, ago: Math.max(0, (now - at) / 1000) }));
  return ask(words.send, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ entries: body }),
  });
}

/** Send what waits, in pieces. A token that has grown old is fetched anew, once. */
async function send() {
  if (sending) { again = true; return; }
  sending = true;
  try {
    do {
      again = false;
      if ((!token || net === "signedOut") && !(await refresh())) return;
      const entries = [...queue.values()].slice(0, CHUNK);
      if (!entries.length) return;
      let answer = await post(entries);
      if (answer.trouble === "forbidden") {
        if (!(await refresh())) return; // it has said why
        answer = await post(entries);
      }
      tell(answer.trouble ?? "online", answer.error);
      if (!answer.data) return;
      tally = answer.data.tally;
      await settle(answer.data.answers);
      again ||= queue.size > 0;
    } while (again);
  } finally {
    sending = false;
    show();
  }
}

/** The portal has answered: what it took is in, what it did not is a note that stays until it is read. */
async function settle(answers) {
  const done = [];
  settlements += 1;
  for (const { key, state, text, in: entry } of answers) {
    const sent = queue.get(key);
    if (!sent) continue;
    const person = people.get(sent.person);
    if (person && entry) { person.in = entry; await store.put("people", person); }
    if (text) {
      const note = { key, name: sent.name, text };
      await store.put("notes", note);
      notes.push(note);
    }
    if (state === "in" && person) person.absent = false;
    done.push(key);
  }
  await store.remove("queue", ...done);
  done.forEach((key) => queue.delete(key));
  showNotes();
}

// --- acts ---

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`;
}

async function letIn(person) {
  if (person.in || waitingFor(person)) return;
  const entry = { key: newKey(), person: person.id, name: person.name, at: Date.now(), off: net !== "online" };
  queue.set(entry.key, entry);
  try {
    await store.put("queue", entry);
  } catch {
    queue.delete(entry.key); // nothing was stored, so nothing may be said
    tell("broken");
    return;
  }
  box.value = "";
  say(words.taken.replace("{name}", person.name));
  show();
  send();
}

async function takeBack(person) {
  const entry = waitingFor(person);
  if (!entry || sending) return;
  queue.delete(entry.key);
  await store.remove("queue", entry.key);
  say(words.takenBack.replace("{name}", person.name));
  show();
}

async function wipe() {
  if (queue.size) { say(words.wipeWaits); return; }
  wiped = true;
  await store.wipe();
  await store.dropPage(words.shell);
  people = new Map();
  notes = [];
  canOffline = false;
  show();
  showNotes();
  say(words.wiped);
}

// --- showing ---

const waitingFor = (person) => [...queue.values()].find((entry) => entry.person === person.id);

function say(text) {
  parts.said.textContent = text;
}

function tell(state, error) {
  net = state;
  root.classList.toggle("is-offline", state !== "online");
  parts.net.textContent = error || words[state];
  parts.login.hidden = state !== "signedOut";
  parts.waits.textContent = queue.size ? words.waits.replace("{count}", queue.size) : words.noneWaits;
}

function matching() {
  const wanted = fold(box.value).split(/\s+/).filter(Boolean);
  const code = codeIn(box.value);
  return [...people.values()].filter((person) => {
    const text = fold(`${person.name} ${person.org}`);
    return wanted.every((word) => text.includes(word)) || (code && person.code.replace("-", "") === code);
  });
}

function row(person) {
  const line = document.getElementById("kapi-satiri").content.cloneNode(true).firstElementChild;
  const find = (name) => line.querySelector(`[data-${name}]`);
  const waiting = waitingFor(person);
  line.dataset.person = person.id;
  find("name").textContent = person.name;
  find("org").textContent = person.org;
  for (const need of line.querySelectorAll("[data-help]")) need.hidden = !person.help.includes(need.dataset.help);
  find("absent").hidden = !person.absent || Boolean(person.in || waiting);
  const button = find("act"), inside = find("in");
  button.hidden = Boolean(person.in);
  button.textContent = waiting ? words.takeBack : words.letIn;
  button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
  for (const name of ["btn-ghost", "btn-small"]) button.classList.toggle(name, Boolean(waiting));
  line.classList.toggle("is-waiting", Boolean(waiting));
  button.addEventListener("click", () => (waiting ? takeBack(person) : letIn(person)));
  inside.hidden = !person.in && !waiting;
  if (person.in) {
    inside.href = words.entry.replace(/0\/$/, `${person.in.id}/`);
    find("when").textContent = `${person.in.at} · ${person.in.by}`;
  } else if (waiting) find("when").textContent = `${clock(waiting.at)} · ${words.you}`;
  return line;
}

function show() {
  const found = matching();
  const typed = box.value.trim();
  const held = parts.list.contains(document.activeElement) && document.activeElement.closest("li").dataset.person;
  parts.list.replaceChildren(...found.slice(0, SHOWN).map(row));
  if (held) parts.list.querySelector(`[data-person="${held}"] :is(button, a):not([hidden])`)?.focus();
  parts.found.textContent = !typed ? "" : found.length ? words.found.replace("{count}", found.length) : words.nobody;
  parts.more.textContent = found.length > SHOWN ? words.more.replace("{count}", found.length - SHOWN) : "";
  parts.saved.textContent = canOffline ? words.saved.replace("{count}", people.size) : words.notOffline;
  showTally();
  tell(net);
}

/** What the portal has counted, and those of this phone whom it does not know yet. */
function showTally() {
  const unknown = [...queue.values()].filter((entry) => !people.get(entry.person)?.in).length;
  const all = [...people.values()];
  const numbers = tally ?? { inside: all.filter((person) => person.in).length, expected: all.length, places: words.places };
  for (const cell of root.querySelectorAll("[data-tally]")) {
    const value = numbers[cell.dataset.tally];
    cell.textContent = cell.dataset.tally === "inside" ? value + unknown : value;
  }
}

function showNotes() {
  parts.notes.replaceChildren(...notes.map((note) => {
    const line = document.getElementById("kapi-notu").content.cloneNode(true).firstElementChild;
    line.querySelector("[data-name]").textContent = note.name;
    line.querySelector("[data-text]").textContent = note.text;
    line.querySelector("button").addEventListener("click", async () => {
      notes = notes.filter((other) => other.key !== note.key);
      await store.remove("notes", note.key);
      showNotes();
    });
    return line;
  }));
}

// --- beginning ---

const pieces = () => [
  ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href),
  ...[...document.scripts].map((script) => script.src),
].filter(Boolean);

async function goOffline() {
  if (!("serviceWorker" in navigator) || !globalThis.caches) return;
  await navigator.serviceWorker.register(words.worker, { updateViaCache: "none" });
  await store.savePage(words.shell, pieces());
  store.remember(Number(words.until));
  canOffline = true;
  show();
}

async function begin() {
  await DoorStore.forgetOld(Date.now());
  store = await DoorStore.open(words.slug);
  const read = (name) => store.all(name);
  queue = new Map((await read("queue")).sort((a, b) => a.at - b.at).map((entry) => [entry.key, entry]));
  if (Date.now() > Number(words.until) && !queue.size) return; // over: the page as it is, nothing is saved any more
  notes = await read("notes");
  const byName = new Intl.Collator("tr");
  const listed = (await read("people")).sort((a, b) => byName.compare(a.name, b.name));
  people = new Map(listed.map((person) => [person.id, person]));
  server.hidden = true;
  root.hidden = false;
  canOffline = Boolean(navigator.serviceWorker?.controller);
  show();
  showNotes();
  box.addEventListener("input", show);
  parts.wipe.addEventListener("click", wipe);
  addEventListener("offline", () => tell("offline"));
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
  await look();
  root.dataset.ready = "";
  if (net === "online") goOffline().catch(() => show());
}

async function look() {
  if (document.hidden || wiped) return;
  if (await refresh()) await send();
}

if (globalThis.indexedDB) begin().catch(() => { root.hidden = true; server.hidden = false; });
