/* Material's base script (partials/javascripts/base.html, 9.8.1) as a file: its bundle relies on these four globals. */
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
document.documentElement.classList.add("wd-js");
