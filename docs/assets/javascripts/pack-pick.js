/* Ticking questions in any list: kept from one list to the next, until a link is made of them. */
"use strict";
(function () {
  var list = document.querySelector(".wd-rows"), start = document.querySelector(".wd-pick"), KEY = "wenda.pack", MOST = 100, ids = [], root = new URL("../../", document.currentScript.src).href;
  if (!list || !start) return;
  try {
    ids = JSON.parse(localStorage.getItem(KEY)).filter(function (id) { return /^[0-9a-z]{8}$/.test(id); }).slice(0, MOST);
  } catch (none) {}
  var bar = document.createElement("div"), said = document.createElement("span"), go = document.createElement("a"), boxes = {};
  var button = function (words, click) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "wd-button";
    made.textContent = words;
    made.addEventListener("click", click);
    return made;
  };
  function show() {
    Object.keys(boxes).forEach(function (id) { boxes[id].checked = ids.indexOf(id) >= 0; });
    said.textContent = "已选 " + ids.length + " 题" + (ids.length < MOST ? "" : "，一份最多这么多");
    go.hidden = !ids.length;
    go.href = root + "pack.html?ids=" + ids.join("-");
    try {
      if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
      else localStorage.removeItem(KEY);
    } catch (refused) {} // they are on this page still
  }
  function open() {
    if (bar.parentNode) return bar.querySelector("a, button").focus();
    list.querySelectorAll(".wd-list > li > a").forEach(function (link) {
      var id = /([0-9a-z]{8})\.html/.exec(link.getAttribute("href"));
      if (!id) return;
      var box = boxes[id[1]] = document.createElement("input");
      box.type = "checkbox";
      box.className = "wd-tick";
      box.setAttribute("aria-label", "选：" + link.textContent);
      box.addEventListener("change", function () {
        ids = ids.filter(function (each) { return each !== id[1]; });
        if (box.checked && ids.length < MOST) ids.push(id[1]);
        show();
      });
      link.before(box);
    });
    list.classList.add("wd-picking");
    list.after(bar);
    start.setAttribute("aria-expanded", "true");
    show();
  }
  function close() {
    Object.keys(boxes).forEach(function (id) { boxes[id].remove(); });
    boxes = {};
    list.classList.remove("wd-picking");
    bar.remove();
    start.setAttribute("aria-expanded", "false");
    start.focus();
  }
  bar.className = "wd-pickbar";
  said.setAttribute("role", "status");
  go.className = "wd-button wd-button--main";
  go.textContent = "生成题单";
  bar.append(said, go, button("清空", function () { ids = []; show(); }), button("收起", close));
  start.addEventListener("click", function () { if (bar.parentNode) close(); else open(); });
  if (ids.length) open();
})();
