/* Progress on lists, and the way from a filtered list into practice. */
"use strict";
(function () {
  var state = wendaProgress.load(), cards = state.cards, NAMES = ["", "不会", "模糊", "掌握"];
  var list = document.querySelector(".wd-listing");
  if (list) {
    var count = [0, 0, 0, 0];
    list.querySelectorAll(".wd-list > li > a").forEach(function (link) {
      var id = /([0-9a-z]{8})\.html/.exec(link.getAttribute("href")), card = id && cards[id[1]];
      if (!card) return;
      count[card.rating] += 1;
      var mark = document.createElement("small");
      mark.className = "wd-rated wd-rated--" + card.rating;
      mark.textContent = NAMES[card.rating];
      (link.nextElementSibling || link).append(" ", mark); // on a line that is there: nothing moves
    });
    var said = list.querySelector(".wd-practise__said"), button = list.querySelector(".wd-practise a"), done = count[1] + count[2] + count[3];
    if (done) said.textContent = "练过 " + done + " 题：掌握 " + count[3] + "，模糊 " + count[2] + "，不会 " + count[1];
    var start = button.href + "?" + list.dataset.folder.slice(0, -1) + "=" + list.dataset.slug;
    button.href = start;
    button.addEventListener("click", function () {
      // What the list is filtered by stands in its address; the list itself is one of these as well.
      var query = new URL(start).searchParams, now = new URLSearchParams(location.search);
      now.forEach(function (value, key) { if (value && !query.has(key)) query.set(key, value); });
      button.href = start.split("?")[0] + "?" + query.toString().replace(/%2C/g, ",");
    });
  }
})();
