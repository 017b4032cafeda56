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
  return { el: el, blocks: blocks };
})();
