// @ts-check
// The tests of the seats; each leaves a log of what happened in logs/, with the test's name.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "./record.mjs";
import { Seats, UnqueuedSeats, folderStore } from "./seats.mjs";

const CAP = 2;

/**
 * Return a store whose first two counts are both made before either answer arrives.
 * So the guests meet in every run, and not by luck.
 * @param {import("./seats.mjs").Store} store
 * @returns {import("./seats.mjs").Store}
 */
function meeting(store) {
  let counts = 0;
  /** @type {(value?: unknown) => void} */
  let release;
  const both = new Promise((resolve) => (release = resolve));
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  // One operation after the other, in the order of the calls: all runs are the same.
  const inOrder = (/** @type {() => Promise<any>} */ operation) => (last = last.then(operation));
  return {
    async taken(room) {
      const taken = await inOrder(() => store.taken(room));
      counts += 1;
      if (counts === 2) release();
      await both;
      return taken;
    },
    add: (room, guest) => inOrder(() => store.add(room, guest)),
  };
}

/**
 * Run a test with a log of its name, and a store that has nobody.
 * @param {string} name
 * @param {(log: import("./record.mjs").EventLog, store: import("./seats.mjs").Store) => Promise<void>} body
 */
function recorded(name, body) {
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), "seats-"));
    const log = record(join(import.meta.dirname, "logs", `${name.replaceAll(" ", "-")}.jsonl`));
    try {
      await body(log, folderStore(folder));
    } finally {
      log.close();
      rmSync(folder, { recursive: true });
    }
  });
}

recorded("one after the other", async (log, store) => {
  const seats = new Seats(store, CAP, log.event);
  const answers = [];
  for (const guest of ["ann", "bob", "cid"]) answers.push(await seats.reserve("blue", guest));
  assert.deepEqual(answers, [true, true, false]);
});

recorded("at once", async (log, store) => {
  const seats = new Seats(store, CAP, log.event);
  const all = ["ann", "bob", "cid"].map((guest) => seats.reserve("blue", guest));
  assert.ok((await Promise.all(all)).includes(true));
});

recorded("at once without the queue", async (log, store) => {
  await new Seats(store, CAP, log.event).reserve("blue", "ann");
  const seats = new UnqueuedSeats(meeting(store), CAP, log.event);
  const both = ["bob", "cid"].map((guest) => seats.reserve("blue", guest));
  assert.ok((await Promise.all(both)).includes(true));
});
