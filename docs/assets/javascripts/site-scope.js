/* Material's base script (partials/javascripts/base.html, 9.8.1) as a file: its bundle relies on these four globals.
   Then what this browser remembers for us, and marks on <html> by which the first paint is the last. */
"use strict";
var __md_scope = new URL("../../", document.currentScript.src);
var __md_hash = function (text) {
  var sum = 0;
  for (var letter of text) sum = (sum << 5) - sum + letter.charCodeAt(0);
  return sum;
};
var __md_get = function (key, storage, scope) {
  try {
    return JSON.parse((storage || localStorage).getItem((scope || __md_scope).pathname + "." + key));
  } catch (refused) {
    return null; // storage is forbidden, or what is there is not ours
  }
};
var __md_set = function (key, value, storage, scope) {
  try {
    (storage || localStorage).setItem((scope || __md_scope).pathname + "." + key, JSON.stringify(value));
  } catch (refused) {} // full or forbidden: the page works without
};
var wenda = (function () {
  // `area` names localStorage (until it is cleared) or sessionStorage (this tab alone); even to name it can be refused.
  var get = function (key, otherwise, area) {
    try {
      var value = JSON.parse(window[area || "localStorage"].getItem("wenda." + key));
      return value === null ? otherwise : value;
    } catch (refused) {
      return otherwise;
    }
  };
  var set = function (key, value, area) {
    try {
      window[area || "localStorage"].setItem("wenda." + key, JSON.stringify(value));
      return true;
    } catch (refused) {
      return false; // full, or forbidden as in some private windows
    }
  };
  // What is kept by others in their own form: whether there is any.
  var has = function (key) {
    try {
      return localStorage.getItem("wenda." + key) !== null;
    } catch (refused) {
      return false;
    }
  };
  return { has: has, root: __md_scope.href, get: get, set: set };
})();
document.documentElement.classList.add("wd-js");
document.documentElement.classList.toggle("wd-think", wenda.get("think", false) === true);
// Lines of the home page that a script fills later: the room is there from the start.
document.documentElement.classList.toggle("wd-last", wenda.has("last"));
document.documentElement.classList.toggle("wd-rest", wenda.has("practice") || Object.keys(wenda.get("favourites", {})).length > 0);
if (/^http/.test(location.protocol) && window.isSecureContext) document.documentElement.classList.add("wd-net"); // a worker may run
