// Text as search compares it, the same as in scripts/wenda/search_text.py and search_postings.py.
// A classic script: from disk there are neither modules nor fetch(). Node's tests load it by require().
"use strict";
(function (root) {
  const QUOTES = new Map(Array.from("‘’“”「」『』〈〉《》﹁﹂﹃﹄〔〕～〜", (c, i) => [c, Array.from("''\"\"\"\"\"\"<><>\"\"\"\"()~~")[i]]));
  const NOTHING = /[\s\p{Cf}\p{Cc}]/u;
  const LETTER = /[\p{L}\p{N}]/u, MARKS = /[^\p{L}\p{N}]+/gu, HAN = /\p{Script=Han}/u;

  // How characters are read, from `a啊阿ai哀…`: a number each, and not seven thousand strings.
  class Readings {
    constructor(text) {
      this.syllables = [""];
      this.numbers = new Uint16Array(0x10000); // by code unit
      this.wide = new Map(); // the few beyond U+FFFF
      for (let i = 0; i < text.length; i++) {
        const code = text.codePointAt(i);
        if (code > 0xffff) { this.wide.set(code, this.syllables.length - 1); i++; }
        else if (code > 0x7a) this.numbers[code] = this.syllables.length - 1;
        else {
          let end = i + 1;
          while (end < text.length && text.charCodeAt(end) <= 0x7a) end++;
          this.syllables.push(text.slice(i, end));
          i = end - 1;
        }
      }
    }
    get(character) {
      const code = character.codePointAt(0);
      return this.syllables[code > 0xffff ? this.wide.get(code) || 0 : this.numbers[code]] || undefined;
    }
    has(character) { return this.get(character) !== undefined; }
    values() { return this.syllables.slice(1); }
  }

  // What tables.js holds, made ready.
  function readTables(data) {
    const traditional = new Map(), readings = new Readings(data.readings), concepts = new Map();
    addTraditional(traditional, data.traditional);
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
    const codes = Array.from(text, (c) => c.codePointAt(0));
    for (let i = 0; i < codes.length; i += 2) traditional.set(codes[i], codes[i + 1]);
  }

  // Whether a text has a Han character that is none of the usual simplified ones, so that traditional.js may know it.
  function mayBeTraditional(text, { readings }) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x2e80 || unit >= 0xff00 || readings.numbers[unit]) continue; // no Han, full-width marks, or a usual one
      const c = String.fromCodePoint(text.codePointAt(i));
      if (HAN.test(c) && !readings.has(c)) return true;
      if (c.length > 1) i++;
    }
    return false;
  }

  // A text folded character by character: simplified script, half width, lower case, no space. Pages are many and long, so
  // it goes into arrays that are used again: a string a character would be most of what a query leaves to be collected.
  const plain = new Map(); // code of a character other than the usual Han ones → codes it is written as, 0 for a space
  let units = new Uint16Array(4096), places = new Uint32Array(4096), count = 0, wide = 0; // wide: code points of two units

  function write(code, place) {
    if (code > 0xffff) {
      write(0xd800 + ((code - 0x10000) >> 10), place);
      code = 0xdc00 + (code & 0x3ff);
      wide++;
    }
    units[count] = code;
    places[count++] = place;
  }

  function foldInto(text, traditional, breaks) {
    count = wide = 0;
    for (let place = 0; place < text.length; place++) {
      if (count + 64 > units.length) grow(); // NFKC makes eighteen of one at most
      const code = text.codePointAt(place);
      if (code >= 0x4e00 && code <= 0x9fff) { // most of it, and by far the quicker
        write(traditional.get(code) || code, place);
        continue;
      }
      if (!plain.has(code)) plain.set(code, plainly(String.fromCodePoint(code)));
      const codes = plain.get(code);
      for (let i = 0; i < codes.length; i++)
        if (codes[i]) write(traditional.get(codes[i]) || codes[i], place);
        else if (breaks) breaks.add(count - wide);
      if (code > 0xffff) place++;
    }
  }

  function grow() {
    const more = [new Uint16Array(units.length * 2), new Uint32Array(units.length * 2)];
    more[0].set(units);
    more[1].set(places);
    [units, places] = more;
  }

  const plainly = (character) => Array.from(character.normalize("NFKC").toLowerCase(), (c) => (NOTHING.test(c) ? 0 : (QUOTES.get(c) || c).codePointAt(0)));

  // The folded text, and where it comes from: `at[i]` is the place in the text of its code unit i, until the next call.
  const reader = new TextDecoder("utf-16le", { ignoreBOM: true });
  function foldText(text, traditional) {
    foldInto(text, traditional, null);
    return { text: reader.decode(units.subarray(0, count)), at: places.subarray(0, count) };
  }

  // The same of a query: its characters, and the i before which space stood.
  function fold(text, traditional) {
    const breaks = new Set();
    foldInto(text, traditional, breaks);
    return { characters: Array.from(reader.decode(units.subarray(0, count))), breaks };
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

  // Reads the gaps of a text from `start` to `end` into `slots` from `done` on; returns where it got to.
  function readGaps(text, start, end, slots, done) {
    let slot = -1, sum = 0, scale = 1;
    for (let i = start; i < end; i++) {
      const value = VALUES[text.charCodeAt(i)];
      if (value < ENDS) {
        slot += sum + value * scale + 1;
        slots[done++] = slot;
        sum = 0; scale = 1;
      } else {
        sum += value * scale;
        scale *= 32;
      }
    }
    return done;
  }

  function countOf(text, start, end) {
    let count = 0;
    for (let i = start; i < end; i++) if (VALUES[text.charCodeAt(i)] < ENDS) count++;
    return count;
  }

  function decodeGaps(text) {
    const slots = new Uint32Array(countOf(text, 0, text.length));
    readGaps(text, 0, text.length, slots, 0);
    return slots;
  }

  // A list of postings: groups of the same flags, a digit for the flags and then the slots' gaps, ! between groups.
  function decodePostings(text) {
    const ends = [];
    let total = 0;
    for (let start = 0, end; start < text.length; start = end + 1) {
      end = text.indexOf("!", start);
      if (end < 0) end = text.length;
      ends.push(end);
      total += countOf(text, start + 1, end);
    }
    const slots = new Uint32Array(total), flags = new Uint8Array(total);
    let start = 0, done = 0;
    for (const end of ends) {
      const from = done;
      done = readGaps(text, start + 1, end, slots, done);
      flags.fill(VALUES[text.charCodeAt(start)], from, done);
      start = end + 1;
    }
    return { slots, flags };
  }

  const api = { readTables, addTraditional, mayBeTraditional, fold, foldText, isLetter, MARKS, sound, spoken, shardOf, shardOfSound, decodeGaps, decodePostings };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchText = api;
})(this);
