/* The worker that keeps pages for reading without network. The build writes the digest of its list of files below;
   sw-off.js in the place of this file takes the worker back from all browsers.

   One cache holds the files of one build and no others: nothing goes in whose digest is not the list's. A new build is a
   new worker, which takes over what has not changed, loads the rest, and only then removes the old cache. A document out
   of the cache gets its scripts and styles out of it too; one from the network that is not of this build gets none of
   it: no page mixes two builds. With a network, documents always come from there. */
"use strict";
const BUILD = "";
const SCOPE = self.registration.scope, PREFIX = "wenda " + new URL(SCOPE).pathname + " ", CACHE = PREFIX + BUILD, KEPT = PREFIX + "kept";
const LIST = "assets/data/offline/files.json", SEARCH = "assets/data/search/", SLOW = 4000, READ = 300;
const address = (name) => new URL(name, SCOPE).href, open = () => caches.open(CACHE);
const views = new Map(); // client → true: its document is of this build; false: it is not; a promise: being looked at
let list = null, stopped = false;

const digest = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const failed = (why) => Object.assign(new Error(why), { why });

// The list of this build: path → [the first 16 digits of its digest, bytes], and the sets one can ask for.
async function files() {
  list = list || (async () => {
    const cache = await open(), kept = await cache.match(address(LIST), { ignoreVary: true });
    if (kept) return kept.json();
    const answer = await fetch(address(LIST), { cache: "no-cache" }), bytes = await answer.arrayBuffer();
    if (!answer.ok || !(await digest(bytes)).startsWith(BUILD)) throw failed("changed");
    await cache.put(address(LIST), new Response(bytes, { headers: { "Content-Type": "application/json" } }));
    return JSON.parse(new TextDecoder().decode(bytes));
  })();
  list.catch(() => (list = null));
  return list;
}

const stored = async (name) => (await open()).match(address(name), { ignoreVary: true });

// Puts a file into the cache if it is the one of this build, and says whether it is.
async function keep(name, answer) {
  const wanted = (await files()).files[name], bytes = await answer.arrayBuffer();
  if (!wanted || !(await digest(bytes)).startsWith(wanted[0])) {
    self.registration.update().catch(() => {});
    return false;
  }
  const headers = new Headers(answer.headers); // with the host's policy; a new response has forgotten redirections
  for (const each of ["content-encoding", "content-length", "vary"]) headers.delete(each);
  await (await open()).put(address(name), new Response(bytes, { headers }));
  return true;
}

async function load(name) {
  const answer = await fetch(address(name), { cache: "no-cache" }).catch(() => { throw failed("network"); });
  if (!answer.ok || !(await keep(name, answer))) throw failed("changed");
}

async function have() {
  const keys = await (await open()).keys();
  return new Set(keys.map((request) => request.url.slice(SCOPE.length)));
}

// Loads what is not there yet, six at a time.
async function gather(names, said = () => {}) {
  const there = await have(), wanted = names.filter((name) => !there.has(name));
  let done = names.length - wanted.length, wrong = null;
  stopped = false;
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let name; !wrong && !stopped && (name = wanted.shift()); said(++done, names.length))
      await load(name).catch((error) => (wrong = wrong || error));
  }));
  if (wrong) throw wrong.name === "QuotaExceededError" ? failed("full") : wrong;
}

// --- what was asked for --------------------------------------------------------------------------------------------
const names = (book, set) => (set === "all" ? Object.keys(book.files) : (book.sets[set] || []).map((at) => Object.keys(book.files)[at]));
async function asked() {
  const answer = await (await caches.open(KEPT)).match(address("kept"));
  return answer ? answer.json() : [];
}
async function note(sets) {
  await (await caches.open(KEPT)).put(address("kept"), new Response(JSON.stringify(sets)));
  searchable = sets.length > 0;
}

// Whether something was asked for, and the index of search is kept with it. Where it is not, the index does not come by
// way of the worker: a query loads a dozen small files, of which each would leave as much again in the worker's memory,
// and search without network wants all of it or none.
let searchable = true;
const asking = asked().then((sets) => (searchable = sets.length > 0), () => {});

async function state(set) {
  const book = await files(), there = await have(), sets = await asked(), wanted = names(book, set);
  const pages = Array.from(there).filter((name) => book.files[name] && name.startsWith("questions/"));
  return { sets, total: wanted.length, there: wanted.filter((name) => there.has(name)).length, pages };
}

const orders = {
  state: ({ set }) => state(set),
  async keep({ set }, said) {
    const book = await files(), sets = await asked();
    if (set !== "all" && !book.sets[set]) throw failed("changed");
    if (!sets.includes(set)) await note([...sets, set]);
    await gather(names(book, set), said);
    return state(set);
  },
  async drop({ set }) {
    const book = await files(), sets = (await asked()).filter((each) => each !== set && set !== "all"), cache = await open();
    await note(sets);
    const stays = new Set([...book.shell, ...sets.flatMap((each) => names(book, each))]);
    for (const name of names(book, set))
      if (!stays.has(name) && (!name.startsWith("assets/") || name.startsWith("assets/data/"))) await cache.delete(address(name));
    return state(set);
  },
  stop: async () => { stopped = true; },
  // A page that was there before the worker: itself and what it loaded.
  async read({ urls }) {
    const book = await files();
    await asking;
    await gather(urls.map(path).map((name) => known(book, name)).filter((name) => name && !aside(name)));
  },
};
self.addEventListener("message", (event) => {
  const port = event.ports[0], order = orders[event.data && event.data.what];
  if (!order) return;
  const said = (done, total) => port && port.postMessage({ done, total });
  event.waitUntil(order(event.data, said).then((result) => port && port.postMessage({ result }), (error) => port && port.postMessage({ error: error.why || error.name })));
});

// --- from one build to the next --------------------------------------------------------------------------------------
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE && name !== KEPT);

async function install() {
  const book = await files(), there = await have(), wanted = new Set(book.shell), cache = await open();
  for (const set of await asked()) for (const name of names(book, set)) wanted.add(name);
  try {
    for (const each of await ours()) {
      const old = await caches.open(each), before = await old.match(address(LIST)), was = before ? (await before.json()).files : {};
      const read = (await old.keys()).map((request) => request.url.slice(SCOPE.length)).filter((name) => book.files[name]);
      const pages = read.filter((name) => name.startsWith("questions/") && !wanted.has(name)), past = new Set(pages.slice(0, -READ));
      for (const name of read) {
        if (past.has(name)) continue;
        wanted.add(name);
        if (there.has(name) || !was[name] || was[name][0] !== book.files[name][0]) continue;
        await cache.put(address(name), await old.match(address(name), { ignoreVary: true }));
        there.add(name);
      }
    }
    await gather(book.shell);
    await gather(Array.from(wanted));
  } catch (error) {
    // No room for two builds side by side: better the new one in part (the page says so) than the old one for ever.
    if (error.why !== "full" && error.name !== "QuotaExceededError") throw error;
  }
  await self.skipWaiting();
}
self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const each of await ours()) await caches.delete(each);
  await self.clients.claim();
})()));

// --- answering -----------------------------------------------------------------------------------------------------
function path(url) {
  const clean = url.split(/[?#]/)[0];
  return clean.startsWith(SCOPE) ? decodeURI(clean.slice(SCOPE.length)) : null;
}
// Hosts leave out index.html, some .html too.
const aside = (name) => !searchable && name.startsWith(SEARCH);
const known = (book, name) => [name, name + "index.html", name + ".html"].find((each) => Object.hasOwn(book.files, each));

async function documentOf(event, name) {
  const book = await files().catch(() => ({ files: {} })), own = known(book, name), kept = own && (await stored(own));
  const coming = fetch(new Request(event.request, { cache: "no-cache" }));
  const late = kept && new Promise((done) => setTimeout(done, SLOW));
  const answer = await Promise.race([coming, late].filter(Boolean)).catch(() => null);
  const id = event.resultingClientId;
  if (answer && (answer.status < 500 || !kept)) {
    const same = own && answer.ok ? keep(own, answer.clone()).catch(() => false) : Promise.resolve(false);
    views.set(id, same);
    event.waitUntil(same.then((is) => views.set(id, is)));
    return answer;
  }
  if (kept) {
    views.set(id, true);
    // Slow, not absent: what comes late may be newer, and then the page says so.
    event.waitUntil(coming.then(async (slow) => {
      if (!slow.ok || (await keep(own, slow))) return;
      const client = await self.clients.get(id);
      if (client) client.postMessage("newer");
    }).catch(() => {}));
    return kept;
  }
  if (!(await stored("offline.html"))) return Response.error();
  return Response.redirect(address("offline.html?from=" + encodeURIComponent(event.request.url)));
}

async function part(event, name) {
  const book = await files().catch(() => null), own = book && known(book, name), view = views.get(event.clientId);
  if (!own) return fetch(event.request);
  const kept = view !== false && (await stored(own));
  if (kept && view === true) return kept;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !kept && !aside(own)) event.waitUntil(keep(own, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    if (kept && (view === undefined || (await view))) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request, name = path(request.url);
  if (request.method !== "GET" || name === null || name.startsWith("downloads/") || aside(name) || request.headers.has("range")) return;
  event.respondWith(request.mode === "navigate" ? documentOf(event, name) : part(event, name));
});
