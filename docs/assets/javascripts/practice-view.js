/* How a question's texts become elements: from blocks of plain text (wenda.export.blocks), never from HTML. */
"use strict";
var wendaView = (function () {
  function el(tag, about) {
    var made = document.createElement(tag);
    Object.keys(about || {}).forEach(function (key) {
      if (key === "click") made.addEventListener("click", about.click);
      else if (key === "text") made.textContent = about.text;
      else if (about[key] === true) made.setAttribute(key, "");
      else if (about[key] !== false && about[key] !== undefined) made.setAttribute(key, about[key]);
    });
    for (var n = 2; n < arguments.length; n += 1) if (arguments[n]) made.append(arguments[n]);
    return made;
  }
  function runs(into, inline) {
    inline.forEach(function (text, n) {
      if (text) into.append(n % 2 ? el("strong", { text: text }) : text);
    });
    return into;
  }
  function rows(cells, tag) {
    return cells.reduce(function (row, cell) { row.append(runs(el(tag), cell)); return row; }, el("tr"));
  }
  function block(each) {
    var kind = each[0], body = each[1];
    if (kind === "ul" || kind === "ol") {
      return body.reduce(function (list, item) { list.append(runs(el("li"), item)); return list; }, el(kind));
    }
    if (kind === "table") {
      var table = el("table", {}, el("thead", {}, rows(body[0], "th"))), rest = el("tbody");
      body.slice(1).forEach(function (cells) { rest.append(rows(cells, "td")); });
      table.append(rest);
      return el("div", { class: "wp-scroll", tabindex: "0", role: "region", "aria-label": "表格" }, table);
    }
    return runs(el(kind === "h" ? "h4" : "p"), body);
  }
  function blocks(all, about) {
    return all.reduce(function (into, each) { into.append(block(each)); return into; }, el("div", about));
  }
  function button(words, click, about) { return el("button", Object.assign({ type: "button", class: "wd-button", text: words, click: click }, about)); }
  /* Buttons that choose values, as [id, name], into `chosen[name]`: one id, or a list of them. */
  function toggles(chosen, name, title, values, one, changed) {
    var on = function (value) { return one ? chosen[name] === value[0] : chosen[name].indexOf(value[0]) >= 0; };
    var group = el("div", { class: "wp-choose", role: "group", "aria-label": title }, el("span", { class: "wp-choose__name", text: title }));
    values.forEach(function (value) {
      group.append(el("button", { type: "button", class: "wd-toggle", "aria-pressed": String(on(value)), text: value[1], click: function () {
        if (one) chosen[name] = value[0];
        else if (on(value)) chosen[name] = chosen[name].filter(function (each) { return each !== value[0]; });
        else chosen[name].push(value[0]);
        group.querySelectorAll("button").forEach(function (each, n) { each.setAttribute("aria-pressed", String(on(values[n]))); });
        changed();
      } }));
    });
    return group;
  }
  var said = document.querySelector(".wp-said"), warning = document.querySelector(".wp-warning");
  function say(words) { said.textContent = words; }
  function warn(words) {
    warning.hidden = !words;
    warning.textContent = words;
  }
  function failed() { warn("题目没有读到，请检查网络，再试一次。"); }
  return { say: say, warn: warn, failed: failed, el: el, blocks: blocks, button: button, toggles: toggles };
})();

/* The questions for practice, papers and packs: an index, and texts in shards that are loaded when they are needed.
   The data are classic scripts, so that they can be read from a folder as well. */
var wendaData = (function () {
  var root = new URL("../../", document.currentScript.src).href, waiting = {};
  var data = { root: root, index: null, byId: {}, texts: {}, need: need, textsOf: textsOf, text: text, list: list };
  window.wendaPractice = function (name, value) {
    if (name !== "index") return Object.assign(data.texts, value);
    data.index = value;
    value.questions.forEach(function (question) { data.byId[question[0]] = question; });
  };
  function need(name, then, failed) {
    if (waiting[name] === "here") return then();
    if (waiting[name]) return waiting[name].push([then, failed]);
    waiting[name] = [[then, failed]];
    var script = document.createElement("script"), done = function (place) {
      return function () {
        var all = waiting[name];
        waiting[name] = place ? null : "here";
        if (place) script.remove();
        all.forEach(function (each) { each[place](); });
      };
    };
    script.src = root + "assets/data/practice/" + name + ".js";
    script.onload = done(0);
    script.onerror = done(1);
    document.head.append(script);
  }
  // As wenda.export.practice.shard: the first ten bits of the id.
  function shard(id) {
    var letters = "0123456789abcdefghjkmnpqrstvwxyz", value = function (n) { return Math.max(0, letters.indexOf(id[n])); };
    return String(Math.floor((value(0) * 32 + value(1)) * data.index.shards / 1024));
  }
  function text(id, then, failed) { need(shard(id), function () { then(data.texts[id]); }, failed); }
  function textsOf(ids, then, failed) {
    var left = ids.length + 1, one = function () { left -= 1; if (!left) then(); };
    ids.forEach(function (id) { text(id, one, failed); });
    one();
  }
  /* Reads the ids of a link: { ids, moved, gone, unknown, over: how many were too many }. What was merged is followed, and named once. */
  function list(words) {
    var index = data.index, asked = (words || "").split("-").filter(Boolean), found = { ids: [], moved: [], gone: [], unknown: [], over: Math.max(0, asked.length - 100) };
    asked.slice(0, 100).forEach(function (asked) {
      var id = Object.hasOwn(index.moved, asked) ? index.moved[asked] : asked;
      if (Object.hasOwn(data.byId, id)) {
        if (id !== asked) found.moved.push(id);
        if (found.ids.indexOf(id) < 0) found.ids.push(id);
      } else (index.gone.indexOf(id) < 0 ? found.unknown : found.gone).push(id);
    });
    return found;
  }
  return data;
})();
