// How well pages answer a query, from the posting lists of its pairs and known words. No loading, no text here.
//
// A pair weighs as much as it is rare. A page's coverage is the share of the query's weight that it has; its score is
// that weight again, each part by the fields it stands in. Letters in no pair that any page has make the rest of the
// query worth less: 量子力学 is not answered by a page that has 力学 in 能力学习.
"use strict";
(function (root) {
  const { Hits } = typeof module !== "undefined" ? require("./search-hits.js") : root.wendaSearchHits;
  const TITLE = 1, ASKED = 2, QUESTION = 4, LABEL = 8; // a posting's flags, search_postings.py; LABEL is set here
  const FIELD = { title: 5, asked: 4, question: 3, label: 1.2, body: 1, saturation: 3 };
  const UNKNOWN = 0.8, HOMOPHONE = 0.5; // a letter in no pair that any page has, beside a rarest pair; one that was only heard
  const AGAIN = 0.25; // a synonym on a page that has the word itself
  // Coverage below which a page is no answer: of the query, less the longer it is; and of the best page's.
  const ENOUGH = { letters: 1, least: 0.08, most: 0.34 }, RELATIVE = 0.3, FIELD_WORD = 0.8;
  const FEW = 10; // answers below which pages that speak of a word of the query are listed too
  const HERE = 1.03; // pages of the role one reads for, so little that it decides between equals only

  // Saturating, so that a title is worth more than a mention, but ten mentions are not worth ten.
  const FIELD_VALUE = Float32Array.from({ length: 128 }, (_, flags) => {
    const sum = (flags & TITLE ? FIELD.title : 0) + (flags & ASKED ? FIELD.asked : 0) + (flags & QUESTION ? FIELD.question : 0)
      + (flags & LABEL ? FIELD.label : 0) + FIELD.body * (flags >> 4);
    return sum / (FIELD.saturation + sum);
  });

  // Sums of one part of the query over pages, added to the whole at its end, so that a word and its synonyms count once.
  class Sums {
    constructor(room) {
      for (const name of ["cover", "score", "partCover", "partScore"]) this[name] = new Float32Array(room);
      this.whole = new Uint16Array(room); // of the pairs asked for, how many a page has
      this.speaking = new Uint8Array(room); // whether it has a word of the field that was asked for
      this.touched = new Uint32Array(room);
      this.count = 0; // of those touched
    }
    clear() {
      for (const each of [this.cover, this.score, this.whole, this.speaking]) each.fill(0);
      return this;
    }
    add({ slots, flags }, weight) {
      const { partCover, partScore, touched } = this;
      for (let j = 0; j < slots.length; j++) {
        const slot = slots[j];
        if (!partCover[slot]) touched[this.count++] = slot;
        partCover[slot] += weight;
        partScore[slot] += weight * FIELD_VALUE[flags[j]];
      }
    }
    instead({ slots, flags }, weight) {
      const { partCover, partScore, touched } = this;
      for (let j = 0; j < slots.length; j++) {
        const slot = slots[j], had = partScore[slot], score = weight * FIELD_VALUE[flags[j]];
        if (!partCover[slot]) touched[this.count++] = slot;
        partCover[slot] = Math.max(partCover[slot], weight);
        partScore[slot] = Math.max(had, score) + AGAIN * Math.min(had, score);
      }
    }
    settle() {
      const { cover, score, partCover, partScore, touched } = this;
      for (let j = 0; j < this.count; j++) {
        const slot = touched[j];
        cover[slot] += partCover[slot];
        score[slot] += partScore[slot];
        partCover[slot] = partScore[slot] = 0;
      }
      this.count = 0;
    }
  }

  // `held[i]` is the list of the pair i or null, `spans` are known words with their lists, `others[i]` are homophones of a
  // pair that no page has. Returns hits with score and tier 3, in `every` those with all pairs, in `some` the other answers.
  function score(wanted, held, spans, others, index, near) {
    index.sums = index.sums || new Sums(index.room); // one for all queries: they are long
    const { grams } = wanted, sums = index.sums.clear(), known = wanted.light.map(Number);
    const rarity = (count) => Math.log(1 + (index.pages - count + 0.5) / (count + 0.5));
    const rare = (list) => rarity(list.slots.length);
    let total = 0;
    for (const span of spans) total += scoreSpan(span, held, sums, rare, known);
    const inside = (i) => spans.some((span) => span.start <= i && i < span.end - 1);
    grams.forEach((gram, i) => {
      if (!gram || inside(i)) return;
      if (held[i]) {
        sums.add(held[i], rare(held[i]) * gram.weight);
        total += rare(held[i]) * gram.weight;
      } else if (others[i].length) {
        const weight = rarity(others[i].reduce((sum, each) => sum + each.list.slots.length, 0)) * gram.weight;
        for (const { list, factor } of others[i]) sums.instead(list, weight * factor);
        total += weight;
      }
      const heard = held[i] ? 1 : others[i].length ? HOMOPHONE : 0;
      known[i] = Math.max(known[i], heard);
      known[i + 1] = Math.max(known[i + 1], heard);
      sums.settle();
    });
    wanted.letters.forEach((_, i) => { if (!grams[i] && !grams[i - 1]) known[i] = 1; }); // alone between marks
    total += UNKNOWN * rarity(0) * known.reduce((sum, each) => sum + 1 - each, 0);
    return choose(wanted, held, sums, total, spans, index, near);
  }

  // A known word: its own pairs, or its synonyms instead. One of three letters is not worth twice one of two.
  function scoreSpan(span, held, sums, rare, known) {
    const best = span.lists.length ? Math.min(...span.lists.map((each) => rare(each.list))) : 0;
    let weight = 0;
    for (let i = span.start; i < span.end - 1; i++) {
      const own = (held[i] ? Math.min(rare(held[i]), best * 2 || Infinity) : best) / (span.end - span.start - 1) ** 0.6;
      if (held[i]) sums.add(held[i], own);
      weight += own;
    }
    for (const { list, factor } of span.lists) sums.instead(list, weight * factor);
    sums.settle();
    known.fill(1, span.start, span.end); // a word of the field, whether or not a page has it
    return weight;
  }

  function choose(wanted, held, sums, total, spans, index, near) {
    const pairs = new Set(held.filter((_, i) => wanted.grams[i] && !wanted.grams[i].skipped)), { cover, whole, speaking } = sums;
    for (const list of pairs) if (list) for (let j = 0; j < list.slots.length; j++) whole[list.slots[j]]++;
    let best = 0;
    for (let rank = 0; rank < index.slots.length; rank++) best = Math.max(best, cover[index.slots[rank]]);
    const letters = wanted.light.filter((each) => !each).length;
    const enough = total * Math.max(ENOUGH.least, Math.min(ENOUGH.most, ENOUGH.letters / letters));
    // With a word of the field in it a query is no nonsense: what speaks most of that is better than nothing.
    const floor = best < enough && spans.some((span) => span.lists.length) ? FIELD_WORD * best : Math.max(enough, RELATIVE * best);
    const every = new Hits(), some = new Hits(), below = new Hits();
    for (const span of spans) if (span.concepts) for (const { list } of span.lists) for (let j = 0; j < list.slots.length; j++) speaking[list.slots[j]] = 1;
    for (let rank = 0; rank < index.slots.length; rank++) {
      const slot = index.slots[rank], has = cover[slot], all = whole[slot] === pairs.size, under = !has || has < floor;
      if (!all && under && !(has && speaking[slot])) continue;
      const value = (sums.score[slot] / (total || 1)) * (0.4 + (0.6 * has) / (total || 1)) / (1 + index.lengths[slot] / 1200);
      (all ? every : under ? below : some).add(slot, value * (near[slot] ? HERE : 1), 3);
    }
    if (every.size + some.size)
      for (let lacking = FEW - every.size - some.size; lacking > 0 && below.size; lacking--) {
        const { slot, score } = below.take();
        some.add(slot, score, 3);
      }
    return { every, some };
  }

  const api = { score, FIELD_VALUE, LABEL };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchScore = api;
})(this);
