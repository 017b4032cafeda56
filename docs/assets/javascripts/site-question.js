/* A question page: think first, choose in place, favourites, copy, print, neighbours in the list one came from. */
"use strict";
(function () {
  var one = function (selector, within) { return (within || document).querySelector(selector); };
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };
  var page = one(".wd-page"), said = one(".wd-said"), quiet;
  if (!said) return; // withdrawn or moved
  var id = page.dataset.id, title = page.dataset.title;
  var say = function (text) {
    said.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(function () { said.textContent = ""; }, 4000);
  };

  // --- copy --------------------------------------------------------------------------------------------------------
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
  var copy = function (what, button) {
    var text = texts[what];
    one(".wd-copybox").hidden = true;
    if (!navigator.clipboard || !navigator.clipboard.writeText) return refused(text);
    navigator.clipboard.writeText(text).then(function () {
      var name = button.dataset.name = button.dataset.name || button.textContent;
      button.textContent = "已复制 ✓"; // as wide as the name: nothing moves
      setTimeout(function () { button.textContent = name; }, 2000);
      say(name.slice(2) + "在剪贴板里了");
    }, function () { refused(text); });
  };

  // --- think first -------------------------------------------------------------------------------------------------
  var html = document.documentElement, think = one("[data-action=think]");
  var hiding = function () { think.setAttribute("aria-pressed", html.classList.contains("wd-think")); };
  var open = function () { page.classList.add("wd-page--open"); };

  var star = one("[data-action=favourite]");
  var starred = function () {
    var kept = id in wenda.get("favourites", {});
    star.setAttribute("aria-pressed", kept);
    star.textContent = kept ? "已收藏" : "收藏";
  };
  var actions = {
    link: function (button) { copy("link", button); },
    cite: function (button) { copy("cite", button); },
    print: function () { window.print(); },
    think: function () {
      var on = html.classList.toggle("wd-think");
      page.classList.remove("wd-page--open");
      hiding();
      var stored = wenda.set("think", on);
      say(on ? "答案先藏起来" + (stored ? "，别的题也是" : "") : "答案直接显示");
    },
    reveal: function () {
      open();
      var first = one(".wd-body h2"); // where a reader of the screen goes on
      if (!first) return;
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    },
    favourite: function () {
      var kept = wenda.get("favourites", {});
      if (id in kept) delete kept[id];
      else kept[id] = { title: title, at: Date.now() };
      if (!wenda.set("favourites", kept)) return say("这个浏览器不让网页保存，收藏没有记下");
      starred();
      say(id in kept ? "首页的“我的收藏”里能找到" : "不再收藏");
    },
  };
  page.addEventListener("click", function (event) {
    var button = event.target.closest("[data-action]");
    if (button && actions[button.dataset.action]) actions[button.dataset.action](button);
  });
  if (think) hiding();
  starred();

  // --- multiple choice in place ------------------------------------------------------------------------------------
  function choose(place) {
    var key = place.dataset.key, several = key.length > 1 || "several" in place.dataset, fold = one(".wd-key"), verdict = one(".wd-verdict"), ticked = "", judged = false;
    var rows = all("li", place).map(function (row) {
      var letter = row.textContent.trim()[0], button = document.createElement("button"), from = one("p", row) || row;
      button.type = "button";
      button.className = "wd-option";
      button.setAttribute("aria-pressed", "false");
      button.append.apply(button, Array.from(from.childNodes));
      row.replaceChildren(button);
      button.addEventListener("click", function () {
        if (judged) return;
        ticked = ticked.indexOf(letter) >= 0 ? ticked.replace(letter, "") : several ? ticked + letter : letter;
        rows.forEach(function (each) { each.button.setAttribute("aria-pressed", String(ticked.indexOf(each.letter) >= 0)); });
        if (!several) fold.open = true;
      });
      return { letter: letter, button: button };
    });
    var judge = function () {
      if (judged) return;
      judged = true;
      rows.forEach(function (row) {
        var right = key.indexOf(row.letter) >= 0, mine = ticked.indexOf(row.letter) >= 0, mark = document.createElement("i");
        row.button.setAttribute("aria-disabled", "true");
        row.button.classList.toggle("wd-option--right", right);
        row.button.classList.toggle("wd-option--wrong", mine && !right);
        mark.textContent = right ? (mine ? "✓ 选对" : ticked ? "✓ 漏选" : "✓") : mine ? "✗ 选错" : "";
        if (right && !several && !mine && ticked) mark.textContent = "✓ 正确答案";
        if (mark.textContent) row.button.append(mark);
      });
      if (!ticked) return;
      var good = ticked.split("").sort().join("") === key;
      verdict.textContent = good ? "答对了。" : "答错了，正确答案是 " + key.split("").join("、") + "。";
      verdict.className = "wd-verdict wd-verdict--" + (good ? "right" : "wrong");
    };
    fold.addEventListener("toggle", function () { if (fold.open && !fold.dataset.print) judge(); });
    if (fold.open) judge();
  }
  all("[data-key]", page).forEach(choose);

  var moved = wenda.get("moved", null, "sessionStorage"); // site-moved.js
  if (moved) {
    wenda.set("moved", null, "sessionStorage");
    say("你打开的旧地址（" + moved + "）已并入这一题");
  }

  // --- neighbours --------------------------------------------------------------------------------------------------
  // In the list one came from, as it was filtered there; else in the role, as the page was made.
  function stepsOf(list) {
    var steps = one(".wd-steps"), at = list.ids.indexOf(id), line = document.createElement("p"), back = document.createElement("a");
    back.href = new URL(list.path, wenda.root).href;
    back.textContent = list.name;
    line.append(back, (list.about ? " · " + list.about : "") + " 第 " + (at + 1) + " / " + list.ids.length + " 题");
    var step = function (place, rel, name) {
      var a = document.createElement(list.ids[place] ? "a" : "span"), small = document.createElement("small");
      if (!list.ids[place]) return a;
      a.className = "wd-step" + (rel === "next" ? " wd-step--next" : "");
      a.rel = rel;
      a.href = wenda.root + "questions/" + encodeURIComponent(list.ids[place]) + ".html";
      small.textContent = name;
      a.append(small, list.titles[place]);
      return a;
    };
    if (!steps) {
      steps = document.createElement("nav");
      steps.className = "wd-steps";
      one(".wd-printfoot").before(steps);
    }
    steps.setAttribute("aria-label", list.name + "：上一题和下一题");
    steps.replaceChildren(line, step(at - 1, "prev", "上一题"), step(at + 1, "next", "下一题"));
    return steps;
  }
  var way = wenda.way, chosen = way.list ? stepsOf(way.list) : one('.wd-steps[data-role="' + way.role + '"]') || one(".wd-steps");
  all(".wd-steps").forEach(function (steps) { steps.hidden = steps !== chosen; });

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
  all("[data-qr]", page).forEach(drawCode);
  wenda.set("last", { id: id, title: title, where: chosen ? one("p", chosen).textContent.trim() : "", at: Date.now() });
})();
