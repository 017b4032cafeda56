// A search index made by hand-written pages: tests/test_search_index.py writes it, and names it in WENDA_INDEX.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const folder = process.env.WENDA_INDEX;

// The engine's `load`, from the folder; `load.names` are the shards that were asked for.
function loader() {
  const held = new Map(), names = [];
  const load = async (name) => {
    if (!held.has(name)) {
      names.push(name);
      const text = fs.readFileSync(path.join(folder, `${name}.js`), "utf8");
      new Function("wendaSearch", text)((said, data) => held.set(said, data));
    }
    return held.get(name);
  };
  load.names = names;
  return load;
}

module.exports = { folder, loader };
