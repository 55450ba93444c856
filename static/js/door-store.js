/* What a phone keeps for one door: the list, the entries not sent yet, and what the portal answered to late ones.
   Gone with `wipe`; `forgetOld` deletes what other doors have left behind after their end. */

const STORES = { people: "id", queue: "key", notes: "key" };
const SHELF = "kapi"; // in localStorage: when which door's list is to go
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const nameOf = (slug) => `kapi ${slug}`;
const shelfOf = (shell) => `kapi ${shell.replace(/telefon\/$/, "")}`; // the name that door-worker.js reads
const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Turkish folding: "isik" finds "Işık". The same as `konsey.text.fold` for the letters of names. */
function fold(text) {
  return text.toLocaleLowerCase("tr").replaceAll("ı", "i").normalize("NFD").replace(/\p{M}/gu, "");
}

/** The code that was typed, or that is in an address a scanner typed; null for anything else (etkinlikler/codes.py). */
function codeIn(typed) {
  const address = typed.match(/\/bilet\/([\w-]{6,})/);
  if (address) {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const bits = [...address[1].slice(0, 5)].map((sign) => alphabet.indexOf(sign).toString(2).padStart(6, "0")).join("");
    return [0, 5, 10, 15, 20, 25].map((at) => SIGNS[parseInt(bits.slice(at, at + 5), 2)]).join("");
  }
  const signs = typed.replace(/[\s-]/g, "").replace(/[oO]/g, "0").replace(/[ıiİIlL]/g, "1").toUpperCase();
  return signs.length === 6 && [...signs].every((sign) => SIGNS.includes(sign)) ? signs : null;
}

class DoorStore {
  static async open(slug) {
    const request = indexedDB.open(nameOf(slug), 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    return new DoorStore(slug, await settled(request));
  }

  constructor(slug, database) {
    Object.assign(this, { slug, database });
  }

  all(name) {
    return settled(this.database.transaction(name).objectStore(name).getAll());
  }

  write(name, act) {
    const transaction = this.database.transaction(name, "readwrite", { durability: "strict" });
    act(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }

  put(name, ...rows) {
    return this.write(name, (store) => rows.forEach((row) => store.put(row)));
  }

  remove(name, ...keys) {
    return this.write(name, (store) => keys.forEach((key) => store.delete(key)));
  }

  replace(name, rows) {
    return this.write(name, (store) => { store.clear(); rows.forEach((row) => store.put(row)); });
  }

  /** Keep the page (without names) and its pieces, so that the worker can answer without a network. */
  async savePage(shell, pieces) {
    const cache = await caches.open(shelfOf(shell));
    const answer = await fetch(shell, { redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    await Promise.all([cache.put(shell, answer), cache.addAll(pieces)]);
  }

  async dropPage(shell) {
    if (!globalThis.caches) return;
    await caches.delete(shelfOf(shell));
    await (await navigator.serviceWorker.getRegistration())?.unregister();
  }

  remember(until) {
    localStorage.setItem(SHELF, JSON.stringify({ ...shelf(), [this.slug]: until }));
  }

  async wipe() {
    await Promise.all(["people", "notes"].map((name) => this.replace(name, [])));
  }

  static async forgetOld(now) {
    for (const [slug, until] of Object.entries(shelf())) {
      if (now <= until) continue;
      const store = await DoorStore.open(slug);
      await store.wipe();
      const left = await store.all("queue");
      store.database.close();
      if (left.length) continue; // to be sent, or shown to whoever opens that door again
      indexedDB.deleteDatabase(nameOf(slug));
      const { [slug]: _gone, ...others } = shelf();
      localStorage.setItem(SHELF, JSON.stringify(others));
      for (const name of await caches.keys()) if (name.endsWith(`/kapi/${slug}/`)) await caches.delete(name);
    }
  }
}

function shelf() {
  try {
    return JSON.parse(localStorage.getItem(SHELF)) ?? {};
  } catch {
    return {};
  }
}

Object.assign(globalThis, { DoorStore, doorWords: { fold, codeIn } });
