"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const engine = require("../../docs/assets/javascripts/search-engine.js");
const { folder, loader } = require("./index.js");

const options = { skip: !folder && "WENDA_INDEX is not set" };

async function titles(query, wanted = {}, count = 50) {
  const found = await engine.create(loader()).search(query, wanted);
  return (await found.next(count)).map((hit) => hit.title);
}

async function first(query, wanted) {
  return (await titles(query, wanted))[0];
}

test("the run that was typed, in either script and any width", options, async () => {
  for (const query of ["离职潮", "離職潮", " 离职 潮 "]) assert.equal(await first(query), "团队集体要走", query);
  for (const query of ["RFM", "ｒｆｍ", "rfm模型"]) assert.equal(await first(query), "给客户分层", query);
  assert.equal(await first("C++"), "会编程的客服");
});

test("pages with the run come before pages with its parts, and all of them come", options, async () => {
  // “客户，我” has the letters 户我, but not the run 户我; 客户我最大 has it.
  assert.deepEqual((await titles("户我")).slice(0, 1), ["名字里有客户我最大"]);
  assert.ok((await titles("户，我")).slice(0, 2).includes("先听再答"));
  assert.equal((await titles("客")).length, 9); // all pages: roles have it in their names
});

test("a run across punctuation, fields and lines", options, async () => {
  assert.equal(await first("听完。再"), "先听再答");
  assert.equal(await first("怎么办？参考"), "先听再答");
});

test("marks as typed come before marks of their kind", options, async () => {
  assert.deepEqual((await titles("“客户")).slice(0, 2).sort(), ["先听再答", "名字里有客户我最大"]);
  assert.equal(await first("\"客户"), "用直引号的题");
  assert.ok((await titles("\"客户")).includes("先听再答"));
  assert.equal(await first("cus-B"), "用直引号的题");
});

test("homophones, and words for the same", options, async () => {
  assert.equal(await first("离直潮"), "团队集体要走");
  assert.ok((await titles("客诉")).includes("先听再答"));
  assert.equal(await first("辞职"), "团队集体要走");
});

test("digits and numerals are the same, and no others are", options, async () => {
  for (const query of ["七天", "7天", "７天", "第2天", "第二天", "第两天"]) assert.equal(await first(query), "退货的期限", query);
  for (const [digit, numeral] of Array.from("零一二三四五六七八九").entries())
    assert.deepEqual(await titles(`${digit}天`), await titles(`${numeral}天`), numeral);
  for (const query of ["8天", "八天"]) assert.deepEqual(await titles(query), [], query);
});

test("pinyin typed for Chinese", options, async () => {
  assert.equal(await first("lizhichao"), "团队集体要走");
  assert.deepEqual(await titles("banana"), []);
});

test("a question is found by what weighs in it", options, async () => {
  assert.equal(await first("请问如果团队里大家都要走，经理应该怎么办呢？"), "团队集体要走");
});

test("what is also asked finds its page", options, async () => {
  assert.equal(await first("顾客闹着要见老板"), "先听再答");
});

test("an id finds its page, alone or in an address", options, async () => {
  for (const query of ["bbbbbbbb", "BBBBBBBB", "https://example.org/questions/bbbbbbbb.html#answer"])
    assert.equal(await first(query), "团队集体要走", query);
  assert.deepEqual(await titles("zzzzzzzz"), []);
});

test("nonsense finds nothing", options, async () => {
  for (const query of ["量子力学", "红烧肉", "xyzabc", "qqqq", "@@@", "", "   "]) assert.deepEqual(await titles(query), [], query);
});

test("filters narrow, and the role one reads for decides between equals", options, async () => {
  assert.deepEqual(await titles("离职", { role: "agent" }), []);
  assert.deepEqual(await titles("团队", { role: "manager", kind: "case" }), ["团队集体要走"]);
  assert.equal((await titles("一模一样", { here: "agent" }))[0], "一样的题甲");
  assert.equal((await titles("一模一样", { here: "manager" }))[0], "一样的题乙");
});

test("the count is of what is listed", options, async () => {
  for (const query of ["客户", "离职潮", "团队里的客户怎么办", "的"]) {
    const found = await engine.create(loader()).search(query);
    assert.equal((await found.next(1000)).length, found.total, query);
    assert.deepEqual(await found.next(10), []);
  }
});

test("an excerpt shows the text as it is, with the run marked", options, async () => {
  const found = await engine.create(loader()).search("離職潮");
  const [hit] = await found.next(1);
  const { text } = await found.excerpt(hit);
  assert.deepEqual(text.filter(([, marked]) => marked).map(([piece]) => piece), ["离职潮"]);
  assert.ok(text.map(([piece]) => piece).join("").includes("出现离职潮，"));
});

test("a query loads what it needs and no more", options, async () => {
  const load = loader();
  const found = await engine.create(load).search("集体");
  assert.equal(load.names.filter((name) => /^[ut]\//.test(name)).length, 0);
  await found.next(10);
  assert.equal(found.total, 1);
  assert.equal(load.names.filter((name) => /^[ut]\//.test(name)).length, 1);
});

test("what did not load is asked for again", options, async () => {
  const load = loader();
  let broken = true;
  const made = engine.create((name) => (broken && name === "meta" ? Promise.reject(new Error("offline")) : load(name)));
  await assert.rejects(made.search("离职"));
  broken = false;
  assert.ok((await made.search("离职")).total > 0);
});
