/* Home, for one who comes back: where one left off, what is due today, what one kept. The lines that it fills have their
   room from the start (site-scope.js), so that nothing moves. */
"use strict";
(function () {
  var one = function (selector) { return document.querySelector(selector); };
  var link = function (id, title) {
    var a = document.createElement("a");
    a.href = wenda.root + "questions/" + encodeURIComponent(id) + ".html";
    a.textContent = title;
    return a;
  };
  var last = wenda.get("last", null), kept = wenda.get("favourites", {}), cards = wenda.get("practice", {}).cards || {};
  var ids = Object.keys(kept).sort(function (a, b) { return kept[b].at - kept[a].at; });
  var tonight = new Date().setHours(24, 0, 0, 0), practised = Object.keys(cards);
  var due = practised.filter(function (id) { return cards[id].due < tonight; }).length;
  if (last) {
    var where = document.createElement("small");
    where.textContent = last.where || "";
    one(".wd-mine__last").append(link(last.id, last.title), where);
  }
  one("[data-mine=due]").hidden = !practised.length;
  one("[data-mine=due] b").textContent = due;
  if (!due) one("[data-mine=due]").textContent = "今天不用复习，练新题";
  one("[data-mine=kept]").hidden = !ids.length;
  one("[data-mine=kept] b").textContent = ids.length;
  one(".wd-favourites").hidden = !ids.length;
  ids.forEach(function (id) {
    var row = document.createElement("li");
    row.append(link(id, kept[id].title));
    one(".wd-favourites ul").append(row);
  });
  var random = one(".wd-random");
  if (!random) return;
  var choices = random.querySelectorAll("ul a"), shown = random.querySelector("p a");
  random.querySelector("button").addEventListener("click", function () {
    var next = choices[Math.floor(Math.random() * choices.length)];
    shown.textContent = next.textContent;
    shown.href = next.href;
  });
  random.querySelector("button").click();
})();
