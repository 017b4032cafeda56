/* Takes the worker back: put it in the place of sw.js (or build with WENDA_WORKER=off). Every browser that comes by
   removes what the worker kept, then the worker itself, and loads its open pages anew. */
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const prefix = "wenda " + new URL(self.registration.scope).pathname + " ";
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url).catch(() => {});
})()));
