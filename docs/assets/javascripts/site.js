/* On every page: parts that are folded open for a link to them and for print; search buttons; Escape.
   Classic scripts all, so that they run from a folder as well; everything reads without them. */
"use strict";
(function () {
  var all = function (selector) { return Array.from(document.querySelectorAll(selector)); };
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    var page = target.closest(".wd-body") && target.closest(".wd-page"), moved = false;
    if (page && !page.classList.contains("wd-page--open")) {
      page.classList.add("wd-page--open"); // the answer that is hidden until one has thought
      moved = true;
    }
    for (var fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      moved = moved || !fold.open;
      fold.open = true;
    }
    if (moved) target.scrollIntoView();
  }
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details.wd-key:not([open])");
    opened.forEach(function (fold) { fold.dataset.print = ""; fold.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; delete fold.dataset.print; });
  });
  window.addEventListener("hashchange", unfold);
  unfold();
  all("[data-action=search]").forEach(function (button) {
    button.addEventListener("click", function () {
      var toggle = document.getElementById("__search"); // Material opens its search with this box
      if (!toggle.checked) toggle.click();
      document.querySelector(".md-search__input").focus();
    });
  });
  document.addEventListener("keydown", function (event) {
    var drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer.checked) drawer.click();
  });
})();
