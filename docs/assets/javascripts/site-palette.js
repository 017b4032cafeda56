/* Colours before the first paint: Material's palette script, and the system's choice on a first visit. */
"use strict";
(function () {
  var stored = __md_get("__palette");
  var media = (stored && stored.color && stored.color.media) || "(prefers-color-scheme)";
  var color = stored && stored.color;
  if (media === "(prefers-color-scheme)") {
    var dark = matchMedia("(prefers-color-scheme: dark)").matches;
    var input = document.querySelector("[data-md-color-media='(prefers-color-scheme: " + (dark ? "dark" : "light") + ")']");
    if (!input) return;
    color = { scheme: input.getAttribute("data-md-color-scheme"), primary: input.getAttribute("data-md-color-primary"), accent: input.getAttribute("data-md-color-accent") };
  }
  for (var key in color) document.body.setAttribute("data-md-color-" + key, color[key]);
})();
