/* Questions as they are handed out, for papers and packs: numbered, with room to write, and what belongs to the answers. */
"use strict";
var wendaSheet = (function () {
  var el = wendaView.el, say = wendaView.say, data = wendaData, button = wendaView.button, article = document.querySelector(".wp");
  var whole = location.href, key = new URLSearchParams(location.search).get("key") === "1";
  var part = function (found, anchor) { return found.parts.filter(function (each) { return each[0] === anchor; })[0]; };
  var link = function (id, words) { return el("a", { href: data.root + "questions/" + id + ".html", text: words }); };

  /* A question without its answer: `number`, its points or null. */
  function question(id, number, points) {
    var found = data.texts[id], options = part(found, "options"), list = el("ul", { class: "ws-options" });
    (found.options || []).forEach(function (option) { list.append(el("li", { text: option[0] + ". " + option[1] })); });
    return el("section", { class: "ws-question" },
      el("h3", {}, number + ". ", link(id, data.byId[id][1]), points ? el("small", { text: "（" + points + " 分）" }) : ""),
      wendaView.blocks(found.question), options ? wendaView.blocks(options[2]) : "", found.options ? list : "", !found.options || /[出明]理由/.test(found.question) ? el("div", { class: "ws-room" + (points > 10 ? " ws-room--more" : "") }) : "");
  }
  function answer(id, number, anchors) {
    var found = data.texts[id], into = el("section", { class: "ws-answer" }, el("h3", { text: number + ". " + data.byId[id][1] }));
    anchors.forEach(function (anchor) {
      var each = part(found, anchor);
      if (each) into.append(el("h4", { text: each[1] }), wendaView.blocks(each[2]));
    });
    if (!part(found, "answer")) into.append(el("p", { text: "这道题还没有参考答案。" }));
    return into;
  }
  /* What a link asked for and is not there as it was. */
  function notices(found) {
    var list = el("ul", { class: "ws-notices" });
    found.moved.forEach(function (id) { list.append(el("li", {}, "有一题已并入另一页，换成了：", link(id, data.byId[id][1]))); });
    found.gone.forEach(function (id) { list.append(el("li", {}, "有一题已撤下，不再列出：", link(id, "编号 " + id + "，看原因"))); });
    found.unknown.forEach(function (id) { list.append(el("li", { text: "没有编号为 " + id + " 的题，链接可能抄漏了字。" })); });
    if (found.over) list.append(el("li", { text: "一份最多 100 题，后面 " + found.over + " 题没有列出。" }));
    return list.children.length ? list : "";
  }
  /* Copies the address that holds all of it, also where the browser did not let it into the bar; or shows it where the browser does not let a page write the clipboard. */
  function copy() {
    var shown = function () {
      var area = el("textarea", { class: "ws-link", readonly: true, rows: "3", "aria-label": "链接" });
      area.value = whole;
      article.querySelectorAll(".ws-link").forEach(function (old) { old.remove(); });
      article.querySelector(".ws-row").after(area);
      area.select();
      say("请复制框里的链接。");
    };
    if (!navigator.clipboard || !navigator.clipboard.writeText) return shown();
    navigator.clipboard.writeText(whole).then(function () {
      say(location.protocol === "file:" ? "已复制。这是本机的地址，要发给别人请用网站上的这一页。" : "链接已复制，谁打开都是这一份。");
    }, shown);
  }
  function address(values) {
    var query = Object.keys(values).filter(function (key) { return values[key]; }).map(function (key) { return key + "=" + encodeURIComponent(values[key]).replace(/%2C/g, ","); });
    if (key) query.push("key=1");
    whole = location.href.split(/[?#]/)[0] + (query.length ? "?" + query.join("&") : "");
    try {
      history.replaceState(history.state, "", whole);
    } catch (refused) {} // some browsers do not let a file change its address
  }
  /* The buttons over a sheet: its link, print, and with or without what belongs to the answers; `keep` writes the address. */
  function row(copied, printed, keyed, keep) {
    var toggle = button(keyed, function () { key = !key; show(); keep(); }), show = function () {
      toggle.setAttribute("aria-pressed", String(key));
      article.classList.toggle("ws--key", key);
    };
    show();
    return el("div", { class: "ws-row" }, button(copied, copy, { class: "wd-button wp-main" }), button(printed, function () { window.print(); }), toggle);
  }
  return { question: question, answer: answer, part: part, notices: notices, row: row, address: address };
})();
