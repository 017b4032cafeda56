// Text as search compares it, the same as in scripts/wenda/search_text.py and search_postings.py.
// A classic script: from disk there are neither modules nor fetch(). Node's tests load it by require().
"use strict";
(function (root) {
  const QUOTES = new Map(Array.from("‘’“”「」『』〈〉《》﹁﹂﹃﹄〔〕～〜", (c, i) => [c, Array.from("''\"\"\"\"\"\"<><>\"\"\"\"()~~")[i]]));
  const NOTHING = /[\s\p{Cf}\p{Cc}]/u;
  const LETTER = /[\p{L}\p{N}]/u, HAN = /\p{Script=Han}/u;

  // What tables.js holds, made ready.
  function readTables(data) {
    const traditional = new Map(), readings = new Map(), concepts = new Map();
    addTraditional(traditional, data.traditional);
    for (const [, reading, characters] of data.readings.matchAll(/([a-z]+)([^a-z]*)/g))
      for (const character of characters) readings.set(character, reading);
    let longest = 0;
    for (const [number, words] of Object.entries(data.concepts))
      for (const word of words.split(",")) {
        if (!concepts.has(word)) concepts.set(word, []);
        concepts.get(word).push(Number(number));
        longest = Math.max(longest, word.length);
      }
    return { traditional, readings, concepts, longest, words: data.concepts, related: data.related,
      light: data.light.split(",").sort((a, b) => b.length - a.length) };
  }

  function addTraditional(traditional, text) {
    const pairs = Array.from(text);
    for (let i = 0; i < pairs.length; i += 2) traditional.set(pairs[i], pairs[i + 1]);
  }

  // Whether a text has a Han character that is none of the usual simplified ones, so that traditional.js may know it.
  function mayBeTraditional(text, tables) {
    for (const c of text) if (c >= "\u2e80" && !tables.readings.has(c) && HAN.test(c)) return true;
    return false;
  }

  // The characters of a text, each folded by itself: simplified script, half width, lower case, no space.
  // `at[i]` is the place in the text that the folded character i comes from; `breaks` has the i before which space stood.
  const plain = new Map(); // what a character other than the usual Han ones is written as, simplified script aside
  function fold(text, traditional) {
    const characters = [], at = [], breaks = new Set();
    let place = 0;
    for (const raw of text) {
      if (raw >= "\u4e00" && raw <= "\u9fff") { // most of it, and by far the quicker
        characters.push(traditional.get(raw) || raw);
        at.push(place++);
        continue;
      }
      if (!plain.has(raw)) plain.set(raw, Array.from(raw.normalize("NFKC").toLowerCase(), (c) => (NOTHING.test(c) ? "" : QUOTES.get(c) || c)));
      for (const c of plain.get(raw)) {
        if (!c) breaks.add(characters.length);
        else { characters.push(traditional.get(c) || c); at.push(place); }
      }
      place += raw.length;
    }
    return { characters, at, breaks };
  }

  const isLetter = (character) => LETTER.test(character);

  // Readings that are taken for one another: zh/z, ch/c, sh/s, n/l, final ng/n.
  const sound = (reading) => reading.replace(/^([zcs])h/, "$1").replace(/^n/, "l").replace(/ng$/, "n");

  function spoken(key, readings) {
    if (key[0] === "§") return key;
    return Array.from(key, (c) => (readings.has(c) ? sound(readings.get(c)) : c)).join(" ");
  }

  // The shard of a pair, character or concept: FNV-1a of how it sounds.
  const shardOf = (key, readings, count) => shardOfSound(spoken(key, readings), count);

  function shardOfSound(heard, count) {
    let digest = 0x811c9dc5;
    for (const c of heard) digest = Math.imul(digest ^ c.codePointAt(0), 0x01000193) >>> 0;
    return (digest ^ (digest >>> 15)) & (count - 1);
  }

  // Digits of numbers: printable ASCII without space, " and \; those below 59 end a number, the others carry 5 bits.
  const ENDS = 59, VALUES = new Int16Array(128).fill(-1);
  for (let code = 0x23, value = 0; code < 0x7f; code++) if (code !== 0x5c) VALUES[code] = value++;

  function decodeGaps(text) {
    const slots = [];
    let slot = -1, sum = 0, scale = 1;
    for (let i = 0; i < text.length; i++) {
      const value = VALUES[text.charCodeAt(i)];
      if (value < ENDS) {
        slot += sum + value * scale + 1;
        slots.push(slot);
        sum = 0; scale = 1;
      } else {
        sum += value * scale;
        scale *= 32;
      }
    }
    return slots;
  }

  // A list of postings: groups of the same flags, a digit for the flags and then the slots' gaps.
  function decodePostings(text) {
    const slots = [], flags = [];
    for (const group of text.split("!"))
      for (const slot of decodeGaps(group.slice(1))) {
        slots.push(slot);
        flags.push(VALUES[group.charCodeAt(0)]);
      }
    return { slots, flags };
  }

  const api = { readTables, addTraditional, mayBeTraditional, fold, isLetter, sound, spoken, shardOf, shardOfSound, decodeGaps, decodePostings };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchText = api;
})(this);
