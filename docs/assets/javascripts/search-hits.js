// The hits of a query, taken out best first. A heap: of thousands, the few that are shown are put in order, and no more.
// In arrays of numbers, since an object a hit would be the most of what a query leaves to be collected.
"use strict";
(function (root) {
  class Hits {
    constructor() {
      this.slots = new Uint32Array(64);
      this.scores = new Float64Array(64);
      this.tiers = new Uint8Array(64); // 0 the run stands on the page … 3 it does not, or nobody looked yet
      this.size = 0;
      this.ordered = false; // as a heap: from the first one taken on
    }

    add(slot, score, tier) {
      if (this.size === this.slots.length)
        for (const name of ["slots", "scores", "tiers"]) {
          const more = new this[name].constructor(this.size * 2);
          more.set(this[name]);
          this[name] = more;
        }
      this.put(this.size, slot, score, tier);
      this.size++;
      for (let i = this.size - 1; this.ordered && i && this.before(i, (i - 1) >> 1); i = (i - 1) >> 1) this.swap(i, (i - 1) >> 1);
    }

    // Only those that a test of slots lets through; before any is taken.
    keep(test) {
      const { size } = this;
      this.size = 0;
      for (let i = 0; i < size; i++) if (test(this.slots[i])) this.put(this.size++, this.slots[i], this.scores[i], this.tiers[i]);
    }

    // The best of those left, as { slot, score, tier }.
    take() {
      if (!this.ordered) for (let i = this.size >> 1; i--; ) this.sink(i);
      this.ordered = true;
      const best = { slot: this.slots[0], score: this.scores[0], tier: this.tiers[0] };
      this.swap(0, --this.size);
      this.sink(0);
      return best;
    }

    put(i, slot, score, tier) {
      this.slots[i] = slot;
      this.scores[i] = score;
      this.tiers[i] = tier;
    }

    before(i, j) {
      const { slots, scores, tiers } = this;
      if (tiers[i] !== tiers[j]) return tiers[i] < tiers[j];
      return scores[i] === scores[j] ? slots[i] < slots[j] : scores[i] > scores[j];
    }

    swap(i, j) {
      const slot = this.slots[i], score = this.scores[i], tier = this.tiers[i];
      this.put(i, this.slots[j], this.scores[j], this.tiers[j]);
      this.put(j, slot, score, tier);
    }

    sink(i) {
      for (let child = 2 * i + 1; child < this.size; child = 2 * i + 1) {
        if (child + 1 < this.size && this.before(child + 1, child)) child++;
        if (!this.before(child, i)) return;
        this.swap(i, child);
        i = child;
      }
    }
  }

  const api = { Hits };
  if (typeof module !== "undefined") module.exports = api;
  else root.wendaSearchHits = api;
})(this);
