/* offline.html: what is kept, and the way back to the page that was asked for. */
"use strict";
(function () {
  var offline = window.wendaOffline, from = new URLSearchParams(location.search).get("from") || "", SHOWN = 40;
  if (!offline) return;
  var wanted = from.indexOf(offline.root) === 0 ? from : "";
  var again = document.querySelector(".wd-offline__again");
  if (wanted) again.href = wanted;
  // Back once the site answers: “online” comes before it does, and when the server was away it does not come at all.
  function look() {
    if (!wanted || !navigator.onLine || document.hidden) return;
    fetch(offline.root + "sw.js", { cache: "no-store" }).then(function (answer) { if (answer.ok) location.replace(wanted); }, function () {});
  }
  addEventListener("online", look);
  setInterval(look, 4000);
  function row(list, name, title) {
    var item = document.createElement("li"), link = document.createElement("a");
    link.href = offline.root + name;
    link.textContent = title;
    item.append(link);
    list.append(item);
  }
  function title(cache, name) {
    return cache.match(offline.root + name, { ignoreVary: true }).then(function (answer) { return answer.text(); }).then(function (html) {
      var found = new DOMParser().parseFromString(html, "text/html").querySelector(".wd-page");
      return found && found.dataset.title;
    });
  }
  offline.ask({ what: "state", set: "all" }).then(function (now) {
    var roles = document.querySelector(".wd-offline__roles"), read = document.querySelector(".wd-offline__read"), latest = now.pages.slice(-SHOWN).reverse();
    Array.from(roles.querySelectorAll("a")).forEach(function (link) {
      if (now.sets.indexOf("all") < 0 && now.sets.indexOf(link.dataset.set) < 0) link.closest("li").remove();
    });
    roles.hidden = !roles.children.length;
    document.querySelector(".wd-offline__none").hidden = Boolean(now.pages.length || roles.children.length);
    document.querySelector(".wd-offline__count").textContent = now.pages.length ? "存下的题目 " + now.pages.length + " 道" + (now.pages.length > SHOWN ? "，这里列 " + SHOWN + " 道：" : "：") : "";
    return caches.keys().then(function (all) {
      return all.find(function (name) { return name.indexOf("wenda " + new URL(offline.root).pathname + " ") === 0 && !/ kept$/.test(name); });
    }).then(function (name) { return caches.open(name); }).then(function (cache) {
      return Promise.all(latest.map(function (name) { return title(cache, name); })).then(function (titles) {
        titles.forEach(function (each, n) { if (each) row(read, latest[n], each); });
      });
    });
  }).catch(function () {});
})();
