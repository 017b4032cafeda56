/* The mock paper: conditions, the paper they make, its rubric and answers. The address holds all of it.
   The rule by which questions are drawn is in docs/hosting.md. */
"use strict";
(function () {
  // --- which questions: computed from the conditions and the seed alone ---
  var MINUTES = { "single-choice": 1, "true-false": 1, "multiple-choice": 2, "fill-in": 2, knowledge: 3, case: 8, group: 15 };
  var POINTS = { "single-choice": 5, "true-false": 5, "multiple-choice": 5, "fill-in": 5, case: 20, group: 20 };
  var SHARE = { situational: 3, behavioral: 2, case: 2 }; // of the minutes, against 1 of any other kind
  var minutesOf = function (kind) { return MINUTES[kind] || 4; };
  // FNV-1a, then murmur3's last step, so that seeds that are alike draw unlike.
  function number(words) {
    var hash = 2166136261;
    for (var n = 0; n < words.length; n += 1) hash = Math.imul(hash ^ words.charCodeAt(n), 16777619);
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
  /* `pool`: [{ id, kind, topic }], `kinds` their order. Returns how many of each kind fit the minutes. */
  function plan(pool, kinds, wanted) {
    var mix = {}, used = {}, left = wanted, next;
    var have = function (kind) { return pool.filter(function (each) { return each.kind === kind; }).length; };
    var fewer = function (a, b) { return b === null || used[a] / (SHARE[a] || 1) < used[b] / (SHARE[b] || 1) ? a : b; };
    kinds.forEach(function (kind) { mix[kind] = used[kind] = 0; });
    do {
      next = kinds.filter(function (kind) { return mix[kind] < have(kind) && minutesOf(kind) <= left; }).reduce(function (best, kind) { return fewer(kind, best); }, null);
      if (next !== null) {
        mix[next] += 1;
        used[next] += minutesOf(next);
        left -= minutesOf(next);
      }
    } while (next !== null);
    return mix;
  }
  function choose(pool, kinds, mix, seed) {
    var topics = {}, ids = [];
    kinds.forEach(function (kind) {
      var order = pool.filter(function (each) { return each.kind === kind; }).map(function (each) { return [number(seed + " " + each.id), each]; });
      order.sort(function (a, b) { return a[0] - b[0] || (a[1].id < b[1].id ? -1 : 1); });
      var taken = [], take = function (each) { taken.push(each[1].id); topics[each[1].topic] = true; return false; };
      var full = function () { return taken.length >= (mix[kind] || 0); };
      order.filter(function (each) { return full() || (each[1].topic && topics[each[1].topic]) ? true : take(each); })
        .forEach(function (each) { if (!full()) take(each); });
      ids = ids.concat(taken);
    });
    return ids;
  }

  var el = wendaView.el, button = wendaView.button, sheet = wendaSheet, stage = document.querySelector(".wp-stage");
  var query = new URLSearchParams(location.search), value = function (key) { return query.get(key) || ""; };
  var TIMES = ["15", "30", "45", "60", "90"], index = null, kinds = [], names = {};
  var now = { role: value("role"), minutes: TIMES.indexOf(value("minutes")) < 0 ? "30" : value("minutes"), topic: value("topic").split(",").filter(Boolean), mix: null, seed: value("seed").slice(0, 40), ids: value("ids"), name: value("name").slice(0, 60) };
  if (value("mix")) {
    now.mix = {};
    value("mix").split(",").forEach(function (each) {
      var found = /^(.+)-(\d{1,2})$/.exec(each);
      if (found) now.mix[found[1]] = Number(found[2]);
    });
  }
  var fresh = function () { return Array.from({ length: 4 }, function () { return "23456789abcdefghjkmnpqrstvwxyz"[Math.floor(Math.random() * 30)]; }).join(""); };
  var kindOf = function (entry) { return entry[3] < 0 ? "other" : index.kinds[entry[3]][0]; };
  function pool() {
    return index.questions.filter(function (entry) {
      var topics = entry[4].map(function (at) { return index.topics[at][0]; });
      return entry[2].some(function (at) { return index.roles[at][0] === now.role; }) && (!now.topic.length || topics.some(function (each) { return now.topic.indexOf(each) >= 0; }));
    }).map(function (entry) {
      // With topics chosen, the question counts for the first of those.
      var topics = entry[4].map(function (at) { return index.topics[at][0]; }), mine = topics.filter(function (each) { return now.topic.indexOf(each) >= 0; });
      return { id: entry[0], kind: kindOf(entry), topic: mine[0] || topics[0] || "" };
    });
  }
  var mixed = function () { return now.mix || plan(pool(), kinds, Number(now.minutes)); };
  function keep() {
    sheet.address({
      name: now.name, role: now.role, minutes: now.minutes, topic: now.topic.join(","), seed: now.seed, ids: now.ids,
      mix: now.mix && kinds.filter(function (kind) { return now.mix[kind]; }).map(function (kind) { return kind + "-" + now.mix[kind]; }).join(","),
    });
  }
  function draw() {
    now.ids = choose(pool(), kinds, mixed(), now.seed).join("-");
    now.name = "";
    show();
  }

  // --- conditions --------------------------------------------------------------------------------------------------
  function counts() {
    var group = el("div", { class: "wp-choose", role: "group", "aria-label": "题型和题数" }, el("span", { class: "wp-choose__name", text: "题型" })), all = pool(), mix = mixed();
    kinds.forEach(function (kind) {
      var have = all.filter(function (each) { return each.kind === kind; }).length;
      if (!have) return;
      var input = el("input", { type: "number", min: "0", max: String(Math.min(have, 30)), inputmode: "numeric", value: String(mix[kind] || 0) });
      input.addEventListener("change", function () {
        now.mix = Object.assign({}, mixed());
        now.mix[kind] = Math.max(0, Math.min(Number(input.max), Math.round(Number(input.value)) || 0));
        input.value = String(now.mix[kind]);
        draw();
        again.hidden = false;
      });
      group.append(el("label", { class: "ws-count" }, names[kind], input));
    });
    var again = button("按时间自动配", function () { now.mix = null; setup(); draw(); }, { hidden: !now.mix });
    group.append(again);
    return group;
  }
  function setup() {
    var seed = el("input", { type: "text", id: "ws-seed", maxlength: "40", value: now.seed, autocomplete: "off" });
    var redo = function () { now.mix = null; setup(); draw(); };
    seed.addEventListener("change", function () { now.seed = seed.value.trim() || fresh(); seed.value = now.seed; draw(); });
    var topics = el("details", { class: "wp-more" }, el("summary", { text: "主题（不选就是全部）" }), wendaView.toggles(now, "topic", "主题", index.topics, false, function () { now.mix = null; group.replaceWith(group = counts()); draw(); }));
    topics.open = now.topic.length > 0;
    var group = counts(), box = stage.querySelector(".ws-setup"), open = !box ? !now.ids : box.open;
    var made = el("details", { class: "wp-more ws-setup" }, el("summary", { text: "出卷条件" }),
      wendaView.toggles(now, "role", "岗位", index.roles, true, redo), wendaView.toggles(now, "minutes", "时间", TIMES.map(function (each) { return [each, each + " 分钟"]; }), true, redo),
      group, topics, el("p", { class: "ws-seed" }, el("label", { for: "ws-seed", text: "卷号" }), seed, button("换一套", function () { now.seed = seed.value = fresh(); draw(); })),
      el("p", { class: "wd-small", text: "条件和卷号相同，抽到的题就相同。复制的链接里还记下了每一道题：以后加了新题，打开也还是这一份。" }));
    made.open = open;
    if (box) box.replaceWith(made);
    else stage.append(made, el("div", { class: "ws-paper" }));
  }

  // --- the paper ---------------------------------------------------------------------------------------------------
  function show() {
    var found = wendaData.list(now.ids);
    keep();
    wendaData.textsOf(found.ids, function () { paper(found); }, wendaView.failed);
  }
  function paper(found) {
    var groups = kinds.map(function (kind) { return [kind, found.ids.filter(function (id) { return kindOf(wendaData.byId[id]) === kind; })]; }).filter(function (each) { return each[1].length; });
    var points = function (id) { return wendaData.byId[id][7] || POINTS[kindOf(wendaData.byId[id])] || 10; }, sum = function (ids) { return ids.reduce(function (all, id) { return all + points(id); }, 0); };
    var order = groups.reduce(function (all, group) { return all.concat(group[1]); }, []), about = groups.reduce(function (all, group) { return all + group[1].length * minutesOf(group[0]); }, 0);
    var role = index.roles.filter(function (each) { return each[0] === now.role; })[0], title = now.name || (role ? role[1] : "") + "模拟卷";
    var place = stage.querySelector(".ws-paper"), total = sum(order), number = 0;
    if (!order.length) return place.replaceChildren(sheet.notices(found), el("p", { class: "wp-count", role: "status", text: "这些条件下没有题，放宽一点试试。" }));
    var page = el("div", { class: "ws-sheet" }, el("h2", { text: title }), el("p", { class: "ws-line" }, "限时 " + now.minutes + " 分钟（估计要答 " + about + " 分钟）　" + order.length + " 题　满分 " + total + " 分" + (now.seed ? "　卷号 " + now.seed : "")), el("p", { class: "ws-fill", text: "姓名 ____________　日期 ____________　得分 ________" }));
    groups.forEach(function (group, at) {
      page.append(el("h3", { class: "ws-group", text: (at > 9 ? "十" : "") + "一二三四五六七八九十一二三".charAt(at) + "、" + names[group[0]] + "题（" + group[1].length + " 题，" + sum(group[1]) + " 分）" }));
      group[1].forEach(function (id) { page.append(sheet.question(id, number += 1, points(id))); });
    });
    var row = sheet.row("复制这份卷子的链接", "打印", "带评分表和答案", keep);
    row.append(el("a", { class: "wd-button", href: wendaData.root + "practice.html?ids=" + order.join("-"), text: "练习这些题" }));
    place.replaceChildren(
      row, sheet.notices(found), page, rubric(order, points, total));
    wendaView.warn("");
  }
  // An open question's points are shared out evenly among what is listened for.
  function rubric(order, points, total) {
    var rows = el("tbody"), row = function (number, words, score) { rows.append(el("tr", {}, el("td", { text: number }), el("td", {}, words), el("td", { text: score }), el("td", {}))); };
    order.forEach(function (id, at) {
      var found = wendaData.texts[id], intent = sheet.part(found, "intent"), all = points(id), list = intent && intent[2].filter(function (block) { return block[0] === "ul" || block[0] === "ol"; })[0];
      var words = found.key ? ["选 " + found.key.split("").join("、")] : list ? list[1].map(function (item) { return item.join(""); }) : ["对照参考答案"];
      words.forEach(function (each, n) { row(n ? "" : String(at + 1), each, String(Math.floor(all * (n + 1) / words.length) - Math.floor(all * n / words.length))); });
    });
    var answers = el("div", { class: "ws-answers" }, el("h2", { text: "参考答案" }));
    order.forEach(function (id, at) { answers.append(sheet.answer(id, at + 1, ["answer", "analysis", "pitfalls"])); });
    return el("div", { class: "ws-key" }, el("h2", { text: "评分表" + (now.seed ? "（卷号 " + now.seed + "）" : "") }), el("p", { class: "wd-small", text: "满分 " + total + " 分。每题的分摊在它的考察点上，做到给满，做到一半给一半；说出“踩雷”里的话，这一题最多给一半。" }),
      el("div", { class: "wp-scroll", tabindex: "0", role: "region", "aria-label": "评分表" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", { text: "题" }), el("th", { text: "看什么" }), el("th", { text: "分值" }), el("th", { text: "得分" }))), rows, el("tfoot", {}, el("tr", {}, el("td"), el("td", { text: "合计" }), el("td", { text: String(total) }), el("td"))))), answers);
  }

  wendaData.need("index", function () {
    index = wendaData.index;
    var other = index.questions.some(function (entry) { return entry[3] < 0; }) ? [["other", "其他"]] : [];
    index.kinds.concat(other).forEach(function (kind) { kinds.push(kind[0]); names[kind[0]] = kind[1]; });
    // Short ones first, as on any paper.
    kinds.sort(function (a, b) { return (minutesOf(a) > 2) - (minutesOf(b) > 2); });
    if (!now.ids && !index.roles.some(function (each) { return each[0] === now.role; })) now.role = (index.roles[0] || [""])[0];
    if (!now.seed && !now.ids) now.seed = fresh();
    setup();
    if (now.ids) show();
    else draw();
  }, wendaView.failed);
})();
