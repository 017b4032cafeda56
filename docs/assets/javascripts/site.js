/* What the pages do beyond being read: filter, favourites, copy, print, the role one came from.
   A classic script, so that it runs from a folder as well; everything reads without it. */
"use strict";
(function () {
  var root = new URL("../../", document.currentScript.src).href;
  var one = function (selector, within) { return (within || document).querySelector(selector); };
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };

  // --- what this browser remembers -------------------------------------------------------------------------------
  var store = {
    get: function (key, otherwise) {
      try {
        var value = JSON.parse(localStorage.getItem("wenda." + key));
        return value === null ? otherwise : value;
      } catch (refused) {
        return otherwise;
      }
    },
    set: function (key, value) {
      try {
        localStorage.setItem("wenda." + key, JSON.stringify(value));
        return true;
      } catch (refused) {
        return false; // full, or forbidden as in some private windows
      }
    },
  };

  var link = function (id, title) {
    var a = document.createElement("a");
    a.href = root + "questions/" + encodeURIComponent(id) + ".html";
    a.textContent = title;
    return a;
  };

  // --- a question ------------------------------------------------------------------------------------------------
  function question(page) {
    var id = page.dataset.id, title = page.dataset.title, said = one(".wd-said"), quiet;
    if (!said) return; // withdrawn or moved
    var say = function (text) {
      said.textContent = text;
      clearTimeout(quiet);
      quiet = setTimeout(function () { said.textContent = ""; }, 4000);
    };
    var address = page.dataset.link || (location.protocol === "file:" ? "" : location.origin + location.pathname);
    var texts = {
      link: address || title + "（编号 " + id + "）",
      cite: "“" + title + "”，问答，编号 " + id + (address ? "，" + address : ""),
    };
    var refused = function (text) {
      var box = one(".wd-copybox"), area = one("textarea", box);
      box.hidden = false;
      area.value = text;
      area.focus();
      area.select();
    };
    var copy = function (text) {
      one(".wd-copybox").hidden = true;
      if (!navigator.clipboard || !navigator.clipboard.writeText) return refused(text);
      navigator.clipboard.writeText(text).then(function () { say("已复制"); }, function () { refused(text); });
    };
    var star = one("[data-action=favourite]");
    var starred = function () {
      var kept = id in store.get("favourites", {});
      star.setAttribute("aria-pressed", kept);
      star.textContent = kept ? "已收藏" : "收藏";
    };
    var actions = {
      link: function () { copy(texts.link); },
      cite: function () { copy(texts.cite); },
      print: function () { window.print(); },
      favourite: function () {
        var kept = store.get("favourites", {});
        if (id in kept) delete kept[id];
        else kept[id] = { title: title, at: Date.now() };
        if (!store.set("favourites", kept)) return say("这个浏览器不让网页保存，收藏没有记下");
        starred();
        say(id in kept ? "已收藏，在首页能找到" : "已取消收藏");
      },
    };
    one(".wd-actions").addEventListener("click", function (event) {
      var button = event.target.closest("[data-action]");
      if (button) actions[button.dataset.action]();
    });
    starred();
    all("[data-qr]", page).forEach(drawCode);
    cameFrom(page);
    var steps = one(".wd-steps:not([hidden]) p");
    store.set("last", { id: id, title: title, where: steps ? steps.textContent.trim() : "", at: Date.now() });
  }

  // The QR code of the link, for print: `side:bits` as site_meta.qr_code writes it, drawn with a margin of two.
  function drawCode(place) {
    var side = parseInt(place.dataset.qr, 10), bytes = atob(place.dataset.qr.split(":")[1]), path = "";
    for (var n = 0; n < side * side; n += 1) {
      if ((bytes.charCodeAt(n >> 3) >> (7 - (n & 7))) & 1) path += "M" + ((n % side) + 2) + " " + (Math.floor(n / side) + 2) + "h1v1h-1z";
    }
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), shape = document.createElementNS(svg.namespaceURI, "path");
    svg.setAttribute("viewBox", "0 0 " + (side + 4) + " " + (side + 4));
    shape.setAttribute("d", path);
    svg.append(shape);
    place.append(svg);
  }

  // The role whose list was open last is the one whose tab, breadcrumb and neighbours are shown.
  function cameFrom(page) {
    var roles = page.dataset.roles.split(" "), last = store.get("role", "");
    var role = roles.indexOf(last) < 0 ? roles[0] : last;
    all(".wd-steps").forEach(function (steps) {
      var own = steps.dataset.role === role;
      steps.hidden = !own;
      if (!own) return;
      var crumb = one("[data-role-crumb]"), list = one("p a", steps);
      if (crumb && list) {
        crumb.textContent = list.textContent;
        crumb.href = list.href;
      }
    });
    var tab = one('.md-tabs__item[data-role="' + role + '"]');
    if (!tab) return;
    all(".md-tabs__item").forEach(function (each) {
      each.classList.toggle("md-tabs__item--active", each === tab);
      one("a", each).removeAttribute("aria-current");
    });
    one("a", tab).setAttribute("aria-current", "true");
  }

  // --- a list ----------------------------------------------------------------------------------------------------
  function listing(page) {
    if (page.dataset.folder === "roles") store.set("role", page.dataset.slug);
    var form = one(".wd-filter"), output = one("output", form), extra = one(".wd-filter__extra", form), none = one(".wd-none");
    var rows = null, waiting = 0;
    var fold = function (text) { return text.normalize("NFKC").toLowerCase(); };
    var read = function () {
      // Read once, at the first use: a list of thousands opens as fast as one of ten.
      return all(".wd-group").map(function (group) {
        return {
          element: group,
          heading: one("h2", group),
          rows: all(".wd-list > li", group).map(function (row) {
            return { element: row, data: row.dataset, topics: (row.dataset.t || "").split(" "), text: fold(row.textContent) };
          }),
        };
      });
    };
    var state = function () {
      var query = new URLSearchParams(location.search);
      return { q: query.get("q") || "", kind: (query.get("kind") || "").split(",").filter(Boolean), topic: query.get("topic") || "", status: query.get("status") || "", year: query.get("year") || "", points: query.get("points") || "" };
    };
    var now = state();
    var show = function () {
      var words = fold(now.q).split(/\s+/).filter(Boolean), shown = 0;
      var active = words.length || now.kind.length || now.topic || now.status || now.year || now.points;
      if (!rows && !active) return;
      rows = rows || read();
      page.classList.toggle("wd-filtered", Boolean(active));
      rows.forEach(function (group) {
        var here = 0;
        group.rows.forEach(function (row) {
          var fits = (!now.kind.length || now.kind.indexOf(row.data.k) >= 0) && (!now.topic || row.topics.indexOf(now.topic) >= 0) && (!now.status || row.data.s === now.status) && (!now.year || row.data.y === now.year) && (!now.points || row.data.p === now.points) && words.every(function (word) { return row.text.indexOf(word) >= 0; });
          if (row.element.hidden === fits) row.element.hidden = !fits;
          if (fits) here += 1;
        });
        group.element.hidden = !here;
        group.heading.dataset.shown = here;
        shown += here;
      });
      output.textContent = active ? "符合条件 " + shown + " 题" : "共 " + shown + " 题";
      extra.textContent = [now.year && now.year + " 年", now.points && now.points + " 分"].filter(Boolean).join("，");
      all("[data-filter=clear]").forEach(function (button) { button.hidden = !active; });
      none.hidden = shown > 0;
    };
    var fill = function () {
      form.elements.q.value = now.q;
      ["topic", "status"].forEach(function (name) { if (form.elements[name]) form.elements[name].value = now[name]; });
      all("[data-kind]", form).forEach(function (button) { button.setAttribute("aria-pressed", now.kind.indexOf(button.dataset.kind) >= 0); });
    };
    var keep = function () {
      var query = new URLSearchParams();
      Object.keys(now).forEach(function (key) {
        var value = String(now[key]).trim();
        if (value) query.set(key, value);
      });
      var text = query.toString().replace(/%2C/g, ",");
      try {
        history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
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
    page.addEventListener("click", function (event) {
      var button = event.target.closest("[data-kind], [data-filter=clear]");
      if (!button) return;
      if (button.dataset.kind) {
        var at = now.kind.indexOf(button.dataset.kind);
        if (at < 0) now.kind.push(button.dataset.kind);
        else now.kind.splice(at, 1);
      } else {
        now = { q: "", kind: [], topic: "", status: "", year: "", points: "" };
        form.elements.q.focus();
      }
      fill();
      change();
    });
    window.addEventListener("popstate", function () { now = state(); fill(); show(); });
    fill();
    show();
  }

  // --- home ------------------------------------------------------------------------------------------------------
  function home() {
    var mine = one(".wd-mine"), last = store.get("last", null), kept = store.get("favourites", {});
    var ids = Object.keys(kept).sort(function (a, b) { return kept[b].at - kept[a].at; });
    if (mine && (last || ids.length)) {
      mine.hidden = false;
      if (last) {
        var line = document.createElement("p"), where = document.createElement("small");
        where.textContent = last.where ? "　" + last.where : "";
        line.append("上次看到：", link(last.id, last.title), where);
        one(".wd-mine__last").append(line);
      }
      one("#favourites").hidden = !ids.length;
      ids.forEach(function (id) {
        var row = document.createElement("li");
        row.append(link(id, kept[id].title));
        one(".wd-mine__favourites").append(row);
      });
    }
    var random = one(".wd-random");
    if (random) {
      var choices = all("ul a", random), shown = one("p a", random);
      var draw = function () {
        var next = choices[Math.floor(Math.random() * choices.length)];
        shown.textContent = next.textContent;
        shown.href = next.href;
      };
      one("button", random).addEventListener("click", draw);
      draw();
    }
  }

  // --- everywhere ------------------------------------------------------------------------------------------------
  // A link to a part that is folded away opens it; print shows everything.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      if (!fold.open) {
        fold.open = true;
        target.scrollIntoView();
      }
    }
  }
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details.wd-key:not([open])");
    opened.forEach(function (fold) { fold.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; });
  });
  window.addEventListener("hashchange", unfold);
  unfold();
  all("[data-action=search]").forEach(function (button) {
    button.addEventListener("click", function () {
      var toggle = document.getElementById("__search"); // Material opens its search with this box
      if (!toggle.checked) toggle.click();
      one(".md-search__input").focus();
    });
  });
  var page = one(".wd-page"), list = one(".wd-listing");
  if (page) question(page);
  if (list) listing(list);
  if (one(".wd-home")) home();
})();
