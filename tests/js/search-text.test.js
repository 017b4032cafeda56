"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const path = require("node:path");
const text = require("../../docs/assets/javascripts/search-text.js");
const cases = require(path.join(__dirname, "../cases/fold.json"));
const { folder, loader } = require("./index.js");

test("numbers are read as search_postings.py writes them", () => {
  assert.deepEqual(text.decodeGaps("##&"), Uint32Array.of(0, 1, 5));
  assert.deepEqual(text.decodeGaps("^_#"), Uint32Array.of(58, 118));
  assert.deepEqual(text.decodePostings("$#$!'$"), { slots: Uint32Array.of(0, 2, 1), flags: Uint8Array.of(1, 1, 4) });
  assert.deepEqual(text.decodePostings(""), { slots: new Uint32Array(0), flags: new Uint8Array(0) });
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
  const { text: folded, at } = text.foldText("A Ⅳ客𠮷，", new Map());
  assert.equal(folded, "aiv客𠮷,");
  assert.deepEqual(Array.from(at), [0, 2, 2, 3, 4, 4, 6]);
});

test("a query is folded as texts are, and keeps where space stood", () => {
  const { characters, breaks } = text.fold("A Ⅳ𠮷 客", new Map());
  assert.deepEqual(characters, ["a", "i", "v", "𠮷", "客"]);
  assert.deepEqual([...breaks], [1, 4]);
});

test("a text longer than any before it is folded whole", () => {
  const long = "客，Ａ".repeat(5000), { text: folded, at } = text.foldText(long, new Map([[0x5ba2, 0x8bf4]]));
  assert.equal(folded, "说,a".repeat(5000));
  assert.equal(at[14999], 14999);
});
