/* The list by which one came to a question: its breadcrumb and its tab. Runs where it stands, right below the
   breadcrumbs, so that they are painted once; site-question.js shows the neighbours in the same list. */
"use strict";
wenda.way = (function (about) {
  var roles = about.roles.split(" "), last = wenda.get("role", ""), found = wenda.get("way", null, "sessionStorage");
  var role = roles.indexOf(last) < 0 ? roles[0] : last, list = null;
  // Name, address with its filter, ids and titles in the order of the rows that were shown.
  if (found && Array.isArray(found.ids) && Array.isArray(found.titles) && found.ids.indexOf(about.id) >= 0) list = found;
  var tab = document.querySelector('.md-tabs__item[data-role="' + role + '"]');
  if (tab && !tab.classList.contains("md-tabs__item--active")) {
    document.querySelectorAll(".md-tabs__item--active").forEach(function (each) {
      each.classList.remove("md-tabs__item--active");
      each.querySelector("a").removeAttribute("aria-current");
    });
    tab.classList.add("md-tabs__item--active");
    tab.querySelector("a").setAttribute("aria-current", "true");
  }
  var crumb = document.querySelector("[data-role-crumb]");
  if (crumb && list) {
    crumb.textContent = list.name;
    crumb.href = new URL(list.path, wenda.root).href;
  } else if (crumb && tab) {
    crumb.textContent = tab.textContent.trim();
    crumb.href = tab.querySelector("a").href;
  }
  return { role: role, list: list };
})(document.currentScript.dataset);
