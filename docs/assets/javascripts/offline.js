/* Starts the worker (sw.js) that keeps pages for reading without network; not from a folder, where there is none. */
"use strict";
window.wendaOffline = (function () {
  if (!/^https?:$/.test(location.protocol) || !window.isSecureContext) return null;
  var root = new URL("../../", document.currentScript.src).href;
  // Not in the page itself: from a folder the browser would report it as an error.
  var link = document.createElement("link");
  link.rel = "manifest";
  link.href = root + "app.webmanifest";
  document.head.append(link);

  var container = navigator.serviceWorker, known = container && container.controller;
  var registered = container ? container.register(root + "sw.js", { scope: root, updateViaCache: "none" }) : Promise.reject(new Error("refused"));
  var active = registered.then(function (registration) {
    if (registration.active) return registration.active;
    var worker = registration.installing || registration.waiting;
    return new Promise(function (done, fail) {
      worker.addEventListener("statechange", function () {
        if (worker.state === "activated") done(worker);
        if (worker.state === "redundant") fail(new Error("network"));
      });
    });
  });
  active.catch(function () {}); // refused: reading goes on without
  // Every order goes to the worker that is active now: an update may have replaced the first.
  function ask(order, progress) {
    return active.then(function () { return registered; }).then(function (registration) {
      return new Promise(function (done, fail) {
        var channel = new MessageChannel();
        channel.port1.onmessage = function (event) {
          if (event.data.error) fail(new Error(event.data.error));
          else if ("done" in event.data) progress && progress(event.data);
          else done(event.data.result);
        };
        registration.active.postMessage(order, [channel.port2]);
      });
    });
  }
  if (container) container.addEventListener("message", function (event) {
    if (event.data !== "newer") return;
    var note = document.createElement("p"), again = document.createElement("a");
    note.className = "wd-notice";
    note.setAttribute("role", "status");
    again.href = location.href;
    again.textContent = "刷新";
    again.addEventListener("click", function (click) { click.preventDefault(); location.reload(); });
    note.append("网络慢，先给你看了存下的版本；网上的已经更新，", again, "就能看到。");
    var place = document.querySelector("article");
    if (place) place.prepend(note);
  });
  addEventListener("load", function () {
    active.then(function () {
      if (known) return;
      var urls = performance.getEntriesByType("resource").map(function (entry) { return entry.name; });
      return ask({ what: "read", urls: urls.concat(location.href) });
    }).catch(function () {}); // reading goes on without; who asks to keep something is told
  });
  return { root: root, ask: ask, supported: Boolean(container) };
})();
