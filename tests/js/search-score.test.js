"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { score } = require("../../docs/assets/javascripts/search-score.js");

const ROOM = 40;
const list = (slots, flags) => ({ slots: Uint32Array.from(slots), flags: Uint8Array.from(slots, (_, i) => (flags ? flags(i) : 16)) });

// A query of four letters, of which the first two are a word of the field; one page has all of it, `others` only the word.
function scored(others) {
  const index = { pages: ROOM, room: ROOM, slots: Uint32Array.from({ length: ROOM }, (_, i) => i), lengths: new Float32Array(ROOM) };
  const grams = ["甲乙", "乙丙", "丙丁"].map((key) => ({ key, weight: 1 }));
  const word = list(Array.from({ length: others + 1 }, (_, i) => i), (i) => (i % 3 ? 16 : 17)), rest = list([0]);
  const span = { start: 0, end: 2, concepts: [0], lists: [{ list: word, factor: 0.8, words: ["甲乙"] }] };
  return score({ grams, letters: Array.from("甲乙丙丁"), light: [false, false, false, false] }, [word, rest, rest], [span], [[], [], []], index, new Uint8Array(ROOM));
}

test("where few pages answer, those that speak of a word of the field fill the list to ten", () => {
  for (let others = 0; others < 30; others++) {
    const { every, some } = scored(others);
    assert.equal(every.size, 1, `${others} others`);
    assert.equal(some.size, Math.min(9, others), `${others} others`);
  }
});

test("they are the best of those, and in their order", () => {
  const { some } = scored(29), slots = Array.from({ length: some.size }, () => some.take().slot);
  assert.deepEqual(slots, [3, 6, 9, 12, 15, 18, 21, 24, 27]); // with the word in their titles
});
