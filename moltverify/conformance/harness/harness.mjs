// Replays calls against a package: `node harness.mjs ADAPTER`, JSON lines in and out.
//
// The first line in says what to load; the first line out says what was loaded, or why it cannot
// be. Each further line in is one call, and each is answered by one line with the same id.
// docs/conformance.md describes the lines and what an adapter exports. Nothing here knows a
// product, a model, an expectation or a verdict.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { freezeTime } from "./clock.mjs";
import { Absent, loadModules, missedPackages, missing } from "./loading.mjs";
import { interceptCalls, schedules } from "./scheduler.mjs";
import { binding, closeDoors } from "./sealing.mjs";
import { canonical, inOrder, sorted } from "./values.mjs";

// Found before anything changes the working directory.
const ADAPTER = pathToFileURL(resolve(process.argv[2] ?? ""));
// A package that reads the command line must not find the harness's arguments.
process.argv.length = 2;

const say = closeDoors();

class Several {
  constructor(outcomes) {
    this.outcomes = outcomes;
  }
}

// The result of a call under many schedules: each outcome with its number of runs.
const several = (outcomes) => new Several(outcomes);

// What an adapter cannot import: it lies elsewhere, beside the registry that names it.
const tools = { Absent, binding, canonical, inOrder, missing, schedules, several };

async function prepare(header) {
  if (!header.package) throw new Error("no package to load: the registry names no packages");
  // A package that looks into its working directory must not find the user's files there.
  process.chdir(header.folder);
  const adapter = await import(ADAPTER);
  const clock = freezeTime(header.clock, adapter.timers === true);
  if (adapter.interleaved) interceptCalls();
  process.env.HOME = header.folder;
  const loaded = await loadModules(header, adapter);
  const kit = { ...header, ...tools, clock, modules: loaded.modules, bundled: loaded.bundled };
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
    if (absent) return unloadable(call, absent);
    return found instanceof Several ? { id: call.id, ...found } : { id: call.id, outcome: sorted(found) };
  } catch (error) {
    if (error instanceof Absent) return { id: call.id, absent: error.message, cause: error.kind };
    const absent = missing(error);
    if (absent) return unloadable(call, absent);
    return { id: call.id, error: String(error?.message ?? error) };
  }
}

const unloadable = (call, absent) => ({ id: call.id, absent, cause: "unloadable", packages: missedPackages() });

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
      const absent = error instanceof Absent;
      say(absent ? { unavailable: error.message, cause: error.kind, packages: missedPackages() } : { failed: String(error?.stack ?? error) });
      return;
    }
    say({ ready: true, files: ready.files, packages: missedPackages() });
  }
}

await main();
// What a package left running (timers, watchers) must not keep the process alive.
process.exit(0);
