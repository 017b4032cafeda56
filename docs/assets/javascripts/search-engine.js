// Which pages answer a query, and in what order. `load(name)` brings a shard of the index (scripts/wenda/search_index.py
// says what they hold): in the browser by a script element, in tests from a folder.
//
// Pages on which the typed run stands come first in any case, as Ctrl+F would find them; then the better answers.
"use strict";
(function (root) {
  const node = typeof module !== "undefined";
  const T = node ? require("./search-text.js") : root.wendaSearchText;
  const P = node ? require("./search-plan.js") : root.wendaSearchPlan;
  const Y = node ? require("./search-pinyin.js") : root.wendaSearchPinyin;
  const { Hits } = node ? require("./search-hits.js") : root.wendaSearchHits;
  const S = node ? require("./search-score.js") : root.wendaSearchScore;
  const X = node ? require("./search-excerpt.js") : root.wendaSearchExcerpt;

  const SAME = 0.8, RELATED = 0.35; // a synonym beside the word itself
  const SOUND = { exact: 0.8, near: 0.6, other: 0.4 }; // homophones: one letter kept, nearly alike, both letters changed
  const ID = /^(?:.*questions\/)?([0-9a-hjkmnp-tv-z]{8})(?:\.html.*)?$/i, BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";
  const PINYIN = 4; // letters from which on a Latin word that no page has may be pinyin
  const DIGITS = "0123456789", NUMERALS = "零一二三四五六七八九";
  const CHECKED = 10; // pages whose text is looked at in one go: as many as are shown
  const HELD = 100000; // postings that are kept ready

  function create(load) {
    let ready = null;
    const lists = new Map();
    let decoded = 0; // postings in `lists`

    function prepare() {
      ready = ready || Promise.all([load("meta"), load("tables")]).then(([meta, data]) => readIndex(meta, T.readTables(data)));
      ready.catch(() => (ready = null)); // offline for a moment: the next query tries again
      return ready;
    }

    function readIndex(meta, tables) {
      const slots = T.decodeGaps(meta.slots), room = slots.length ? slots[slots.length - 1] + 1 : 0;
      const lengths = new Float32Array(room);
      slots.forEach((slot, i) => (lengths[slot] = (meta.lengths.charCodeAt(i) - 0x23) * 8));
      const byId = (terms) => new Map(terms.map(([id, name, gaps]) => [id, { name, gaps, bits: null }]));
      const index = { meta, tables, slots, room, lengths, pages: meta.pages, roles: byId(meta.roles), kinds: byId(meta.kinds), topics: byId(meta.topics) };
      // Names of roles, kinds and topics are no text of the index: their pairs and characters are added to its lists.
      index.labels = new Map();
      for (const term of [...index.roles.values(), ...index.kinds.values(), ...index.topics.values()]) {
        const letters = T.fold(term.name, tables.traditional).characters;
        for (const key of new Set([...letters, ...letters.slice(1).map((letter, i) => letters[i] + letter)]))
          index.labels.set(key, [...(index.labels.get(key) || []), term]);
      }
      return index;
    }

    // The pages of a role, kind or topic: a byte a slot, made when it is first asked for.
    function pagesOf(term, index) {
      if (!term) return new Uint8Array(index.room);
      if (!term.bits) {
        term.bits = new Uint8Array(index.room);
        for (const slot of T.decodeGaps(term.gaps)) term.bits[slot] = 1;
      }
      return term.bits;
    }

    async function knowTraditional(texts, { tables }) {
      if (tables.complete || !texts.some((text) => T.mayBeTraditional(text, tables))) return;
      T.addTraditional(tables.traditional, await load("traditional"));
      tables.complete = true;
    }

    // --- posting lists ----------------------------------------------------------------------------------------------
    const shard = (kind, key, index) => shardBySound(kind, T.spoken(key, index.tables.readings), index);
    const shardBySound = (kind, heard, index) => load(`${kind}/${T.shardOfSound(heard, index.meta.versions[kind].length / 3)}`);

    // The text of a list within a shard, which has all keys, of one length, and then the lists with spaces between.
    function listOf([keys, texts], key) {
      let start = 0;
      for (let at = 0; at < keys.length; at += lengthAt(keys, at, key)) {
        const end = texts.indexOf(" ", start);
        if (keys.startsWith(key, at)) return texts.slice(start, end < 0 ? texts.length : end);
        start = end + 1;
      }
      return undefined;
    }

    // Of a shard's key at a place: as many characters as the one that is looked for has.
    function lengthAt(keys, at, key) {
      let length = 0;
      for (const _ of key) length += keys.codePointAt(at + length) > 0xffff ? 2 : 1;
      return length;
    }

    // All pairs of a shard with the texts of their lists.
    function pairsOf([keys, texts]) {
      const letters = Array.from(keys), lists = keys ? texts.split(" ") : []; // a small site has empty shards
      return lists.map((text, i) => [letters[2 * i] + letters[2 * i + 1], text]);
    }

    function decode(kind, key, raw, index) {
      const labelled = index.labels.get(key), name = `${kind} ${key}`;
      if (!raw && !labelled) return null;
      if (!lists.has(name)) {
        let list = T.decodePostings(raw || "");
        if (kind === "u") list.slots.forEach((rank, i) => { list.slots[i] = index.slots[rank]; });
        if (labelled) list = withLabels(list, labelled, index);
        decoded += list.slots.length;
        if (decoded > HELD) { lists.clear(); decoded = list.slots.length; }
        lists.set(name, { key, ...list });
      }
      return lists.get(name);
    }

    function withLabels(list, labelled, index) {
      const missing = new Uint8Array(index.room), slots = Array.from(list.slots), flags = Array.from(list.flags);
      for (const term of labelled) pagesOf(term, index).forEach((bit, slot) => { missing[slot] |= bit; });
      slots.forEach((slot, i) => {
        flags[i] |= missing[slot] ? S.LABEL : 0;
        missing[slot] = 0;
      });
      missing.forEach((bit, slot) => { if (bit) { slots.push(slot); flags.push(S.LABEL); } });
      return { slots: Uint32Array.from(slots), flags: Uint8Array.from(flags) };
    }

    const posting = async (kind, key, index) => decode(kind, key, listOf(await shard(kind, key, index), key), index);

    // Pairs that sound like one that no page has: 投素 → 投诉. They lie in the shard in which it would be itself.
    async function homophones(key, index) {
      const { readings } = index.tables, typed = Array.from(key);
      if (!typed.every((c) => readings.has(c))) return [];
      const wanted = T.spoken(key, readings), found = [];
      for (const [other, raw] of pairsOf(await shard("g", key, index))) {
        if (other === key || other[0] === "§" || T.spoken(other, readings) !== wanted) continue;
        const pair = Array.from(other);
        const alike = pair.every((c, i) => readings.get(c) === readings.get(typed[i]));
        const factor = pair.some((c, i) => c === typed[i]) ? (alike ? SOUND.exact : SOUND.near) : alike ? SOUND.other : 0;
        if (factor) found.push({ list: decode("g", other, raw, index), factor });
      }
      return found;
    }

    async function knownSpan(span, index) {
      const { related, words } = index.tables;
      const found = await Promise.all(span.concepts.map(async (number) => {
        const list = await posting("g", `§${String.fromCharCode(0xe000 + number)}`, index);
        return list && { list, factor: (number < related ? SAME : RELATED) * span.factor, words: words[number].split(",") };
      }));
      return { ...span, lists: found.filter(Boolean) };
    }

    // --- a query ----------------------------------------------------------------------------------------------------
    async function search(query, { role, kind, here } = {}) {
      const index = await prepare();
      await knowTraditional([query], index);
      const wanted = await withoutPinyin(query, P.plan(query, index.tables), index);
      const wantedTerms = [...(role ? [index.roles.get(role)] : []), ...(kind ? [index.kinds.get(kind)] : [])];
      const sets = wantedTerms.map((term) => pagesOf(term, index));
      const exact = await byId(query, index);
      const found = wanted.grams.some(Boolean) ? await byPairs(wanted, index, here) : await byCharacters(wanted, index);
      const allowed = (slot) => {
        for (let i = 0; i < sets.length; i++) if (!sets[i][slot]) return false;
        return slot !== exact;
      };
      return results(wanted, found, index, allowed, exact);
    }

    // A page by its id, typed alone or within an address. Its slot lies at the place of its id or just after.
    async function byId(query, index) {
      const match = ID.exec(query.trim());
      if (!match) return null;
      const id = match[1].toLowerCase();
      const value = Array.from(id).reduce((sum, c) => sum * 32 + BASE32.indexOf(c), 0);
      const home = Math.floor((value * index.meta.capacity) / 2 ** 40), size = index.meta.texts;
      for (let number = Math.floor(home / size); number * size < index.room; number++) {
        const held = index.meta.versions.t.substr(number * 3, 3).trim() ? await load(`t/${number}`) : {};
        for (const [slot, [each]] of Object.entries(held)) {
          if (each === id) return Number(slot);
          if (Number(slot) >= home && each > id) return null;
        }
      }
      return null;
    }

    // One letter, or nothing but marks and letters between them: the pages that hold every character.
    async function byCharacters(wanted, index) {
      const characters = Array.from(new Set(wanted.folded)), every = new Hits();
      const held = await Promise.all(characters.map((c) => posting("u", c, index)));
      if (!held.length || !held.every(Boolean)) return { every, some: new Hits(), marks: [] };
      const times = new Uint16Array(index.room), scores = new Float64Array(index.room), label = new Uint8Array(index.room);
      for (const { slots, flags } of held)
        slots.forEach((slot, i) => {
          times[slot]++;
          scores[slot] += S.FIELD_VALUE[flags[i]];
          if (flags[i] === S.LABEL) label[slot] = 1;
        });
      times.forEach((count, slot) => { if (count === held.length) every.add(slot, scores[slot], label[slot]); });
      return { every, some: new Hits(), marks: [], sure: wanted.folded.length === 1 && !wanted.marks };
    }

    // The plan again with Chinese for the pinyin in it: of Latin words that no page has.
    async function withoutPinyin(query, wanted, index) {
      const { readings } = index.tables, runs = [];
      for (const [start, end] of latinWords(wanted)) {
        const run = wanted.letters.slice(start, end + 1).join("");
        if (run.length < PINYIN || /\d/.test(run)) continue;
        const held = await Promise.all(wanted.grams.slice(start, end).map((gram) => posting("g", gram.key, index)));
        if (!together(held).every(Boolean)) runs.push(run);
      }
      if (!runs.length) return wanted;
      index.syllables = index.syllables || new Set(readings.values());
      const pairs = async (...syllables) => pairsOf(await shardBySound("g", syllables.map(T.sound).join(" "), index))
        .filter(([pair]) => Array.from(pair).every((c, i) => readings.get(c) === syllables[i]))
        .map(([pair, raw]) => [pair, raw.length]);
      const typed = query.normalize("NFKC").toLowerCase(), text = await Y.written(typed, runs, index.syllables, pairs);
      return text === typed ? wanted : P.plan(text, index.tables);
    }

    // 7天 and 七天 are the same.
    async function numeralSpans({ grams }, spans, index) {
      const found = await Promise.all(grams.map(async (gram, i) => {
        if (!gram || gram.weight < 0.3 || spans.some((s) => i < s.end && s.start < i + 2)) return null;
        const pair = Array.from(gram.key.replace("两", "二")), other = pair.map(otherNumeral);
        if ((pair[0] === other[0]) === (pair[1] === other[1])) return null;
        const list = await posting("g", other.join(""), index);
        return list && { start: i, end: i + 2, lists: [{ list, factor: SAME, words: [list.key] }] };
      }));
      return found.filter((span, i) => span && !(found[i - 1])); // none overlapping another
    }

    function otherNumeral(c) {
      const digit = DIGITS.indexOf(c), numeral = NUMERALS.indexOf(c);
      return digit >= 0 ? NUMERALS[digit] : numeral >= 0 ? DIGITS[numeral] : c;
    }

    async function byPairs(wanted, index, here) {
      const { grams } = wanted;
      const known = (spans) => Promise.all(spans.map((span) => knownSpan(span, index)));
      const [held, typed] = await Promise.all([ // side by side: from a server each round of requests takes its time
        Promise.all(grams.map((gram) => (gram && !gram.skipped ? posting("g", gram.key, index) : null))),
        known(wanted.spans),
      ]);
      withoutHalfWords(wanted, held);
      const spans = typed.concat(await known(P.soundingWords(wanted, held, index.tables)));
      spans.push(...(await numeralSpans(wanted, spans, index)));
      const others = await Promise.all(grams.map((gram, i) => (gram && !held[i] && gram.weight >= 0.3 ? homophones(gram.key, index) : [])));
      const found = S.score(wanted, held, spans, others, index, pagesOf(index.roles.get(here), index));
      for (const c of wanted.single) {
        const list = await posting("u", c, index), has = new Uint8Array(index.room);
        if (list) list.slots.forEach((slot) => { has[slot] = 1; });
        found.every.keep((slot) => has[slot]);
      }
      // Two letters are a pair: its flags tell where it stands. Longer runs are looked up in the text.
      const sure = wanted.folded.length === 2 && !wanted.marks;
      if (sure && held[0]) {
        const label = new Uint8Array(index.room);
        held[0].slots.forEach((slot, j) => { label[slot] = held[0].flags[j] === S.LABEL ? 1 : 0; });
        for (let i = 0; i < found.every.size; i++) found.every.tiers[i] = label[found.every.slots[i]];
      }
      return { ...found, sure, marks: marksOf(wanted, spans, others) };
    }

    // Pairs of a Latin word or a number say nothing by themselves: only pages with all of them count.
    function withoutHalfWords(wanted, held) {
      for (const [start, end] of latinWords(wanted))
        if (end - start > 1) held.splice(start, end - start, ...together(held.slice(start, end)));
    }

    // Latin words and numbers of a query: the places of their first pair and after their last.
    function latinWords({ letters, grams }) {
      const found = [];
      for (let start = 0; start < letters.length; start++) {
        let end = start;
        while (grams[end] && /^[a-z0-9]{2}$/.test(grams[end].key)) end++;
        if (end > start) found.push([start, end]);
        start = end;
      }
      return found;
    }

    function together(lists) {
      if (!lists.every(Boolean)) return lists.map(() => null);
      const times = new Map();
      for (const { slots } of lists) for (const slot of slots) times.set(slot, (times.get(slot) || 0) + 1);
      return lists.map((list) => {
        const kept = Array.from(list.slots.keys()).filter((i) => times.get(list.slots[i]) === lists.length);
        return kept.length ? { ...list, slots: Uint32Array.from(kept, (i) => list.slots[i]), flags: Uint8Array.from(kept, (i) => list.flags[i]) } : null;
      });
    }

    function marksOf({ grams }, spans, others) {
      const heavy = grams.filter((gram, i) => gram && (gram.weight >= 0.2 || spans.some((s) => s.start <= i && i < s.end - 1)));
      return Array.from(new Set([
        ...heavy.map((gram) => gram.key),
        ...spans.flatMap((span) => span.lists.flatMap((each) => each.words)),
        ...others.flat().map((each) => each.list.key),
      ]));
    }

    // --- results ----------------------------------------------------------------------------------------------------
    // Made as they are asked for: whether the run stands on a page is looked up in its text, a few pages at a time, the
    // likelier first, so that a query with thousands of results loads the texts of the first ones only.
    function results(wanted, found, index, allowed, exact) {
      const { every, some, sure } = found, first = exact === null ? [] : [{ slot: exact, score: 1, tier: 0 }];
      for (const hits of [every, some]) hits.keep(allowed);
      const total = first.length + every.size + some.size, ready = first.slice();

      async function check() {
        const batch = [];
        while (batch.length < CHECKED && every.size) batch.push(every.take());
        await Promise.all(batch.map(async (hit) => { hit.tier = X.tier(wanted, await page(hit.slot), index.tables.traditional); }));
        for (const hit of batch)
          if (hit.tier === 0) ready.push(hit);
          else some.add(hit.slot, hit.score, hit.tier);
      }

      async function next(count) {
        while (ready.length < count && every.size)
          if (sure) ready.push(every.take());
          else await check();
        while (ready.length < count && some.size) ready.push(some.take());
        return Promise.all(ready.splice(0, count).map(async (hit) => ({ ...hit, ...(await head(hit.slot, index)) })));
      }

      async function excerpt(hit) {
        const text = await page(hit.slot), { traditional } = index.tables;
        return { title: X.marked(text.title, wanted, found.marks, traditional), text: X.excerpt(text, wanted, found.marks, traditional) };
      }

      return { total, next, excerpt };
    }

    async function page(slot) {
      const index = await prepare();
      const [id, title, question, body, ...asked] = (await load(`t/${Math.floor(slot / index.meta.texts)}`))[slot];
      await knowTraditional([title, question, body, ...asked], index);
      return { id, title, question, body, asked };
    }

    // What a result shows beside its excerpt: where it leads, its title, the names of its roles and kind.
    async function head(slot, index) {
      const { id, title } = await page(slot);
      const names = [...index.roles.values(), ...index.kinds.values()].filter((each) => pagesOf(each, index)[slot]).map((each) => each.name);
      return { id, title, names };
    }

    return { prepare, search };
  }

  const api = { create };
  if (node) module.exports = api;
  else root.wendaSearchEngine = api;
})(this);
