// A query taken apart: its pairs of neighbouring letters with their weights, and the known words in it.
"use strict";
(function (root) {
  const T = typeof module !== "undefined" ? require("./search-text.js") : root.wendaSearchText;

  // What a pair weighs beside one within a word: inside light words (怎么办), half inside, at the edge of a known word,
  // between two of them, across a space. The last four say little more than that two words are neighbours.
  const LIGHT = 0.06, STRADDLE = 0.25, EDGE = 0.35, SEAM = 0.15, SPACE = 0.05;

  const LONG = 12; // letters

  // `grams[i]` is the pair of the letters i and i + 1; null where a mark stands between, since pages' pairs end there too.
  function plan(query, tables) {
    const folded = T.fold(query, tables.traditional);
    const letters = [], ends = new Set([0]), spaces = new Set();
    folded.characters.forEach((c, i) => {
      if (folded.breaks.has(i)) spaces.add(letters.length);
      if (T.isLetter(c)) letters.push(c);
      else ends.add(letters.length);
    });
    ends.add(letters.length);
    const light = lightLetters(letters, tables.light);
    const spans = knownWords(letters, light, tables);
    const grams = letters.slice(1).map((letter, i) => (ends.has(i + 1) ? null : {
      key: letters[i] + letter,
      weight: weigh(light[i], light[i + 1], spans.some((s) => s.end === i + 1), spans.some((s) => s.start === i + 1), spaces.has(i + 1)),
    }));
    // In a long question the light pairs are not even loaded.
    if (letters.length > LONG) for (const gram of grams) if (gram && gram.weight === LIGHT) gram.skipped = true;
    const single = letters.filter((_, i) => ends.has(i) && ends.has(i + 1));
    const marks = folded.characters.length > letters.length, typed = marks ? query.replace(/\s+/g, "").toLowerCase() : "";
    return { folded: folded.characters, marks, typed, letters, light, grams, spans, single };
  }

  function weigh(lightBefore, lightAfter, wordEnds, wordBegins, space) {
    if (space) return SPACE;
    if (lightBefore || lightAfter) return lightBefore && lightAfter ? LIGHT : STRADDLE;
    if (wordEnds || wordBegins) return wordEnds && wordBegins ? SEAM : EDGE;
    return 1;
  }

  function lightLetters(letters, words) {
    const text = letters.join(""), light = new Array(letters.length).fill(false);
    if (text.length !== letters.length) return light; // letters beyond U+FFFF: places would not be those of the text
    for (const word of words)
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) light.fill(true, at, at + word.length);
    return light.every(Boolean) ? light.fill(false) : light;
  }

  // Known words (rules/synonyms.toml) in the query, the longest first, none overlapping another.
  function knownWords(letters, light, tables) {
    const spans = [];
    for (let length = Math.min(tables.longest, letters.length); length > 1; length--)
      for (let start = 0; start + length <= letters.length; start++) {
        const word = letters.slice(start, start + length).join(""), concepts = tables.concepts.get(word);
        if (!concepts || light.slice(start, start + length).every(Boolean) || overlaps(spans, start, length)) continue;
        spans.push({ start, end: start + length, concepts, factor: 1 });
      }
    return spans;
  }

  const overlaps = (spans, start, length) => spans.some((s) => start < s.end && s.start < start + length);

  // Known words that sound like a part of the query in which some pair is on no page; `held[i]` says whether one is.
  // At least one letter must be as in the word: 投素 for 投诉, but not 饰器 for 士气.
  function soundingWords({ letters, spans }, held, tables) {
    const found = [];
    if (held.every(Boolean)) return found;
    tables.sounds = tables.sounds || soundsOf(tables);
    const heard = letters.map((c) => tables.readings.get(c) || c);
    for (let length = Math.min(6, letters.length); length > 1; length--)
      for (let start = 0; start + length <= letters.length; start++) {
        const word = tables.sounds.get(heard.slice(start, start + length).join(" "));
        if (!word || held.slice(start, start + length - 1).every(Boolean)) continue;
        if (word === letters.slice(start, start + length).join("") || overlaps(spans.concat(found), start, length)) continue;
        if (!Array.from(word).some((c, i) => c === letters[start + i])) continue;
        found.push({ start, end: start + length, concepts: tables.concepts.get(word), factor: 0.9 });
      }
    return found;
  }

  function soundsOf(tables) {
    const sounds = new Map();
    for (const word of tables.concepts.keys()) {
      const heard = Array.from(word, (c) => tables.readings.get(c));
      if (heard.every(Boolean)) sounds.set(heard.join(" "), word);
    }
    return sounds;
  }

  const api = { plan, soundingWords };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchPlan = api;
})(this);
