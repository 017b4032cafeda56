"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { Hits } = require("../../docs/assets/javascripts/search-hits.js");

// The same numbers each time, without a library: https://en.wikipedia.org/wiki/Linear_congruential_generator
function chances(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
}

const order = (a, b) => a.tier - b.tier || b.score - a.score || a.slot - b.slot;
const taken = (hits, count) => Array.from({ length: count }, () => hits.take());

test("hits are taken as sorting would put them, whatever was added", () => {
  for (let seed = 0; seed < 50; seed++) {
    const chance = chances(seed), hits = new Hits(), all = [];
    for (let slot = chance(300); slot; slot--) all.push({ slot, score: chance(20) / 7, tier: chance(4) });
    for (const { slot, score, tier } of all) hits.add(slot, score, tier);
    assert.deepEqual(taken(hits, all.length), all.sort(order));
    assert.equal(hits.size, 0);
  }
});

test("what is added after the first was taken finds its place too", () => {
  for (let seed = 0; seed < 50; seed++) {
    const chance = chances(seed), hits = new Hits();
    let left = [];
    for (let slot = 0; slot < 200; slot++) {
      const hit = { slot, score: chance(20) / 7, tier: chance(4) };
      hits.add(hit.slot, hit.score, hit.tier);
      left.push(hit);
      if (chance(3)) continue;
      left.sort(order);
      assert.deepEqual(hits.take(), left.shift());
    }
    assert.deepEqual(taken(hits, left.length), left.sort(order));
  }
});

test("only what a test lets through is kept", () => {
  const hits = new Hits();
  for (let slot = 0; slot < 100; slot++) hits.add(slot, slot, 3);
  hits.keep((slot) => slot % 10 === 7);
  assert.equal(hits.size, 10);
  assert.deepEqual(taken(hits, 10).map(({ slot }) => slot), [97, 87, 77, 67, 57, 47, 37, 27, 17, 7]);
});
