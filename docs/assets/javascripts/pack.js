/* A trainer's list: the address holds name and questions; shown, put in order, handed out. */
"use strict";
(function () {
  var el = wendaView.el, button = wendaView.button, sheet = wendaSheet, stage = document.querySelector(".wp-stage");
  var query = new URLSearchParams(location.search), ids = [], name = (query.get("name") || "").slice(0, 60);
  function keep() {
    sheet.address({ name: name, ids: ids.join("-") });
    var use = "ids=" + ids.join("-") + (name ? "&name=" + encodeURIComponent(name) : "");
    stage.querySelectorAll("a[data-to]").forEach(function (link) { link.href = wendaData.root + link.dataset.to + "?" + use; });
    stage.querySelector("h2").textContent = name || "题单";
    stage.querySelector(".ws-total").textContent = "共 " + ids.length + " 题";
  }
  function questions() {
    var list = el("div", { class: "ws-list" }), move = function (at, to) {
      return function () {
        var id = ids.splice(at, 1)[0];
        if (to >= 0) ids.splice(to, 0, id);
        keep();
        stage.querySelector(".ws-list").replaceWith(questions());
        var there = stage.querySelectorAll(".ws-item")[Math.min(to < 0 ? at : to, ids.length - 1)];
        if (there) there.querySelector(".ws-move button:not(:disabled)").focus();
        wendaView.say(to < 0 ? "已移出。" : "已移到第 " + (to + 1) + " 题。");
      };
    };
    ids.forEach(function (id, at) {
      list.append(el("div", { class: "ws-item" }, sheet.question(id, at + 1, null),
        el("p", { class: "ws-move" }, button("上移", move(at, at - 1), { disabled: !at }), button("下移", move(at, at + 1), { disabled: at === ids.length - 1 }), button("移出", move(at, -1))),
        el("div", { class: "ws-key" }, sheet.answer(id, at + 1, ["answer", "analysis", "intent", "pitfalls"]))));
    });
    return list;
  }
  function show(found) {
    var title = el("input", { type: "text", id: "ws-name", maxlength: "60", value: name, placeholder: "比如：三月新人首轮", autocomplete: "off" });
    title.addEventListener("input", function () { name = title.value.trim(); keep(); });
    var row = sheet.row("复制题单链接", "打印讲义", "带答案", keep);
    row.append(el("a", { class: "wd-button", "data-to": "practice.html", text: "练习这些题" }), el("a", { class: "wd-button", "data-to": "paper.html", text: "做成试卷" }));
    stage.replaceChildren(
      el("p", { class: "ws-seed" }, el("label", { for: "ws-name", text: "名称" }), title),
      row, sheet.notices(found), el("h2", {}), el("p", { class: "ws-line ws-total" }), questions());
    keep();
    wendaView.warn("");
  }
  wendaData.need("index", function () {
    var found = wendaData.list(query.get("ids"));
    ids = found.ids;
    if (!ids.length) return stage.replaceChildren(sheet.notices(found), el("p", {}, "这份题单里没有题。到", el("a", { href: wendaData.root + "roles/index.html", text: "任一题目列表" }), "点“勾选做题单”，把题勾进来。"));
    wendaData.textsOf(ids, function () { show(found); }, wendaView.failed);
  }, wendaView.failed);
})();
