/* The practice page: choose, answer, reveal, rate; FSRS (ts-fsrs) says when a question comes again.
  A classic script. */
"use strict";
(function () {
  var article = document.querySelector(".wp"), stage = article.querySelector(".wp-stage");
  var root = wendaData.root, el = wendaView.el, button = wendaView.button, say = wendaView.say, warn = wendaView.warn, DAY = 864e5, MINUTES = 2;
  var RATINGS = ["", "不会", "模糊", "掌握"], MODES = [["auto", "到期的先，再抽没练过的"], ["new", "只抽没练过的"], ["weak", "只练不会和模糊的"]], SIZES = ["5", "10", "20", "all"];
  var memory = new FSRS.FSRSAlgorithm(FSRS.generatorParameters({ enable_fuzz: false, enable_short_term: false }));

  var index = null, byId = wendaData.byId, keys = null;

  function kept(stored) {
    if (!stored) warn("这个浏览器不让网页保存（空间满了，或是无痕窗口）。练习照常，但关掉页面进度就没有了；想留住，先用“导出进度”。");
    return stored;
  }
  function put() {
    stage.replaceChildren.apply(stage, arguments);
    stage.hidden = false;
  }

  // --- choosing ----------------------------------------------------------------------------------------------------
  var NAMES = { role: "roles", kind: "kinds", topic: "topics" }, FREE = ["id", "q", "status", "year", "points", "ids"];
  var chosen = (function () {
    var query = new URLSearchParams(location.search), found = { n: query.get("n"), mode: query.get("mode") };
    Object.keys(NAMES).forEach(function (key) { found[key] = (query.get(key) || "").split(",").filter(Boolean); });
    FREE.forEach(function (key) { found[key] = query.get(key) || ""; });
    if (SIZES.indexOf(found.n) < 0) found.n = found.ids ? "all" : "10";
    if (!MODES.some(function (mode) { return mode[0] === found.mode; })) found.mode = "auto";
    return found;
  })();
  var fold = function (words) { return words.normalize("NFKC").toLowerCase(); };
  function keepAddress() {
    var query = new URLSearchParams();
    Object.keys(NAMES).concat(FREE).forEach(function (key) { if (String(chosen[key])) query.set(key, String(chosen[key])); });
    if (chosen.n !== (chosen.ids ? "all" : "10")) query.set("n", chosen.n);
    if (chosen.mode !== "auto") query.set("mode", chosen.mode);
    var words = query.toString().replace(/%2C/g, ",");
    try {
      history.replaceState(history.state, "", location.pathname + (words ? "?" + words : ""));
    } catch (refused) {} // some browsers do not let a file change its address
  }
  function fits(question) {
    var id = function (list) { return function (place) { return index[list][place][0]; }; };
    var some = function (wanted, places, list) { return !wanted.length || places.map(id(list)).some(function (each) { return wanted.indexOf(each) >= 0; }); };
    var kinds = question[3] < 0 ? ["other"] : [index.kinds[question[3]][0]];
    var words = fold(question[1] + " " + question[4].map(function (place) { return index.topics[place][1]; }).join(" "));
    return (!chosen.id || chosen.id === question[0]) && some(chosen.role, question[2], "roles") && (!chosen.kind.length || chosen.kind.indexOf(kinds[0]) >= 0) && some(chosen.topic, question[4], "topics") &&
      (!chosen.status || (chosen.status === "r") === Boolean(question[5])) && (!chosen.year || chosen.year === String(question[6])) && (!chosen.points || chosen.points === String(question[7])) &&
      fold(chosen.q).split(/\s+/).every(function (word) { return words.indexOf(word) >= 0; });
  }
  function sorted() {
    var cards = wendaProgress.load().cards, tonight = new Date().setHours(24, 0, 0, 0), only = chosen.ids && wendaData.list(chosen.ids).ids;
    var all = index.questions.filter(function (question) { return (!only || only.indexOf(question[0]) >= 0) && fits(question); }).map(function (question) { return question[0]; });
    var soonest = function (a, b) { return cards[a].due - cards[b].due; };
    var seen = all.filter(function (id) { return cards[id]; }).sort(soonest), fresh = all.filter(function (id) { return !cards[id]; });
    for (var n = fresh.length - 1; n > 0; n -= 1) {
      var other = Math.floor(Math.random() * (n + 1)), moved = fresh[n];
      fresh[n] = fresh[other];
      fresh[other] = moved;
    }
    return {
      all: all, fresh: fresh,
      due: seen.filter(function (id) { return cards[id].due < tonight; }),
      later: seen.filter(function (id) { return cards[id].due >= tonight; }),
      weak: seen.filter(function (id) { return cards[id].rating < 3; }),
    };
  }
  function queue() {
    var found = sorted(), ids = { auto: found.due.concat(found.fresh, found.later), new: found.fresh, weak: found.weak }[chosen.mode];
    return chosen.n === "all" ? ids : ids.slice(0, Number(chosen.n));
  }
  function toggles(name, title, values, one) {
    return wendaView.toggles(chosen, name, title, values, one, function () { keepAddress(); count(); });
  }
  var count = function () {};
  function setup() {
    keys = current = null;
    say("");
    article.classList.remove("wp--sitting");
    var words = el("p", { class: "wp-count", role: "status" }), start = button("开始练习", function () { sit(queue()); }, { class: "wd-button wp-main" });
    var topics = el("details", { class: "wp-more" }, el("summary", { text: "主题" }), toggles("topic", "主题", index.topics));
    topics.open = chosen.topic.length > 0;
    var extra = FREE.filter(function (key) { return chosen[key]; });
    count = function () {
      var found = sorted(), going = queue().length;
      words.textContent = "符合条件 " + found.all.length + " 题：今天该复习 " + found.due.length + "，没练过 " + found.fresh.length + "。这一组 " + going + " 题。";
      start.disabled = !going;
    };
    var rest = unfinished();
    put(
      rest && el("p", { class: "wp-resume" }, "上一组还剩 " + (rest.ids.length - rest.at) + " 题　", button("接着练", function () { sit(rest.ids, rest.at, rest.done); })) || "",
      el("section", { class: "wp-setup", "aria-label": "选题" },
        toggles("role", "岗位", index.roles), toggles("kind", "题型", index.kinds.concat(index.questions.some(function (q) { return q[3] < 0; }) ? [["other", "其他"]] : [])), topics,
        toggles("n", "题数", SIZES.map(function (size) { return [size, size === "all" ? "全部" : size + " 题"]; }), true), toggles("mode", "顺序", MODES, true),
        extra.length && el("p", { class: "wd-small" }, (chosen.ids ? "只练题单里的题　" : "还按列表里的条件筛选　"), button("去掉", function () { extra.forEach(function (key) { chosen[key] = ""; }); keepAddress(); setup(); })),
        words, start),
      mine());
    count();
  }

  // What was rated before its question was merged counts for the question that it became.
  function follow() {
    var state = wendaProgress.load(), ids = Object.keys(index.moved).filter(function (id) { return state.cards[id] || state.notes[id]; });
    ids.forEach(function (id) {
      ["cards", "notes"].forEach(function (kind) {
        var to = index.moved[id], mine = state[kind][id], other = state[kind][to];
        if (!mine || (kind === "notes" && other && other.text && mine.text)) return; // of two notes neither is lost
        if (!other || other.at < mine.at) state[kind][to] = mine;
        delete state[kind][id];
      });
    });
    if (ids.length) wendaProgress.keep(state);
  }

  // --- what is remembered --------------------------------------------------------------------------------------------
  function mine() {
    var state = wendaProgress.load(), cards = Object.keys(state.cards).map(function (id) { return state.cards[id]; });
    var tonight = new Date().setHours(24, 0, 0, 0), of = function (rating) { return cards.filter(function (card) { return card.rating === rating; }).length; };
    var notes = Object.keys(state.notes).filter(function (id) { return state.notes[id].text; }).length;
    var file = el("input", { type: "file", class: "wp-file", "aria-label": "选择导出的进度文件", tabindex: "-1" });
    file.addEventListener("change", function () {
      if (file.files[0]) take(file.files[0]);
      file.value = ""; // or the same file, put right, would be no change
    });
    return el("section", { class: "wp-mine" }, el("h2", { text: "我的进度" }),
      el("dl", { class: "wp-numbers" }, number("练过", cards.length), number("掌握", of(3)), number("模糊", of(2)), number("不会", of(1)), number("今天该复习", cards.filter(function (card) { return card.due < tonight; }).length), number("笔记", notes)),
      el("div", { class: "wp-row" }, button("导出进度", give), button("导入进度", function () { file.click(); }), button("清除全部", clear), file),
      el("p", { class: "wd-small", text: "进度和笔记只存在这台设备的浏览器里，清理浏览器会一起清掉。换设备、换浏览器前先导出。" }));
  }
  function number(name, value) { return el("div", {}, el("dt", { text: name }), el("dd", { text: String(value) })); }
  function give() {
    var link = el("a", { href: URL.createObjectURL(new Blob([wendaProgress.text()], { type: "application/json" })), download: "wenda-practice-" + new Date().toISOString().slice(0, 10) + ".json" });
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    say("已导出。换到别的浏览器，用“导入进度”读回来。");
  }
  function take(file) {
    file.text().then(function (words) { return wendaProgress.read(words); }).then(function (stored) {
      setup();
      if (kept(stored)) say("已导入：同一题以后打的分为准。");
    }).catch(function () { say("这不是本站导出的进度文件，或者文件坏了。什么都没有改动。"); });
  }
  function clear() {
    if (!window.confirm("清除这台设备上的全部练习进度和笔记？清除后找不回来，可以先导出。")) return;
    var done = wendaProgress.clear();
    setup();
    say(done ? "已清除全部进度和笔记。" : "这个浏览器不让网页改动保存的东西。");
  }

  // --- a sitting -----------------------------------------------------------------------------------------------------
  var SITTING = "wenda.practice.sitting";
  function keepSitting(sitting) {
    try {
      if (sitting) localStorage.setItem(SITTING, JSON.stringify(sitting));
      else localStorage.removeItem(SITTING);
    } catch (refused) {} // the ratings say so already
  }
  function unfinished() {
    try {
      var found = JSON.parse(localStorage.getItem(SITTING));
      var fine = Array.isArray(found.ids) && found.at > 0 && found.at < found.ids.length && typeof found.done === "object" && found.ids.every(function (id) { return byId[id]; });
      return fine ? found : null;
    } catch (none) {
      return null;
    }
  }
  function schedule(id, rating) {
    var now = Date.now(), old = wendaProgress.load().cards[id], past = old ? Math.max(0, Math.floor((now - old.at) / DAY)) : 0;
    var states = [1, 2, 3].map(function (each) { return memory.next_state(old || null, past, each); });
    // As the library's scheduler for whole days: never later for a lower rating, a day between the others.
    var days = states.map(function (each) { return memory.next_interval(each.stability, past); });
    days[0] = Math.min(days[0], days[1]);
    days[1] = Math.max(days[1], days[0] + 1);
    days[2] = Math.max(days[2], days[1] + 1);
    var next = states[rating - 1];
    return { rating: rating, at: now, due: now + days[rating - 1] * DAY, stability: next.stability, difficulty: next.difficulty, reps: (old ? old.reps : 0) + 1, lapses: (old ? old.lapses : 0) + (old && rating === 1 ? 1 : 0) };
  }
  var current = null;
  function sit(ids, at, done) {
    var sitting = current = { ids: ids, at: at || 0, done: done || {} }, ready = true;
    article.classList.add("wp--sitting");
    var next = function (words) {
      if (!ready) return;
      sitting.at += 1;
      keepSitting(sitting);
      show(words);
    };
    var rate = function (rating) {
      if (!ready) return;
      var id = sitting.ids[sitting.at], card = schedule(id, rating), days = Math.max(1, Math.round((card.due - card.at) / DAY));
      var stored = kept(wendaProgress.rate(id, card));
      sitting.done[id] = rating;
      next((stored ? "" : "（没有存下）") + RATINGS[rating] + "，" + days + " 天后再来。");
    };
    // Until the next question is there, no key and no second tap may rate it unseen.
    var show = function (words) {
      if (sitting.at >= sitting.ids.length) {
        keepSitting(null);
        summary(sitting);
        return say(words || "");
      }
      var id = sitting.ids[sitting.at];
      ready = false;
      say("正在读题……");
      wendaData.text(id, function (found) {
        if (current !== sitting) return;
        ready = true;
        ask(id, found, sitting, { rate: rate, next: function () { next(); }, again: function () { show(); } });
        say(words || "");
      }, function () {
        if (current !== sitting) return;
        keys = null;
        put(el("p", {}, "这道题没有读到，请检查网络。打过的分都在。"), el("div", { class: "wp-row" }, button("再试一次", function () { show(words); }, { class: "wd-button wp-main" }), button("结束", function () { summary(sitting); })));
        say("题目没有读到。");
      });
    };
    show();
  }
  var timing = { on: false, tick: 0 };
  function timer() {
    var words = el("span", { class: "wp-timer__left", role: "timer", text: MINUTES + ":00" }), end = 0;
    var stop = function () {
      clearInterval(timing.tick);
      end = 0;
    };
    var show = function () {
      var left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      words.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
      if (left) return;
      stop();
      box.classList.add("wp-timer--over");
      say("时间到。收个尾，再看答案。");
    };
    var start = function () {
      stop();
      box.classList.remove("wp-timer--over");
      end = Date.now() + MINUTES * 6e4;
      timing.tick = setInterval(show, 250);
      show();
    };
    var toggle = button("计时", function () { box.press(); }, { "aria-pressed": String(timing.on), "aria-keyshortcuts": "t", title: "两分钟倒计时" });
    var box = el("span", { class: "wp-timer" }, words, toggle);
    box.press = function () {
      timing.on = !end;
      toggle.setAttribute("aria-pressed", String(timing.on));
      if (timing.on) start();
      else stop();
    };
    box.stop = stop;
    if (timing.on) start();
    return box;
  }
  function note(id) {
    var found = wendaProgress.load().notes[id], area = el("textarea", { rows: "4", id: "wp-note" });
    area.value = found ? found.text : "";
    area.addEventListener("change", function () { if (kept(wendaProgress.write(id, area.value))) say("笔记存下了。"); });
    return el("details", { class: "wp-more" }, el("summary", { text: area.value ? "我的答法（有笔记）" : "写下我的答法" }), el("label", { for: "wp-note", text: "只有自己看得到，和进度一起导出" }), area);
  }
  function parts(id, found) {
    var main = el("div", { class: "wp-answer" }), more = el("details", { class: "wp-more" }), names = [];
    found.parts.forEach(function (part) {
      if (part[0] === "options") return;
      var first = part[0] === "answer" || part[0] === "analysis", body = wendaView.blocks(part[2]);
      (first ? main : more).append(el("section", { class: "wd-part wd-part--" + part[0] }, el("h3", { text: part[1], tabindex: "-1" }), body));
      if (!first) names.push(part[1]);
    });
    if (found.truncated) main.append(el("p", { class: "wd-cut", text: "原文到这里就断了，答案不完整。" }));
    if (!found.parts.some(function (part) { return part[0] === "answer"; })) main.prepend(el("p", { class: "wp-none", tabindex: "-1", text: "这道题还没有参考答案。" }));
    more.prepend(el("summary", { text: names.join("、") }));
    if (names.length) main.append(more);
    main.append(el("p", { class: "wd-small" }, el("a", { href: root + "questions/" + id + ".html", text: "打开这道题的整页" })));
    return main;
  }
  function ask(id, found, sitting, go) {
    var question = byId[id], clock = timer(), shown = false, proposed = 0, ticked = [], bare = found.parts.filter(function (part) { return part[0] === "options"; });
    var heading = el("h2", { class: "wp-title", tabindex: "-1", text: question[1] }), place = el("div", { class: "wp-place" }), bar = el("div", { class: "wp-bar" });
    var options = (found.options || []).map(function (option, n) {
      return button("", function () { pick(n); }, { class: "wd-button wp-option", "aria-pressed": "false", "aria-keyshortcuts": String(n + 1) });
    });
    options.forEach(function (each, n) { each.append(el("b", { text: found.options[n][0] }), el("span", { text: found.options[n][1] })); });
    var pick = function (n) {
      if (shown || !options[n]) return;
      var letter = found.options[n][0];
      ticked = found.several ? (ticked.indexOf(letter) < 0 ? ticked.concat(letter) : ticked.filter(function (each) { return each !== letter; })) : [letter];
      options.forEach(function (each, m) { each.setAttribute("aria-pressed", String(ticked.indexOf(found.options[m][0]) >= 0)); });
      if (!found.several) reveal();
    };
    var judge = function () {
      var right = ticked.slice().sort().join("") === found.key;
      proposed = right ? 3 : 1;
      options.forEach(function (each, m) {
        var letter = found.options[m][0], key = found.key.indexOf(letter) >= 0, mine = ticked.indexOf(letter) >= 0;
        each.disabled = true;
        each.classList.add(key ? "wp-option--key" : mine ? "wp-option--wrong" : "wp-option--rest");
        if (key || mine) each.append(el("i", { text: key ? (mine ? "✓ 选对" : "✓ 正确答案") : "✗ 选错" }));
      });
      place.append(el("p", { class: "wp-verdict", text: right ? "答对了" : "答错了，正确答案是 " + found.key }));
      say(right ? "答对了" : "答错了，正确答案是 " + found.key);
    };
    var reveal = function () {
      if (shown) return;
      shown = true;
      clock.stop();
      if (ticked.length) judge();
      var answer = parts(id, found);
      place.append(answer);
      bar.replaceChildren(el("p", { class: "wp-bar__ask", text: "答得怎么样？" }, proposed ? el("span", { class: "wp-keys", text: "按 n 记为" + RATINGS[proposed] }) : ""));
      [1, 2, 3].forEach(function (rating) {
        bar.append(button(RATINGS[rating], function () { go.rate(rating); }, { class: "wd-button wp-rate wp-rate--" + rating + (proposed === rating ? " wp-rate--proposed" : ""), "aria-keyshortcuts": String(rating) }));
      });
      answer.querySelector("h3, .wp-none").focus({ preventScroll: true });
      (place.querySelector(".wp-verdict") || answer).scrollIntoView({ block: "nearest" });
    };
    bar.append(button(found.several ? "选好了，看答案" : "看答案", reveal, { class: "wd-button wp-main", "aria-keyshortcuts": "Space" }), button("跳过", go.next, { "aria-keyshortcuts": "n" }));
    var chips = el("p", { class: "wp-where" }, (sitting.at + 1) + " / " + sitting.ids.length + (question[3] < 0 ? "" : "　" + index.kinds[question[3]][1] + "题") + (found.several && (question[3] < 0 || index.kinds[question[3]][0] !== "multiple-choice") ? "（可多选）" : "") + (question[5] ? "" : "　未审校"));
    put(
      el("div", { class: "wp-head" }, chips, clock, button("结束", function () { clock.stop(); summary(sitting); })),
      el("progress", { max: sitting.ids.length, value: sitting.at, "aria-label": "进度" }),
      heading, wendaView.blocks(found.question, { class: "wd-asked" }),
      bare.length ? wendaView.blocks(bare[0][2]) : "", options.length ? el("div", { class: "wp-options", role: "group", "aria-label": "选项" }) : "", place, note(id), bar,
      el("p", { class: "wp-keys", text: "空格 看答案　1–3 " + (options.length ? "选项、打分" : "打分") + "　n 下一题　r 重来　t 计时" }));
    if (options.length) stage.querySelector(".wp-options").append.apply(stage.querySelector(".wp-options"), options);
    heading.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "start" });
    keys = function (key) {
      var digit = Number(key);
      if (key === " " && !shown) reveal();
      else if (digit && !shown) pick(digit - 1);
      else if (digit > 0 && digit < 4) go.rate(digit);
      else if (key === "n" && shown && proposed) go.rate(proposed);
      else if (key === "n") go.next();
      else if (key === "r") go.again();
      else if (key === "t" && !shown) clock.press();
      else return false;
      return true;
    };
  }
  function summary(sitting) {
    keys = current = null;
    clearInterval(timing.tick);
    var ids = Object.keys(sitting.done), weak = ids.filter(function (id) { return sitting.done[id] < 3; });
    var list = el("ul", { class: "wd-list wp-done" }), heading = el("h2", { tabindex: "-1", text: "这一组练完 " + ids.length + " 题" });
    ids.forEach(function (id) {
      list.append(el("li", {}, el("a", { href: root + "questions/" + id + ".html", text: byId[id][1] }), el("i", { class: "wp-mark wp-mark--" + sitting.done[id], text: RATINGS[sitting.done[id]] })));
    });
    article.classList.remove("wp--sitting");
    put(heading,
      el("dl", { class: "wp-numbers" }, number("掌握", ids.length - weak.length), number("模糊", weak.filter(function (id) { return sitting.done[id] === 2; }).length), number("不会", weak.filter(function (id) { return sitting.done[id] === 1; }).length)),
      el("div", { class: "wp-row" }, button("再来一组", function () { sit(queue()); }, { class: "wd-button wp-main", disabled: !queue().length }), weak.length ? button("没掌握的再练一遍", function () { sit(weak); }) : "", button("重新选题", setup)),
      list, mine());
    heading.focus();
  }

  // Before the theme's own keys, of which n leads to another page.
  document.addEventListener("keydown", function (event) {
    var at = event.target, typing = at.closest("input, textarea, select, [contenteditable]");
    if (!keys || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === " " && at.closest("button, a, summary")) return; // these have their own use for it
    if (!event.repeat && keys(event.key.toLowerCase())) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  wendaData.need("index", function () {
    index = wendaData.index;
    follow();
    if (!wendaProgress.usable()) kept(false);
    setup();
  }, wendaView.failed);
})();
