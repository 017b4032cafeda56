"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const path = require("node:path");
const text = require("../../docs/assets/javascripts/search-text.js");
const cases = require(path.join(__dirname, "../cases/fold.json"));
const { folder, loader } = require("./index.js");

test("numbers are read as search_postings.py writes them", () => {
  assert.deepEqual(text.decodeGaps("##&"), [0, 1, 5]);
  assert.deepEqual(text.decodeGaps("^_#"), [58, 118]);
  assert.deepEqual(text.decodePostings("$#$!'$"), { slots: [0, 2, 1], flags: [1, 1, 4] });
});

test("sounds that are taken for one another", () => {
  assert.equal(text.sound("zheng"), text.sound("zen"));
  assert.equal(text.sound("nan"), text.sound("lang"));
  assert.notEqual(text.sound("su"), text.sound("xu"));
});

test("a letter is what words are made of, in any script", () => {
  for (const letter of "客a9é𠮷") if (letter.length === 1) assert.ok(text.isLetter(letter), letter);
  for (const mark of "，。+-_“%") assert.ok(!text.isLetter(mark), mark);
});

test("folding is the same as in Python", { skip: !folder && "WENDA_INDEX is not set" }, async () => {
  const load = loader();
  await load("meta");
  const tables = text.readTables(await load("tables")), { traditional } = tables;
  assert.ok(text.mayBeTraditional("客訴", tables) && !text.mayBeTraditional("客诉 abc，。", tables));
  text.addTraditional(traditional, await load("traditional"));
  for (const [raw, folded] of cases) assert.equal(text.fold(raw, traditional).characters.join(""), folded, raw);
});

test("a folded character leads back to its place", () => {
  const { characters, at, breaks } = text.fold("A Ⅳ客", new Map());
  assert.deepEqual(characters, ["a", "i", "v", "客"]);
  assert.deepEqual(at, [0, 2, 2, 3]);
  assert.deepEqual([...breaks], [1]);
});
