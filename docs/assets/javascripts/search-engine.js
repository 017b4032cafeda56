// Which pages answer a query, and in what order. No DOM here: `load(name)` brings a shard of the index
// (scripts/wenda/search_index.py says what they hold), in the browser by a script element, in tests from a folder.
//
// A query is taken apart into pairs of neighbouring letters. A pair weighs as much as it is rare among the pages, little
// where it is part of a question's frame (怎么办). A page's coverage is the share of the query's weight found on it.
// Pages in which the typed run stands come first in any case, then those that cover most in the better fields.
"use strict";
(function (root) {
  const T = typeof module !== "undefined" ? require("./search-text.js") : root.wendaSearchText;

  const TITLE = 1, ASKED = 2, QUESTION = 4, LABEL = 8, BODY = 16, BRIDGED = 64;
  const FIELD = { title: 5, asked: 4, question: 3, label: 1.2, body: 1, saturation: 2.2 };
  const LIGHT = 0.06, STRADDLE = 0.25, BETWEEN = 0.35; // pairs inside light words, half inside, between known words
  const SAME = 0.8, RELATED = 0.35; // a synonym beside the word itself
  const SOUND = { exact: 0.8, near: 0.6, other: 0.4 }; // homophones: one letter kept, nearly alike, both letters changed
  const ENOUGH = 0.4, RELATIVE = 0.5; // coverage below which a page is no answer: of all, of the best page's
  const TITLES = 32, TEXTS = 4;

  // How much a posting's fields say: saturating, so that a title is worth more but ten mentions are not worth ten.
  const FIELD_VALUE = Float32Array.from({ length: 128 }, (_, flags) => {
    if (flags === BRIDGED) return 0.3;
    const sum = (flags & TITLE ? FIELD.title : 0) + (flags & ASKED ? FIELD.asked : 0) + (flags & QUESTION ? FIELD.question : 0)
      + (flags & LABEL ? FIELD.label : 0) + FIELD.body * (flags >> 4);
    return sum / (FIELD.saturation + sum);
  });

  function plan(query, tables) {
    const folded = T.fold(query, tables.traditional);
    const letters = [], breaks = new Set();
    folded.characters.forEach((c, i) => {
      if (folded.breaks.has(i) || !T.isLetter(c)) breaks.add(letters.length);
      if (T.isLetter(c)) letters.push(c);
    });
    const light = lightLetters(letters, tables.light);
    const spans = conceptSpans(letters, light, tables, (start, length) => letters.slice(start, start + length).join(""));
    const grams = [];
    for (let i = 0; i + 1 < letters.length; i++) {
      let weight = light[i] && light[i + 1] ? LIGHT : light[i] || light[i + 1] ? STRADDLE : 1;
      // Between two words that are known, or across a space, a pair says that they are neighbours, no more.
      const ends = spans.some((s) => s.end === i + 1), begins = spans.some((s) => s.start === i + 1);
      if ((ends || begins) && weight === 1) weight = ends && begins ? 0.15 : BETWEEN;
      if (breaks.has(i + 1)) weight = Math.min(weight, 0.05);
      grams.push({ key: letters[i] + letters[i + 1], weight });
    }
    return { folded: folded.characters, letters, grams, spans };
  }

  function lightLetters(letters, words) {
    const text = letters.join(""), light = new Array(letters.length).fill(false);
    if (text.length !== letters.length) return light;
    for (const word of words)
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        // The longest come first; a shorter one counts only where it is not part of one already there.
        if (!light.slice(at, at + word.length).every(Boolean)) light.fill(true, at, at + word.length);
    return light.every(Boolean) ? light.fill(false) : light;
  }

  // Known words in the query, the longest first, none overlapping another.
  function conceptSpans(letters, light, tables, at) {
    const spans = [];
    for (let length = Math.min(tables.longest, letters.length); length > 1; length--)
      for (let start = 0; start + length <= letters.length; start++) {
        const word = at(start, length);
        const concepts = tables.concepts.get(word);
        if (!concepts || light.slice(start, start + length).every(Boolean)) continue;
        if (spans.some((s) => start < s.end && s.start < start + length)) continue;
        spans.push({ start, end: start + length, word, concepts });
      }
    return spans.sort((a, b) => a.start - b.start);
  }

  function create(load) {
    let ready;
    const lists = new Map(); // shard → Map of key → raw posting text
    const decoded = new Map();

    function prepare() {
      ready = ready || Promise.all([load("meta"), load("tables")]).then(([meta, data]) => {
        const tables = T.readTables(data);
        const slots = T.decodeGaps(meta.slots);
        const lengths = new Float32Array((slots[slots.length - 1] || 0) + 1);
        slots.forEach((slot, i) => (lengths[slot] = (meta.lengths.charCodeAt(i) - 0x23) * 8));
        const count = (kind) => meta.versions[kind].length / 3;
        const members = (terms) => new Map(terms.map(([id, name, gaps]) => [id, { id, name, gaps }]));
        return { meta, tables, slots, lengths, pages: meta.pages, room: lengths.length, grams: count("g"), characters: count("u"),
          roles: members(meta.roles), kinds: members(meta.kinds) };
      });
      ready.catch(() => (ready = undefined)); // a failed load may be tried again
      return ready;
    }

    async function shard(name) {
      if (!lists.has(name)) {
        const parts = (await load(name)).split(" "), held = new Map();
        for (let i = 0; i + 2 < parts.length; i += 3) held.set(parts[i], [parts[i + 1], parts[i + 2]]);
        lists.set(name, held);
      }
      return lists.get(name);
    }

    async function posting(kind, key, index) {
      const name = `${kind}/${T.shardOf(key, index.tables.readings, kind === "g" ? index.grams : index.characters)}`;
      return decode(name, key, (await shard(name)).get(key));
    }

    function decode(name, key, raw) {
      if (!raw) return null;
      const id = `${name} ${key}`;
      if (!decoded.has(id)) decoded.set(id, { key, slots: T.decodeGaps(raw[0]), flags: T.decodeFlags(raw[1]) });
      return decoded.get(id);
    }

    // Pairs of letters that sound like a pair that no page has: 投素 → 投诉.
    async function homophones(key, index) {
      const { readings } = index.tables, typed = Array.from(key);
      if (!typed.every((c) => readings.has(c))) return [];
      const name = `g/${T.shardOf(key, readings, index.grams)}`, wanted = T.spoken(key, readings), found = [];
      for (const [other, raw] of await shard(name)) {
        if (other === key || other[0] === "§" || T.spoken(other, readings) !== wanted) continue;
        const pair = Array.from(other);
        const alike = pair.every((c, i) => readings.get(c) === readings.get(typed[i]));
        const kept = pair.some((c, i) => c === typed[i]);
        found.push({ list: decode(name, other, raw), factor: kept ? (alike ? SOUND.exact : SOUND.near) : alike ? SOUND.other : 0 });
      }
      return found.filter((each) => each.factor > 0);
    }

    async function search(query, options = {}) {
      const index = await prepare();
      const { tables } = index;
      const wanted = plan(query, tables);
      const allowed = filter(index, options);
      const exact = await byId(query, index);
      let found;
      if (!wanted.folded.length) found = { every: [], some: [], marks: [] };
      else if (wanted.letters.length < 2) found = await byCharacters(wanted, index);
      else found = await byGrams(wanted, index, options);
      return results(wanted, found, index, allowed, exact);
    }

    function filter(index, { role, kind }) {
      const sets = [];
      if (role) sets.push(new Set(index.roles.has(role) ? T.decodeGaps(index.roles.get(role).gaps) : []));
      if (kind) sets.push(new Set(index.kinds.has(kind) ? T.decodeGaps(index.kinds.get(kind).gaps) : []));
      return sets.length ? (slot) => sets.every((set) => set.has(slot)) : () => true;
    }

    // A page by its id, typed alone or within an address. Its slot lies at its id's place or just after.
    async function byId(query, index) {
      const match = /^(?:.*questions\/)?([0-9a-hjkmnp-tv-z]{8})(?:\.html.*)?$/i.exec(query.trim());
      if (!match || !index.pages) return null;
      const id = match[1].toLowerCase();
      const value = Array.from(id, (c) => "0123456789abcdefghjkmnpqrstvwxyz".indexOf(c)).reduce((sum, digit) => sum * 32 + digit, 0);
      const home = Math.floor((value * index.meta.capacity) / 2 ** 40);
      for (let number = Math.floor(home / TITLES); number * TITLES < index.room; number++) {
        const held = index.meta.versions.d.substr(number * 3, 3).trim() ? await load(`d/${number}`) : {};
        for (const [slot, page] of Object.entries(held)) {
          if (page[0] === id) return Number(slot);
          if (Number(slot) >= home && page[0] > id) return null;
        }
      }
      return null;
    }

    // One letter, or marks only: the pages that hold every character.
    async function byCharacters(wanted, index) {
      const found = await Promise.all(Array.from(new Set(wanted.folded), (c) => posting("u", c, index)));
      if (!found.every(Boolean)) return { every: [], some: [], marks: [] };
      const hits = new Map();
      for (const list of found)
        list.slots.forEach((slot, i) => {
          const hit = hits.get(slot) || { slot, times: 0, score: 0, tier: 0 };
          hit.times++;
          hit.score += FIELD_VALUE[list.flags[i]];
          if (list.flags[i] === LABEL) hit.tier = 1;
          hits.set(slot, hit);
        });
      const every = Array.from(hits.values()).filter((hit) => hit.times === found.length);
      return { every, some: [], marks: [], sure: wanted.folded.length === 1 };
    }

    async function byGrams(wanted, index, options) {
      const { grams } = wanted, room = index.room;
      const held = await Promise.all(grams.map((gram) => posting("g", gram.key, index)));
      const spans = await knownSpans(wanted, held, index);
      const cover = new Float32Array(room), score = new Float32Array(room), whole = new Uint16Array(room);
      const own = new Float32Array(room), ownScore = new Float32Array(room);
      const rarity = (count) => Math.log(1 + (index.pages - count + 0.5) / (count + 0.5));
      const marks = new Set();
      let total = 0, first = true;
      const seen = new Map();
      grams.forEach((gram, i) => {
        gram.list = held[i];
        seen.set(gram.key, held[i]);
      });
      // In how many pages all the pairs stand: each pair counted once.
      for (const list of new Set(seen.values())) {
        if (list) for (const slot of list.slots) whole[slot]++;
      }
      const kinds = seen.size;

      const touched = [];
      const put = (list, weight, factor, into) => {
        const { slots, flags } = list;
        for (let j = 0; j < slots.length; j++) {
          const slot = slots[j];
          if (own[slot] === 0) touched.push(slot);
          into(slot, weight * factor, weight * factor * FIELD_VALUE[flags[j]]);
        }
      };
      const most = (slot, c, s) => { if (c > own[slot]) own[slot] = c; if (s > ownScore[slot]) ownScore[slot] = s; };
      const plus = (slot, c, s) => { own[slot] += c; ownScore[slot] += s; };
      const settle = () => {
        for (const slot of touched) {
          cover[slot] += own[slot]; score[slot] += ownScore[slot];
          own[slot] = 0; ownScore[slot] = 0;
        }
        touched.length = 0;
      };

      const inSpan = new Array(grams.length).fill(false);
      for (const span of spans) {
        for (let i = span.start; i < span.end - 1; i++) inSpan[i] = true;
        const best = span.lists.length ? Math.min(...span.lists.map((each) => rarity(each.list.slots.length))) : 0;
        let weight = 0;
        for (let i = span.start; i < span.end - 1; i++) {
          const list = grams[i].list;
          // A word of three letters is not worth twice one of two.
          const w = (list ? Math.min(rarity(list.slots.length), best * 2 || Infinity) : best) / Math.max(1, (span.end - span.start - 1) ** 0.6);
          weight += w;
          if (list) put(list, w, 1, plus);
        }
        for (const { list, factor, words } of span.lists) {
          put(list, weight, factor, most);
          for (const word of words) marks.add(word);
        }
        total += weight;
        settle();
      }
      for (let i = 0; i < grams.length; i++) {
        if (inSpan[i]) continue;
        const gram = grams[i];
        if (gram.list) {
          const weight = rarity(gram.list.slots.length) * gram.weight;
          total += weight;
          put(gram.list, weight, 1, plus);
        } else {
          const others = gram.weight < 1 ? [] : await homophones(gram.key, index);
          const count = others.reduce((sum, each) => sum + each.list.slots.length, 0);
          const weight = rarity(count) * gram.weight * (others.length ? 1 : 0.7);
          total += weight;
          for (const { list, factor } of others) { put(list, weight, factor, most); marks.add(list.key); }
        }
        if (gram.weight >= STRADDLE) marks.add(gram.key);
        settle();
      }
      for (let i = 0; i < grams.length; i++) if (inSpan[i]) marks.add(grams[i].key);

      const every = [], some = [];
      let best = 0;
      for (const slot of index.slots) if (cover[slot] > best) best = cover[slot];
      const floor = Math.max(ENOUGH * total, RELATIVE * best);
      const near = options.here && index.roles.has(options.here) ? new Set(T.decodeGaps(index.roles.get(options.here).gaps)) : null;
      for (const slot of index.slots) {
        if (!cover[slot] && !whole[slot]) continue;
        const value = ((score[slot] / (total || 1)) * (0.4 + (0.6 * cover[slot]) / (total || 1))) / (1 + index.lengths[slot] / 1200);
        const hit = { slot, score: value * (near && near.has(slot) ? 1.03 : 1), tier: 3 };
        if (whole[slot] === kinds) every.push(hit);
        else if (cover[slot] >= floor) some.push(hit);
      }
      const sure = wanted.letters.length === 2 && wanted.folded.length === 2;
      if (sure) {
        const flags = new Map();
        held[0] && held[0].slots.forEach((slot, j) => flags.set(slot, held[0].flags[j]));
        for (const hit of every) hit.tier = flags.get(hit.slot) === BRIDGED ? 2 : flags.get(hit.slot) === LABEL ? 1 : 0;
      }
      return { every, some, marks: Array.from(marks), sure };
    }

    // Known words of the query with the postings of their synonyms; a word that no page has may be one that sounds so.
    async function knownSpans(wanted, held, index) {
      const { tables } = index;
      const spans = wanted.spans.map((span) => ({ ...span, factor: 1 }));
      for (const span of soundSpans(wanted, held, tables)) spans.push(span);
      await Promise.all(spans.map(async (span) => {
        const found = await Promise.all(span.concepts.map(async (number) => {
          const list = await posting("g", `§${number}`, index);
          return list && { list, factor: (number < tables.related ? SAME : RELATED) * span.factor, words: tables.words[number].split(",") };
        }));
        span.lists = found.filter(Boolean);
      }));
      return spans;
    }

    function soundSpans(wanted, held, tables) {
      const found = [];
      if (held.every(Boolean)) return found;
      tables.sounds = tables.sounds || soundsOf(tables);
      const { letters } = wanted, heard = letters.map((c) => (tables.readings.has(c) ? tables.readings.get(c) : c));
      for (let length = Math.min(6, letters.length); length > 1; length--)
        for (let start = 0; start + length <= letters.length; start++) {
          if (held.slice(start, start + length - 1).every(Boolean)) continue;
          const word = tables.sounds.get(heard.slice(start, start + length).join(" "));
          if (!word || word === letters.slice(start, start + length).join("")) continue;
          if (wanted.spans.concat(found).some((s) => start < s.end && s.start < start + length)) continue;
          found.push({ start, end: start + length, word, concepts: tables.concepts.get(word), factor: 0.9 });
        }
      return found;
    }

    function soundsOf(tables) {
      const sounds = new Map();
      for (const word of tables.concepts.keys()) {
        const heard = Array.from(word);
        if (heard.every((c) => tables.readings.has(c))) sounds.set(heard.map((c) => tables.readings.get(c)).join(" "), word);
      }
      return sounds;
    }

    // Results in their order, made as they are asked for: whether the run stands on a page is looked up in its text,
    // a few pages at a time, the likelier first.
    function results(wanted, found, index, allowed, exact) {
      const order = (a, b) => a.tier - b.tier || b.score - a.score || a.slot - b.slot;
      const every = found.every.filter((hit) => allowed(hit.slot) && hit.slot !== exact).sort(order);
      const some = found.some.filter((hit) => allowed(hit.slot) && hit.slot !== exact).sort(order);
      const ready = [], later = [];
      let checked = 0, closed = false;
      if (exact !== null) ready.push({ slot: exact, score: Infinity, tier: 0 });
      if (found.sure) { ready.push(...every); checked = every.length; }

      async function check() {
        const batch = every.slice(checked, checked + 8);
        checked += batch.length;
        await Promise.all(batch.map(async (hit) => { hit.tier = runTier(wanted, await page(hit.slot), index); }));
        for (const hit of batch) (hit.tier === 0 ? ready : later).push(hit);
      }

      async function next(count) {
        while (ready.length < count && checked < every.length) await check();
        if (checked >= every.length && !closed) {
          closed = true;
          ready.push(...later.concat(some).sort(order));
        }
        return Promise.all(ready.splice(0, count).map(async (hit) => ({ ...hit, ...(await head(hit.slot)) })));
      }

      return { total: every.length + some.length + (exact !== null ? 1 : 0), next, marks: found.marks, wanted, excerpt: (hit) => excerpt(hit, wanted, found.marks) };
    }

    async function head(slot) {
      const [id, title, roles, kind] = (await load(`d/${Math.floor(slot / TITLES)}`))[slot];
      return { id, title, roles, kind };
    }

    async function page(slot) {
      const [top, shardOfText] = await Promise.all([head(slot), load(`t/${Math.floor(slot / TEXTS)}`)]);
      const [question, body, asked] = shardOfText[slot];
      return { ...top, question, body, asked };
    }

    // 0 the run stands on the page, 1 in the name of its role, topic or kind, 2 only without its marks, 3 nowhere.
    function runTier(wanted, text, index) {
      const { traditional } = index.tables;
      const run = wanted.folded.join("");
      const folded = (each) => T.fold(each, traditional).characters.join("");
      const shown = folded(text.title + text.question + text.body);
      if (shown.includes(run) || text.asked.some((each) => folded(each).includes(run))) return 0;
      const letters = wanted.letters.join("");
      const bare = Array.from(shown).filter(T.isLetter).join("");
      return letters && bare.includes(letters) ? 2 : 3;
    }

    async function excerpt(hit, wanted, marks) {
      const index = await prepare(), text = await page(hit.slot);
      return { title: marked(text.title, wanted, marks, index), text: window_(text, wanted, marks, index) };
    }

    // The places of a text to be marked: the whole run where it stands there, else what of it was found.
    function places(text, wanted, marks, index) {
      const { characters, at } = T.fold(text, index.tables.traditional);
      const joined = characters.join(""), found = [];
      const look = (needle) => {
        for (let i = joined.indexOf(needle); i >= 0; i = joined.indexOf(needle, i + 1)) {
          // Surrogate pairs make joined longer than characters; such text is marked a little off at worst.
          const last = at[Math.min(i + needle.length, at.length) - 1];
          found.push([at[Math.min(i, at.length - 1)], last + 1]);
        }
      };
      const run = wanted.folded.join("");
      if (run) look(run);
      if (found.length) return { found, whole: true };
      for (const mark of marks) look(mark);
      found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const joinedPlaces = [];
      for (const place of found) {
        const last = joinedPlaces[joinedPlaces.length - 1];
        if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
        else joinedPlaces.push(place);
      }
      return { found: joinedPlaces, whole: false };
    }

    const cut = (text, found, from, to) => {
      const parts = [];
      let done = from;
      for (const [start, end] of found) {
        if (end <= done || start >= to) continue;
        if (start > done) parts.push([text.slice(done, start), false]);
        parts.push([text.slice(Math.max(start, done), Math.min(end, to)), true]);
        done = Math.min(end, to);
      }
      if (done < to) parts.push([text.slice(done, to), false]);
      return parts;
    };

    const marked = (text, wanted, marks, index) => cut(text, places(text, wanted, marks, index).found, 0, text.length);

    // The stretch of a page of about 90 characters with most of what was sought.
    function window_(page, wanted, marks, index, length = 90) {
      const text = `${page.question} ${page.body}`.replace(/\s+/g, " ");
      const { found } = places(text, wanted, marks, index);
      let best = [0, -1];
      for (let i = 0; i < found.length; i++) {
        let sum = 0;
        const kinds = new Set();
        for (let j = i; j < found.length && found[j][1] <= found[i][0] + length - 20; j++) {
          const piece = text.slice(found[j][0], found[j][1]);
          sum += kinds.has(piece) ? 0.2 : piece.length;
          kinds.add(piece);
        }
        if (sum > best[1]) best = [found[i][0], sum];
      }
      let from = best[1] < 0 ? 0 : Math.max(0, best[0] - 24);
      if (from && /[\udc00-\udfff]/.test(text[from])) from--;
      const to = Math.min(text.length, from + length);
      return [...(from ? [["…", false]] : []), ...cut(text, found, from, to), ...(to < text.length ? [["…", false]] : [])];
    }

    return { prepare, search };
  }

  const api = { create, plan };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchEngine = api;
})(this);
