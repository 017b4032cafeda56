/* What this browser remembers of practising: a card (schedule and rating) and a note per question.
   Lists and the home page load this file alone, to show it. */
"use strict";
var wendaProgress = (function () {
  var KEY = "wenda.practice", FORMAT = "wenda-practice", VERSION = 1, ID = /^[0-9a-z]{8}$/;
  var NUMBERS = ["at", "due", "stability", "difficulty", "reps", "lapses"];
  var locked = false, memory = null; // what could not be stored: practice goes on without
  var empty = function () { return { format: FORMAT, version: VERSION, cards: {}, notes: {} }; };
  var plainObject = function (value) { return value !== null && typeof value === "object" && !Array.isArray(value); };
  var number = function (value) { return typeof value === "number" && isFinite(value) && value >= 0; };

  function card(value) {
    return plainObject(value) && [1, 2, 3].indexOf(value.rating) >= 0 && NUMBERS.every(function (key) { return number(value[key]); });
  }
  function note(value) {
    return plainObject(value) && typeof value.text === "string" && value.text.length <= 20000 && number(value.at);
  }
  // Only what is known and whole is taken over; an answer of null means that this is no file of ours.
  function checked(value) {
    if (!plainObject(value) || value.format !== FORMAT || value.version !== VERSION || !plainObject(value.cards) || !plainObject(value.notes)) return null;
    var made = empty();
    var fits = Object.keys(value.cards).every(function (id) {
      if (!ID.test(id) || !card(value.cards[id])) return false;
      made.cards[id] = { rating: value.cards[id].rating };
      NUMBERS.forEach(function (key) { made.cards[id][key] = value.cards[id][key]; });
      return true;
    }) && Object.keys(value.notes).every(function (id) {
      if (!ID.test(id) || !note(value.notes[id])) return false;
      made.notes[id] = { text: value.notes[id].text, at: value.notes[id].at };
      return true;
    });
    return fits ? made : null;
  }
  function load() {
    if (memory) return memory;
    try {
      var text = localStorage.getItem(KEY), found = null;
      if (text === null) return empty();
      try { found = checked(JSON.parse(text)); } catch (broken) {}
      // Written by a newer version of the site, or damaged: kept aside, not written over.
      if (!found) {
        locked = true; // stays so where there is no room to put it aside
        localStorage.setItem(KEY + ".unread", text);
        locked = false;
      }
      return found || empty();
    } catch (refused) {
      return empty();
    }
  }
  function save(state) {
    try {
      if (locked) throw new Error("what is there cannot be read and may not be lost");
      localStorage.setItem(KEY, JSON.stringify(state));
      memory = null;
      return true;
    } catch (refused) {
      memory = state; // full, or forbidden as in some private windows
      return false;
    }
  }
  function merge(into, other) {
    ["cards", "notes"].forEach(function (kind) {
      Object.keys(other[kind]).forEach(function (id) {
        if (!into[kind][id] || into[kind][id].at < other[kind][id].at) into[kind][id] = other[kind][id];
      });
    });
    return into;
  }

  return {
    load: load,
    keep: save,
    /* Each of these returns whether it could be stored. Another tab may have written since: read first. */
    rate: function (id, value) {
      var state = load();
      state.cards[id] = value;
      return save(state);
    },
    write: function (id, text) {
      var state = load();
      state.notes[id] = { text: text.slice(0, 20000), at: Date.now() }; // an empty text stays, so that a merge knows it was deleted
      return save(state);
    },
    clear: function () {
      memory = null;
      try {
        [KEY, KEY + ".unread", KEY + ".sitting"].forEach(function (key) { localStorage.removeItem(key); });
        locked = false;
        return true;
      } catch (refused) {
        return false;
      }
    },
    text: function () { return JSON.stringify(load(), null, 1) + "\n"; },
    /* Merges an exported text; throws where it is none, with nothing changed. */
    read: function (text) {
      var other = checked(JSON.parse(text.replace(/^\uFEFF/, "")));
      if (!other) throw new Error("not a file of practice");
      return save(merge(load(), other));
    },
    usable: function () {
      try {
        localStorage.setItem(KEY + ".try", "1");
        localStorage.removeItem(KEY + ".try");
        return true;
      } catch (refused) {
        return false;
      }
    },
  };
})();
