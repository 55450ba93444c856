/* The worker of one event's door (its scope). Without a network it answers with the page that door.js has saved; it
   stores nothing itself, and every request that reaches the portal is the portal's to answer. */
"use strict";

const HOME = new URL(self.registration.scope).pathname; // /etkinlikler/kapi/<slug>/
const CACHE = `kapi ${HOME}`;
const PATIENCE = 6000; // a hall's network that accepts everything and answers nothing

async function saved(address) {
  const cache = await caches.open(CACHE);
  return cache.match(address, { ignoreVary: true });
}

/** The portal's answer; the saved page when there is none, or none in time. */
async function page(request) {
  const late = new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
  try {
    return await Promise.race([fetch(request), late]);
  } catch (error) {
    const shell = await saved(`${HOME}telefon/`);
    if (shell) return shell;
    throw error;
  }
}

async function piece(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await saved(request.url);
    if (found) return found;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "image"].includes(request.destination)) event.respondWith(piece(request));
});
