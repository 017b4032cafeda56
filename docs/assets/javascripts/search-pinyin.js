// Pinyin typed for Chinese (tousu for 投诉): what it stands for, by the pairs that pages have. Pairs that sound alike lie in
// one shard of the index, so each pair of syllables costs one look.
"use strict";
(function (root) {
  const WAYS = 12, KEPT = 8; // ways to cut a run into syllables; pairs that are followed up at each step

  // All ways to cut a run of Latin letters into two syllables or more: xian is no word, fangan is fang an and fan gan.
  function syllables(run, known) {
    const ways = [];
    const cut = (from, before) => {
      if (ways.length === WAYS) return;
      if (from === run.length) { if (before.length > 1) ways.push(before); return; }
      for (let length = Math.min(6, run.length - from); length > 0; length--) {
        const piece = run.slice(from, from + length);
        if (known.has(piece)) cut(from + length, [...before, piece]);
      }
    };
    cut(0, []);
    return ways;
  }

  // The likeliest characters for syllables, or null: a chain of pairs, each beginning as the one before it ends.
  // `pairs(a, b)` gives those of two syllables as [[pair, how many pages have it], …].
  async function characters(way, pairs) {
    const steps = await Promise.all(way.slice(1).map((syllable, i) => pairs(way[i], syllable)));
    let chains = [{ text: "", weight: 0 }];
    for (const step of steps) {
      const longer = chains.flatMap(({ text, weight }) => step
        .filter(([pair]) => !text || text.endsWith(pair[0]))
        .map(([pair, pages]) => ({ text: text ? text + pair[1] : pair, weight: weight + Math.log(1 + pages) })));
      chains = longer.sort((a, b) => b.weight - a.weight).slice(0, KEPT);
    }
    return chains[0] || null;
  }

  // A query with its runs of pinyin written in characters; those of which pages have no chain of pairs stay.
  async function written(query, runs, known, pairs) {
    let text = query;
    for (const run of runs) {
      const found = (await Promise.all(syllables(run, known).map((way) => characters(way, pairs)))).filter(Boolean);
      // Of two ways with as good a chain the one with fewer syllables: lian over li an.
      found.sort((a, b) => a.text.length - b.text.length || b.weight - a.weight);
      if (found.length) text = text.replace(run, found[0].text);
    }
    return text;
  }

  const api = { syllables, written };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchPinyin = api;
})(this);
