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
  const S = node ? require("./search-score.js") : root.wendaSearchScore;
  const X = node ? require("./search-excerpt.js") : root.wendaSearchExcerpt;

  const SAME = 0.8, RELATED = 0.35; // a synonym beside the word itself
  const SOUND = { exact: 0.8, near: 0.6, other: 0.4 }; // homophones: one letter kept, nearly alike, both letters changed
  const ID = /^(?:.*questions\/)?([0-9a-hjkmnp-tv-z]{8})(?:\.html.*)?$/i, BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";
  const PINYIN = 4; // letters from which on a Latin word that no page has may be pinyin
  const DIGITS = "0123456789", NUMERALS = "零一二三四五六七八九";
  const CHECKED = 10; // pages whose text is looked at in one go: as many as are shown
  const SHARDS = 200, HELD = 500000; // shards and postings that are kept ready

  function create(load) {
    let ready = null;
    const shards = new Map(), lists = new Map();
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

    async function knowTraditional(text, { tables }) {
      if (tables.complete || !T.mayBeTraditional(text, tables)) return;
      T.addTraditional(tables.traditional, await load("traditional"));
      tables.complete = true;
    }

    // --- posting lists ----------------------------------------------------------------------------------------------
    const shard = (kind, key, index) => shardBySound(kind, T.spoken(key, index.tables.readings), index);

    async function shardBySound(kind, heard, index) {
      const name = `${kind}/${T.shardOfSound(heard, index.meta.versions[kind].length / 3)}`;
      if (!shards.has(name)) {
        if (shards.size >= SHARDS) shards.delete(shards.keys().next().value);
        const [keys, texts] = await load(name), held = new Map(), letters = Array.from(keys), size = kind === "g" ? 2 : 1;
        texts.split(" ").forEach((text, i) => held.set(letters.slice(i * size, (i + 1) * size).join(""), text));
        shards.set(name, held);
      }
      return shards.get(name);
    }

    function decode(kind, key, raw, index) {
      const labelled = index.labels.get(key), name = `${kind} ${key}`;
      if (!raw && !labelled) return null;
      if (!lists.has(name)) {
        const list = raw ? T.decodePostings(raw) : { slots: [], flags: [] };
        if (kind === "u") list.slots = list.slots.map((rank) => index.slots[rank]);
        if (labelled) addLabels(list, labelled, index);
        decoded += list.slots.length;
        if (decoded > HELD) { lists.clear(); decoded = list.slots.length; }
        lists.set(name, { key, slots: Uint32Array.from(list.slots), flags: Uint8Array.from(list.flags) });
      }
      return lists.get(name);
    }

    function addLabels(list, labelled, index) {
      const missing = new Uint8Array(index.room);
      for (const term of labelled) pagesOf(term, index).forEach((bit, slot) => { missing[slot] |= bit; });
      list.slots.forEach((slot, i) => {
        list.flags[i] |= missing[slot] ? S.LABEL : 0;
        missing[slot] = 0;
      });
      missing.forEach((bit, slot) => { if (bit) { list.slots.push(slot); list.flags.push(S.LABEL); } });
    }

    const posting = async (kind, key, index) => decode(kind, key, (await shard(kind, key, index)).get(key), index);

    // Pairs that sound like one that no page has: 投素 → 投诉. They lie in the shard in which it would be itself.
    async function homophones(key, index) {
      const { readings } = index.tables, typed = Array.from(key);
      if (!typed.every((c) => readings.has(c))) return [];
      const wanted = T.spoken(key, readings), found = [];
      for (const [other, raw] of await shard("g", key, index)) {
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
      await knowTraditional(query, index);
      const wanted = await withoutPinyin(query, P.plan(query, index.tables), index);
      const wantedTerms = [...(role ? [index.roles.get(role)] : []), ...(kind ? [index.kinds.get(kind)] : [])];
      const sets = wantedTerms.map((term) => pagesOf(term, index));
      const exact = await byId(query, index);
      const found = wanted.grams.some(Boolean) ? await byPairs(wanted, index, here) : await byCharacters(wanted, index);
      return results(wanted, found, index, (hit) => hit.slot !== exact && sets.every((set) => set[hit.slot]), exact);
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
      const characters = Array.from(new Set(wanted.folded));
      const held = await Promise.all(characters.map((c) => posting("u", c, index)));
      if (!held.length || !held.every(Boolean)) return { every: [], some: [], marks: [] };
      const hits = new Map();
      for (const list of held)
        list.slots.forEach((slot, i) => {
          const hit = hits.get(slot) || { slot, times: 0, score: 0, tier: 0 };
          hit.times++;
          hit.score += S.FIELD_VALUE[list.flags[i]];
          if (list.flags[i] === S.LABEL) hit.tier = 1;
          hits.set(slot, hit);
        });
      const every = Array.from(hits.values()).filter((hit) => hit.times === held.length);
      return { every, some: [], marks: [], sure: wanted.folded.length === 1 && !wanted.marks };
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
      const pairs = async (...syllables) => Array.from(await shardBySound("g", syllables.map(T.sound).join(" "), index))
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
        const list = await posting("u", c, index), slots = new Set(list ? list.slots : []);
        found.every = found.every.filter((hit) => slots.has(hit.slot));
      }
      // Two letters are a pair: its flags tell where it stands. Longer runs are looked up in the text.
      const sure = wanted.folded.length === 2 && !wanted.marks;
      if (sure && held[0]) {
        const flags = new Uint8Array(index.room);
        held[0].slots.forEach((slot, j) => (flags[slot] = held[0].flags[j]));
        for (const hit of found.every) hit.tier = flags[hit.slot] === S.LABEL ? 1 : 0;
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
      const sets = lists.map((list) => new Set(list.slots));
      return lists.map((list) => {
        const kept = Array.from(list.slots.keys()).filter((i) => sets.every((set) => set.has(list.slots[i])));
        return kept.length ? { ...list, slots: kept.map((i) => list.slots[i]), flags: kept.map((i) => list.flags[i]) } : null;
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
      const order = (a, b) => a.tier - b.tier || b.score - a.score || a.slot - b.slot;
      const every = found.every.filter(allowed).sort(order), some = found.some.filter(allowed).sort(order);
      const first = exact === null ? [] : [{ slot: exact, score: 1, tier: 0 }];
      const ready = found.sure ? [...first, ...every] : first.slice(), later = [];
      let checked = found.sure ? every.length : 0, closed = false;

      async function check() {
        const batch = every.slice(checked, checked + CHECKED);
        checked += batch.length;
        await Promise.all(batch.map(async (hit) => { hit.tier = X.tier(wanted, await page(hit.slot), index.tables.traditional); }));
        for (const hit of batch) (hit.tier === 0 ? ready : later).push(hit);
      }

      async function next(count) {
        while (ready.length < count && checked < every.length) await check();
        if (checked >= every.length && !closed) {
          closed = true;
          ready.push(...later.concat(some).sort(order));
        }
        return Promise.all(ready.splice(0, count).map(async (hit) => ({ ...hit, ...(await head(hit.slot, index)) })));
      }

      async function excerpt(hit) {
        const text = await page(hit.slot), { traditional } = index.tables;
        return { title: X.marked(text.title, wanted, found.marks, traditional), text: X.excerpt(text, wanted, found.marks, traditional) };
      }

      return { total: first.length + every.length + some.length, next, excerpt };
    }

    async function page(slot) {
      const index = await prepare();
      const [id, title, question, body, ...asked] = (await load(`t/${Math.floor(slot / index.meta.texts)}`))[slot];
      await knowTraditional(title + question + body + asked.join(""), index);
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
