// Whether a run of letters stands on a page, and the stretch of its text to show, as pieces [text, marked].
"use strict";
(function (root) {
  const T = typeof module !== "undefined" ? require("./search-text.js") : root.wendaSearchText;
  const LENGTH = 90, BEFORE = 24; // characters of an excerpt, and of those before the first mark

  // 0 the run stands on the page, 1 with other marks of its kind (“ for "), 2 only without its marks, 3 nowhere.
  function tier(wanted, page, traditional) {
    const run = wanted.folded.join(""), text = page.title + page.question + page.body, shown = T.foldText(text, traditional).text;
    if (shown.includes(run) || page.asked.some((each) => T.foldText(each, traditional).text.includes(run)))
      return !wanted.marks || text.replace(/\s+/g, "").toLowerCase().includes(wanted.typed) ? 0 : 1;
    const letters = wanted.letters.join("");
    return letters && shown.replace(T.MARKS, "").includes(letters) ? 2 : 3;
  }

  // The places of a text to be marked: the whole run where it stands there, else what of it was found.
  function places(text, wanted, marks, traditional) {
    const { text: folded, at } = T.foldText(text, traditional), found = [];
    const look = (needle) => {
      for (let i = folded.indexOf(needle); needle && i >= 0; i = folded.indexOf(needle, i + 1))
        found.push([at[i], at[i + needle.length - 1] + 1]);
    };
    look(wanted.folded.join(""));
    if (!found.length) marks.forEach(look);
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return found.reduce((merged, place) => {
      const last = merged[merged.length - 1];
      if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
      else merged.push(place);
      return merged;
    }, []);
  }

  function cut(text, found, from, to) {
    const pieces = [];
    let done = from;
    for (const [start, end] of found) {
      if (end <= done || start >= to) continue;
      if (start > done) pieces.push([text.slice(done, start), false]);
      pieces.push([text.slice(Math.max(start, done), Math.min(end, to)), true]);
      done = Math.min(end, to);
    }
    if (done < to) pieces.push([text.slice(done, to), false]);
    return pieces;
  }

  const marked = (text, wanted, marks, traditional) => cut(text, places(text, wanted, marks, traditional), 0, text.length);

  // The stretch of a page with most of what was sought; the same again counts for little.
  function excerpt(page, wanted, marks, traditional) {
    const text = `${page.question} ${page.body}`.replace(/\s+/g, " ");
    const found = places(text, wanted, marks, traditional);
    let best = 0, most = -1;
    found.forEach(([start], i) => {
      const pieces = found.slice(i).filter(([, end]) => end <= start + LENGTH - BEFORE).map(([a, b]) => text.slice(a, b));
      const sum = Array.from(new Set(pieces)).reduce((length, piece) => length + piece.length, 0.2 * pieces.length);
      if (sum > most) [best, most] = [start, sum];
    });
    let from = Math.max(0, best - BEFORE);
    if (/[\udc00-\udfff]/.test(text[from])) from--;
    const to = Math.min(text.length, from + LENGTH);
    return [...(from ? [["…", false]] : []), ...cut(text, found, from, to), ...(to < text.length ? [["…", false]] : [])];
  }

  const api = { tier, marked, excerpt };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchExcerpt = api;
})(this);
