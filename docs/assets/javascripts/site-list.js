/* A list: filter in place, an address that keeps it, counts of what each choice would give, the way into a question. */
"use strict";
(function () {
  var one = function (selector, within) { return (within || document).querySelector(selector); };
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };
  var page = one(".wd-listing"), form = one(".wd-filter"), output = one("output", form), extra = one(".wd-filter__extra", form), none = one(".wd-none");
  var SELECTS = ["role", "topic", "status"], NAMES = ["q", "kind", "role", "topic", "status", "year", "points"];
  var rows = null, waiting = 0, drawn = 0, long = page.classList.contains("wd-listing--long");
  if (page.dataset.folder === "roles") wenda.set("role", page.dataset.slug);
  var fold = function (text) { return text.normalize("NFKC").toLowerCase(); };

  // Read once, at the first use: a list of thousands opens as fast as one of ten.
  var read = function () {
    return all(".wd-group").map(function (group) {
      return {
        element: group,
        heading: one("h2", group),
        rows: all(".wd-list > li", group).map(function (row) {
          var data = row.dataset;
          return { element: row, shown: true, kind: [data.k], topic: (data.t || "").split(" "), role: (data.r || "").split(" "), status: [data.s || "r"], year: [data.y], points: [data.p], text: fold(row.textContent) };
        }),
      };
    });
  };
  var state = function () {
    var query = new URLSearchParams(location.search), found = {};
    NAMES.forEach(function (name) { found[name] = query.get(name) || ""; });
    found.kind = found.kind.split(",").filter(Boolean);
    return found;
  };
  var now = state();
  var fits = function (row, words, but) {
    return NAMES.every(function (name) {
      var wanted = now[name];
      if (name === but || !wanted.length) return true;
      if (name === "q") return words.every(function (word) { return row.text.indexOf(word) >= 0; });
      return row[name].some(function (each) { return name === "kind" ? wanted.indexOf(each) >= 0 : wanted === each; });
    });
  };
  var active = function () { return NAMES.some(function (name) { return String(now[name]).trim(); }); };

  // What each choice would give with the others as they are.
  var recount = function (words) {
    ["kind"].concat(SELECTS).forEach(function (name) {
      var places = name === "kind" ? all("[data-kind]", form) : form.elements[name] ? Array.from(form.elements[name].options).slice(1) : [];
      if (!places.length) return;
      var counts = {};
      rows.forEach(function (group) {
        group.rows.forEach(function (row) {
          if (fits(row, words, name)) row[name].forEach(function (each) { counts[each] = (counts[each] || 0) + 1; });
        });
      });
      places.forEach(function (place) {
        var count = counts[place.dataset.kind || place.value] || 0;
        if (name === "kind") {
          one("small", place).textContent = count;
          place.classList.toggle("wd-toggle--none", !count);
        } else {
          place.textContent = place.textContent.replace(/（\d+）$/, "（" + count + "）");
        }
      });
    });
  };

  // Rows go all at once, before they would be laid out for nothing; many come back a slice a frame, and each is drawn.
  var SLICE = 240;
  var apply = function (changes) {
    var mine = ++drawn, at = 0;
    changes.sort(function (a, b) { return a.wanted - b.wanted; }); // stable: rows come in their order
    while (at < changes.length && !changes[at].wanted) {
      changes[at].element.hidden = true;
      changes[at].shown = false;
      at += 1;
    }
    var some = function () {
      if (mine !== drawn) return;
      var end = long ? Math.min(at + SLICE, changes.length) : changes.length;
      for (; at < end; at += 1) {
        changes[at].element.hidden = false;
        changes[at].shown = true;
      }
      if (at < changes.length) requestAnimationFrame(some);
    };
    some();
  };
  var show = function () {
    var words = fold(now.q).split(/\s+/).filter(Boolean), shown = 0, on = active(), changes = [];
    if (!rows && !on) return;
    rows = rows || read();
    page.classList.toggle("wd-filtered", on);
    rows.forEach(function (group) {
      var here = 0;
      group.rows.forEach(function (row) {
        row.wanted = fits(row, words);
        if (row.shown !== row.wanted) changes.push(row);
        if (row.wanted) here += 1;
      });
      group.element.hidden = !here;
      group.heading.dataset.shown = here;
      shown += here;
    });
    apply(changes);
    recount(words);
    output.textContent = on ? "符合条件 " + shown + " 题" : "共 " + shown + " 题";
    extra.textContent = described();
    one("[data-filter=clear]", form).hidden = !on;
    none.hidden = shown > 0;
    page.classList.toggle("wd-listing--none", !shown);
    one("[data-words]", none).textContent = now.q.trim();
    one("[data-action=words]", none).hidden = !now.q.trim();
  };
  // The filter in words: what a line below the list, or a question's neighbours, say of it.
  var described = function (withWords) {
    var kinds = now.kind.map(function (kind) { return one('[data-kind="' + CSS.escape(kind) + '"]', form); }).filter(Boolean).map(function (each) { return each.firstChild.data.trim(); });
    var selects = SELECTS.map(function (name) {
      var select = form.elements[name];
      return select && now[name] && select.selectedOptions.length ? select.selectedOptions[0].textContent.replace(/（\d+）$/, "") : "";
    });
    return kinds.concat(selects, [now.year && now.year + " 年", now.points && now.points + " 分", withWords && now.q.trim() && "“" + now.q.trim() + "”"]).filter(Boolean).join("，");
  };
  var fill = function () {
    form.elements.q.value = now.q;
    SELECTS.forEach(function (name) { if (form.elements[name]) form.elements[name].value = now[name]; });
    all("[data-kind]", form).forEach(function (button) { button.setAttribute("aria-pressed", now.kind.indexOf(button.dataset.kind) >= 0); });
  };
  var query = function () {
    var made = new URLSearchParams();
    NAMES.forEach(function (name) {
      var value = String(now[name]).trim();
      if (value) made.set(name, value);
    });
    var text = made.toString().replace(/%2C/g, ",");
    return text ? "?" + text : "";
  };
  var keep = function () {
    try {
      history.replaceState(history.state, "", location.pathname + query() + location.hash);
    } catch (refused) {} // some browsers do not let a file change its address
  };
  var change = function () {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(function () { show(); keep(); });
  };
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function (event) {
    if (event.isComposing) return; // half-typed pinyin
    now[event.target.name] = event.target.value;
    change();
  });
  form.addEventListener("compositionend", function (event) { now[event.target.name] = event.target.value; change(); });

  // Rows as they are shown, for the question's “next”.
  var remember = function () {
    var links = all(".wd-group:not([hidden]) .wd-list > li:not([hidden]) > a");
    var way = { name: page.dataset.name, about: described(true), path: page.dataset.folder + "/" + page.dataset.slug + ".html" + query(), ids: [], titles: [] };
    links.forEach(function (link) {
      var id = /([0-9a-z]{8})\.html/.exec(link.getAttribute("href"));
      if (!id) return;
      way.ids.push(id[1]);
      way.titles.push(link.textContent);
    });
    wenda.set("way", way, "sessionStorage");
  };
  page.addEventListener("click", function (event) {
    if (event.target.closest(".wd-list > li > a")) return remember();
    var button = event.target.closest("[data-kind], [data-filter], [data-action]");
    if (!button) return;
    if (button.dataset.kind) {
      var at = now.kind.indexOf(button.dataset.kind);
      if (at < 0) now.kind.push(button.dataset.kind);
      else now.kind.splice(at, 1);
    } else if (button.dataset.filter === "clear") {
      NAMES.forEach(function (name) { now[name] = name === "kind" ? [] : ""; });
      form.elements.q.focus({ preventScroll: true });
    } else if (button.dataset.filter === "more") {
      return button.setAttribute("aria-expanded", form.classList.toggle("wd-filter--open"));
    } else if (button.dataset.action === "words") {
      var input = one(".md-search__input");
      input.value = now.q.trim();
      input.focus();
      return input.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (button.dataset.action === "lead") {
      return button.setAttribute("aria-expanded", page.classList.toggle("wd-listing--lead"));
    } else return;
    fill();
    change();
  });
  window.addEventListener("popstate", function () { now = state(); fill(); show(); });
  fill();
  show();
  // A link to a filtered list shows what it is about, not the introduction above it.
  if (active() && !location.hash && (performance.getEntriesByType("navigation")[0] || {}).type === "navigate") form.scrollIntoView();
})();
