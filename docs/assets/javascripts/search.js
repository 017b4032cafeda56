// The search box: what is typed goes to search-engine.js, what comes back is shown. Nothing of the engine or the index
// is loaded before the box has the focus. A classic script; the index is classic scripts too, so that it works from disk.
"use strict";
(function () {
  const one = (selector, within = document) => within.querySelector(selector);
  const box = one(".md-search"), toggle = one("[data-md-toggle=search]");
  if (!box || !toggle) return;
  const base = new URL("../../", document.currentScript.src);
  const input = one(".md-search__input", box), list = one(".md-search-result__list", box);
  const meta = one(".md-search-result__meta", box), onward = one(".wd-search-onward", box), scroll = one(".md-search__scrollwrap", box);
  const filters = one(".wd-search-filter", box), roles = one(".wd-search-roles", box), kinds = one(".wd-search-kind", box);
  const SMALL = 250; // pages up to which all results are listed at once; above, as one scrolls
  const PAGE = 10, FIRST = 4; // results drawn at once; of the first, so many before the others: what a phone shows
  const PAUSE = 150; // ms without a key before the others are drawn: who types on needs neither their texts nor the memory
  const PARTS = ["text", "plan", "pinyin", "hits", "score", "excerpt", "engine"]; // a build makes one file of them: smaller.py
  const KEPT = 60; // shards: those of the last few queries

  // --- loading: one script element a shard, once ------------------------------------------------------------------
  const shards = new Map(), arrived = new Map();
  let index = null; // meta.js as it came
  window.wendaSearch = (name, data) => arrived.set(name, data);

  function script(path, ordered = false) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = new URL(path, base).href;
      element.async = !ordered;
      element.onload = () => { element.remove(); done(); };
      element.onerror = () => { element.remove(); failed(new Error(`${path} did not load`)); };
      document.head.append(element);
    });
  }

  function version(name) {
    if (!index) return "";
    const [kind, number] = name.split("/");
    return number === undefined ? index[name] : index.versions[kind].substr(number * 3, 3);
  }

  function load(name) {
    if (!shards.has(name)) {
      if (shards.size >= KEPT) drop();
      const known = version(name);
      shards.set(name, script(`assets/data/search/${name}.js${known ? `?${known}` : ""}`).then(() => take(name)));
      shards.get(name).catch(() => shards.delete(name)); // offline for a moment: the next query tries again
    }
    return shards.get(name);
  }

  // In the order in which they need one another; the browser fetches them side by side all the same.
  let code = null;
  function loadEngine() {
    code = code || Promise.all(PARTS.map((part) => script(`assets/javascripts/search-${part}.js`, true)));
    code.catch(() => (code = null));
    return code;
  }

  function take(name) {
    const data = arrived.get(name);
    arrived.delete(name);
    return data;
  }

  // A long sitting: the shards that were asked for longest ago go; the browser's cache has them still.
  function drop() {
    for (const name of Array.from(shards.keys()).slice(0, KEPT / 2)) if (name.includes("/")) shards.delete(name);
  }

  let starting = null;
  function engine() {
    starting = starting || start();
    starting.catch(() => (starting = null));
    return starting;
  }

  async function start() {
    const parts = loadEngine();
    index = await load("meta");
    if (!shards.has("tables")) shards.set("tables", Promise.resolve(take("tables"))); // they come in one file
    await parts;
    const made = window.wendaSearchEngine.create(load);
    await made.prepare();
    fillFilters();
    return made;
  }

  // --- filters ------------------------------------------------------------------------------------------------------
  let role = "", here = "";
  function fillFilters() {
    for (const [id, name] of index.roles) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.dataset.role = id;
      button.setAttribute("aria-pressed", "false");
      roles.append(button);
    }
    for (const [id, name] of index.kinds) kinds.append(new Option(name, id));
    filters.hidden = !(index.roles.length > 1 || index.kinds.length > 1);
  }
  roles.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    role = button.dataset.role === role ? "" : button.dataset.role;
    for (const each of roles.children) each.setAttribute("aria-pressed", String(each.dataset.role === role));
    run();
  });
  kinds.addEventListener("change", run);

  // The role one reads for: the list that is open, or the one by which one came to the question.
  function currentRole() {
    const listing = one("[data-folder=roles][data-slug]"), page = one(".wd-page[data-roles]");
    if (listing) return listing.dataset.slug;
    if (!page) return "";
    const own = page.dataset.roles.split(" ");
    try {
      const last = JSON.parse(localStorage.getItem("wenda.role"));
      if (own.includes(last)) return last;
    } catch (refused) { /* a browser that keeps nothing */ }
    return own[0];
  }

  // --- a query ------------------------------------------------------------------------------------------------------
  let turn = 0, results = null, drawn = 0, drawing = null, shown = "";

  async function run() {
    const mine = ++turn, query = input.value.trim();
    if (!query) return clear();
    // While one types on, the old results stay until the new ones are there; another query shows none but its own.
    if (shown && !query.startsWith(shown) && !shown.startsWith(query)) list.replaceChildren();
    const late = setTimeout(() => { if (mine === turn) meta.textContent = "正在查找……"; }, 200);
    try {
      const made = await engine();
      here = here || currentRole();
      const found = await made.search(query, { role, kind: kinds.value, here });
      if (mine !== turn) return;
      const first = await draw(found, FIRST);
      if (mine !== turn) return;
      results = found;
      drawn = 0;
      shown = query;
      list.replaceChildren(...first);
      drawn = first.length;
      say(query, found.total);
      scroll.scrollTop = 0;
      drawing = null;
      if (index.pages <= SMALL) all(mine);
      else if (drawn === FIRST) setTimeout(() => { if (mine === turn && drawn === FIRST) more(mine, PAGE - FIRST); }, PAUSE);
    } catch (error) {
      if (mine !== turn) return;
      meta.textContent = "搜索没有载入，请检查网络后再试";
      list.replaceChildren();
      console.warn(error);
    } finally {
      clearTimeout(late);
    }
  }

  function clear() {
    results = null;
    shown = "";
    list.replaceChildren();
    onward.hidden = true;
    meta.textContent = "输入几个字开始搜索";
  }

  function say(query, total) {
    const narrowed = role || kinds.value;
    meta.textContent = total ? `找到 ${total} 道题` : narrowed ? `在所选范围里没有找到“${query}”` : `没有找到“${query}”`;
    onward.hidden = total > 0;
    if (total) return;
    const links = [["换个说法，或者看看：", ""], ...index.roles.slice(0, 6).map(([, name, , slug]) => [name, `roles/${slug}.html`]), ["全部主题", "topics/index.html"], ["全部题型", "kinds/index.html"]];
    onward.replaceChildren(...links.map(([text, path]) => {
      const element = document.createElement(path ? "a" : "span");
      element.textContent = text;
      if (path) element.href = new URL(path, base).href;
      return element;
    }));
  }

  // More of the results, ten at a time.
  function more(mine, count = PAGE) {
    drawing = drawing || (async () => {
      const found = results, items = found ? await draw(found, count) : [];
      if (mine !== turn || found !== results) return 0;
      list.append(...items);
      drawn += items.length;
      return items.length;
    })().finally(() => (drawing = null));
    return drawing;
  }
  async function all(mine) { while (mine === turn && (await more(mine))); }
  scroll.addEventListener("scroll", () => {
    if (results && drawn < results.total && scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 300) more(turn);
  }, { passive: true });

  // --- an item of the list ------------------------------------------------------------------------------------------
  const text = (className, pieces) => {
    const element = document.createElement("span");
    element.className = className;
    for (const [piece, marked] of pieces) {
      if (!marked) element.append(piece);
      else element.append(Object.assign(document.createElement("mark"), { textContent: piece }));
    }
    return element;
  };

  function item(hit, pieces) {
    const element = document.createElement("li"), link = document.createElement("a"), article = document.createElement("article");
    element.className = "md-search-result__item";
    link.className = "md-search-result__link";
    link.href = new URL(`questions/${hit.id}.html`, base).href;
    article.className = "md-search-result__article wd-hit";
    article.append(text("wd-hit__title", pieces.title), text("wd-hit__text", pieces.text), text("wd-hit__facts", [[hit.names.join(" · "), false]]));
    link.append(article);
    element.append(link);
    return element;
  }

  const draw = async (found, count) => Promise.all((await found.next(count)).map(async (hit) => item(hit, await found.excerpt(hit))));

  // --- keyboard and focus -------------------------------------------------------------------------------------------
  const open = (wanted) => { if (toggle.checked !== wanted) toggle.click(); };
  const links = () => Array.from(box.querySelectorAll(".md-search-result__link, .wd-search-onward:not([hidden]) a"));

  let composing = false;
  input.addEventListener("focus", () => { open(true); engine().catch(() => {}); });
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => { composing = false; run(); });
  // Half-typed pinyin is no query: it waits for the end of the composition.
  input.addEventListener("input", (event) => { if (!composing && !event.isComposing) run(); });
  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.form.addEventListener("reset", () => { setTimeout(() => { run(); input.focus(); }); });
  toggle.addEventListener("change", () => { if (toggle.checked) input.focus(); else input.blur(); });
  // Focus must come of the tap itself, or a phone shows no keyboard; the focus opens the box.
  for (const label of document.querySelectorAll("header [for=__search]"))
    label.addEventListener("click", (event) => {
      if (toggle.checked) return;
      event.preventDefault();
      input.focus();
    });
  box.addEventListener("click", (event) => { if (event.target.closest("a")) open(false); });

  async function openFirst() {
    // Enter right after typing: the results may still be on their way.
    for (let waited = 0; shown !== input.value.trim() && waited < 3000; waited += 50) await new Promise((done) => setTimeout(done, 50));
    const [first] = links();
    if (first && shown === input.value.trim() && list.contains(first)) first.click();
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const active = document.activeElement;
    if (event.key === "Escape") {
      open(false);
      input.blur();
    } else if (event.key === "Enter" && active === input) {
      openFirst();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (active === kinds) return;
      const stops = [input, ...links()], at = Math.max(0, stops.indexOf(active));
      stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
    } else if (event.key.length === 1 && event.key !== " " && active.classList.contains("md-search-result__link")) {
      input.focus(); // typing on goes into the box
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // Focus that goes on to the page takes the box with it: nothing behind it can be seen.
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false);
  });

  // --- Back ---------------------------------------------------------------------------------------------------------
  // An open search is a step of its own in the history, with what was asked for: Back closes it, and Back from a hit
  // opens it again.
  const kept = () => (history.state && history.state.wendaSearch) || null;
  const step = (how, value) => { try { history[how](value, ""); } catch (refused) { /* some browsers, from disk */ } };
  let leaving = false;
  toggle.addEventListener("change", () => {
    if (toggle.checked && !kept()) step("pushState", { wendaSearch: { q: "" } });
    else if (!toggle.checked && kept() && !leaving) history.back();
  });
  box.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    leaving = true;
    step("replaceState", { wendaSearch: { q: input.value, role, kind: kinds.value, top: scroll.scrollTop } });
  }, true);
  async function reopen(from) {
    leaving = false;
    open(true);
    if (input.value === from.q && results) return;
    input.value = from.q;
    await engine().catch(() => {});
    role = from.role || "";
    kinds.value = from.kind || "";
    for (const each of roles.children) each.setAttribute("aria-pressed", String(each.dataset.role === role));
    await run();
    scroll.scrollTop = from.top || 0;
  }
  window.addEventListener("popstate", () => { if (kept() && kept().q) reopen(kept()); else if (!kept()) open(false); });
  window.addEventListener("pageshow", () => { if (kept() && kept().q) reopen(kept()); else if (kept()) step("replaceState", null); });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = at instanceof Element && (at.closest("input, textarea, select") || at.isContentEditable);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
