/* The control that keeps a role, or all, for reading without network: size first, progress, remove again. */
"use strict";
(function () {
  var offline = window.wendaOffline, box = document.querySelector(".wd-keep");
  if (!offline || !box) return;
  var set = box.dataset.set, main = box.querySelector("button"), bar = document.createElement("progress"), said = box.querySelector("[role=status]");
  var where = matchMedia("(pointer: coarse)").matches ? "手机" : "电脑", size = null, next = null;
  var second = document.createElement("button");
  second.type = "button";
  second.className = "wd-link";
  second.textContent = "删除";
  second.hidden = true;
  said.after(second);
  bar.hidden = true;
  bar.setAttribute("aria-label", "已存下的部分");
  main.after(bar);
  var WHY = {
    full: "空间不够，没有存全。清出一些空间再继续，或者删除已存的。",
    network: "网络断了，没有存全。连上以后可以继续。",
    changed: "网站刚刚更新，或者收到的文件和发布的不一样。刷新页面再试。",
    refused: "这个浏览器（或无痕窗口）不让网页存东西，没法离线看。",
  };
  function megabytes(bytes) { return Math.max(0.1, bytes / 1e6).toFixed(1) + " MB"; }
  function button(text, click) {
    main.textContent = text;
    next = click;
    main.hidden = !text;
  }
  function show(now) {
    bar.hidden = true;
    var all = now.sets.indexOf("all") >= 0, kept = all || now.sets.indexOf(set) >= 0, whole = now.there >= now.total;
    second.hidden = !(kept && !whole) && !(set === "all" && !kept && now.pages.length);
    if (kept && whole) {
      said.textContent = "✓ 已存到" + where + "，没有网络也能看（" + megabytes(size.bytes) + "）";
      button(all && set !== "all" ? "" : "从" + where + "删除", drop);
    } else if (kept) {
      said.textContent = "还差 " + (now.total - now.there) + " 个文件没有存下。";
      button("继续存", keep);
    } else {
      button("存到" + where + "，离线也能看 · 约 " + megabytes(size.bytes), keep);
      said.textContent = "下载约 " + megabytes(size.packed) + "。" + (set === "all" && now.pages.length ? "看过的 " + now.pages.length + " 题已经自动存下。" : "");
    }
  }
  function wrong(error) {
    bar.hidden = true;
    return offline.ask({ what: "state", set: set }).then(show, function () {}).then(function () {
      said.textContent = WHY[error.message] || WHY.refused;
    });
  }
  function keep() {
    second.hidden = true;
    // Before the first byte: is there room? The browser may also promise not to clear it away by itself.
    var storage = navigator.storage || {};
    (storage.estimate ? storage.estimate() : Promise.resolve({})).then(function (room) {
      if (room.quota - room.usage < size.bytes) throw new Error("full");
      if (storage.persist) storage.persist().catch(function () {});
      bar.hidden = false;
      bar.removeAttribute("value");
      said.textContent = "正在存……";
      button("停下", function () { offline.ask({ what: "stop" }); });
      return offline.ask({ what: "keep", set: set }, function (now) {
        bar.max = now.total;
        bar.value = now.done;
        said.textContent = "正在存 " + now.done + " / " + now.total;
      });
    }).then(show).catch(wrong);
  }
  function drop() {
    offline.ask({ what: "drop", set: set }).then(function (now) {
      show(now);
      said.textContent = "已从" + where + "删除。" + said.textContent;
    }).catch(wrong);
  }
  function refresh() { return offline.ask({ what: "state", set: set }).then(show).catch(wrong); }
  main.addEventListener("click", function () { if (next) next(); });
  second.addEventListener("click", drop);
  fetch(offline.root + "assets/data/offline/sizes.json").then(function (answer) { return answer.json(); }).then(function (sizes) {
    size = sizes[set];
    if (!size) throw new Error("changed");
    show({ sets: [], pages: [], there: 0, total: 1 }); // what it costs can be read before the worker is there
    if (offline.supported) navigator.serviceWorker.addEventListener("controllerchange", refresh);
    return refresh();
  }).catch(wrong);
})();
