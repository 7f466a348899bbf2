// Replays calls against a package: one process, one adapter, JSON lines in and out.
//
// The first line in says what to load; the first line out says what was loaded, or why it cannot
// be. Each further line in is one call, and each is answered by one line with the same id.
// docs/conformance.md describes the lines. Nothing here knows a model, an expectation or a verdict.

import { readFileSync } from "node:fs";

import { freezeTime } from "./clock.mjs";
import { Absent, loadModules, missing } from "./loading.mjs";
import { closeDoors } from "./sealing.mjs";
import { inOrder, sorted } from "./values.mjs";

const say = closeDoors();

class Several {
  constructor(outcomes) {
    this.outcomes = outcomes;
  }
}

// What a call comes to when it was made under many schedules: each outcome with its runs.
const several = (outcomes) => new Several(outcomes);

async function prepare(header) {
  const adapter = await import(new URL(`./adapters/${header.adapter}.mjs`, import.meta.url));
  const clock = freezeTime(header.clock, adapter.timers === true);
  process.env.HOME = header.folder;
  const loaded = await loadModules(header, adapter);
  const kit = { ...header, clock, modules: loaded.modules, bundled: loaded.bundled, inOrder, several };
  const actions = await adapter.prepare(kit);
  return { clock, actions, files: loaded.files };
}

async function answer(ready, call) {
  const act = ready.actions[call.action];
  if (!act) return { id: call.id, error: `the adapter knows no action ${call.action}` };
  ready.clock.now = call.clock;
  try {
    const found = await act(call.state, call.arguments);
    const absent = missing();
    if (absent) return { id: call.id, absent };
    return found instanceof Several ? { id: call.id, ...found } : { id: call.id, outcome: sorted(found) };
  } catch (error) {
    const absent = error instanceof Absent ? error.message : missing(error);
    if (absent) return { id: call.id, absent };
    return { id: call.id, error: String(error?.message ?? error) };
  }
}

async function main() {
  let ready;
  // All at once: a package may do to standard input what it likes.
  for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const message = JSON.parse(line);
    if (ready) {
      say(await answer(ready, message));
      continue;
    }
    try {
      ready = await prepare(message);
    } catch (error) {
      say(error instanceof Absent ? { unavailable: error.message } : { failed: String(error?.stack ?? error) });
      return;
    }
    say({ ready: true, files: ready.files });
  }
}

await main();
// What a package left running (timers, watchers) must not keep the process alive.
process.exit(0);
