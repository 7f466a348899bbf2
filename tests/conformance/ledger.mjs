// An adapter whose package counts in a file, without a lock: test_harness.py runs two counts at once.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const needs = { ledger: { file: "house/ledger.js", symbols: ["add"] } };

export const interleaved = true;

export function prepare(kit) {
  const { add } = kit.modules.ledger;
  const file = join(kit.folder, "ledger");
  return {
    async count({ preemptions }) {
      const seen = new Map();
      const both = { ann: () => add(file), bob: () => add(file) };
      for await (const { results, schedule } of kit.schedules(both, preemptions, () => writeFileSync(file, "0"))) {
        const outcome = { sum: readFileSync(file, "utf8"), results: kit.inOrder(Object.values(results)) };
        const known = seen.get(kit.canonical(outcome)) ?? { outcome, runs: 0, schedule };
        known.runs += 1;
        seen.set(kit.canonical(outcome), known);
      }
      return kit.several([...seen.values()]);
    },
  };
}
