// Interleaves operations at their file-system calls: each call waits for its turn.
//
// An operation runs alone from one call to the next. A switch away from one that could go on is a
// preemption; all schedules with at most so many preemptions are tried, one run each. A process
// that sleeps, because a lock is taken, is woken when nobody else can go on. One that waits for
// another in the same program, in a queue of promises, goes on when that one has come so far.

import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const PROMISED = ["access", "chmod", "copyFile", "mkdir", "open", "readFile", "rename", "rm", "stat", "unlink", "writeFile"];
const CALLED_BACK = ["mkdir", "realpath", "rmdir", "stat", "unlink", "utimes"];
const running = new AsyncLocalStorage();
const PATIENCE = 500; // milliseconds
const WAITS_FOR_EVER = "error: it waits for what never comes";
const realTimeout = globalThis.setTimeout;
const realClear = globalThis.clearTimeout;

class Process {
  constructor(name) {
    Object.assign(this, { name, calls: [], sleepers: new Map(), done: false });
    this.rest();
  }

  // Begin to wait for the process to come to its next call, its sleep, or its end.
  rest() {
    this.hasArrived = false;
    this.arrived = new Promise((resolve) => {
      this.arrive = () => {
        this.hasArrived = true;
        resolve();
      };
    });
  }

  turn() {
    return new Promise((grant) => {
      this.calls.push(grant);
      this.arrive();
    });
  }
}

// Return a function of node:fs/promises as one that has done its work when it returns. A schedule has
// dozens of calls, and a thread for each of them takes longer than the work.
function atOnce(name) {
  const real = fs.promises[name].bind(fs.promises);
  const immediate = fs[`${name}Sync`];
  if (name === "open") return real;
  const can = ([path, content]) => isWhole(path) && (name !== "writeFile" || isWhole(content));
  return (...given) => (can(given) ? immediate(...given) : real(...given));
}

// Not an open file, nor content that comes in parts.
const isWhole = (given) => typeof given !== "object" || given === null || ArrayBuffer.isView(given) || given instanceof URL;

// Put every file-system call of a process behind its turn. Call this before a package is loaded.
export function interceptCalls() {
  for (const name of PROMISED) {
    const real = atOnce(name);
    fs.promises[name] = async (...given) => {
      await running.getStore()?.turn();
      return real(...given);
    };
  }
  for (const name of CALLED_BACK) {
    const real = fs[name].bind(fs);
    fs[name] = (...given) => {
      const process = running.getStore();
      if (process) void process.turn().then(() => real(...given));
      else real(...given);
    };
  }
  globalThis.setTimeout = sleep;
  globalThis.clearTimeout = (timer) => (timer?.wake ? timer.unref() : realClear(timer));
  // Without this, named imports of a built-in module are still the real functions.
  syncBuiltinESMExports();
}

function sleep(run, delay, ...given) {
  const process = running.getStore();
  if (!process) return realTimeout(run, delay, ...given);
  const timer = { wake: () => run(...given), unref: () => process.sleepers.delete(timer), ref: () => timer };
  process.sleepers.set(timer, timer);
  // A timer that is not to keep the program alive is unref'd at once, and is no sleep.
  setImmediate(() => process.sleepers.has(timer) && process.arrive());
  return timer;
}

// Let a process go on until it arrives, or waits for another one.
async function go(process, move) {
  process.rest();
  running.run(process, move);
  await quiet(() => process.hasArrived);
}

// Wait for work that the event loop does not tell of, such as a key's derivation; false if none ends.
async function oneArrives(processes) {
  const waiting = processes.filter((process) => !process.done);
  if (!waiting.length) return false;
  for (const process of waiting) process.rest();
  let timer;
  const late = new Promise((resolve) => (timer = realTimeout(resolve, PATIENCE, false)));
  const arrived = await Promise.race([late, ...waiting.map((process) => process.arrived.then(() => true))]);
  realClear(timer);
  return arrived;
}

// Wait until nothing goes on any more. Requests to the system end in later turns of the event loop,
// and what they resume runs before the next turn.
async function quiet(isOver = () => false) {
  for (let turns = 0; turns < 2 && !isOver(); turns = isBusy() ? 0 : turns + 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

// The requests to the system that are there all the time: the harness waits for its next call.
let idle = Infinity;
const requests = () => globalThis.process.getActiveResourcesInfo().filter((one) => /Req/.test(one)).length;
const isBusy = () => requests() > idle;

// Run the operations once: as `prefix` says, then without preemption. Return the choices made.
async function runOnce(operations, prefix) {
  const processes = Object.keys(operations).map((name) => new Process(name));
  const results = {};
  // A request that has ended is told of until the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  idle = Math.min(idle, requests());
  for (const process of processes) {
    await go(process, () => {
      const end = (result) => {
        Object.assign(process, { done: true });
        results[process.name] = result;
        process.arrive();
      };
      operations[process.name]().then(end, (error) => end(`error: ${error.message}`));
    });
  }
  const choices = [];
  let last = null;
  for (;;) {
    const ready = processes.filter((process) => process.calls.length);
    if (!ready.length) {
      const sleeper = processes.find((process) => process.sleepers.size);
      if (!sleeper && (await oneArrives(processes))) continue;
      if (!sleeper) break;
      const [timer] = sleeper.sleepers.keys();
      sleeper.sleepers.delete(timer);
      await go(sleeper, timer.wake);
      continue;
    }
    const wanted = prefix[choices.length] ?? (ready.some((process) => process.name === last) ? last : ready[0].name);
    const chosen = ready.find((process) => process.name === wanted);
    choices.push({ ready: ready.map((process) => process.name), chosen: chosen.name, last });
    last = chosen.name;
    await go(chosen, chosen.calls.shift());
    // It may have let others go on that waited for it.
    if (processes.some((process) => !process.done && !process.calls.length && !process.sleepers.size)) await quiet();
  }
  for (const process of processes) results[process.name] ??= WAITS_FOR_EVER;
  return { choices, results };
}

const preempts = ({ ready, chosen, last }) => last !== null && chosen !== last && ready.includes(last);

// Yield the results of every schedule with at most `bound` preemptions; `reset` precedes each.
export async function* schedules(operations, bound, reset) {
  const waiting = [[]];
  while (waiting.length) {
    const prefix = waiting.pop();
    reset();
    const { choices, results } = await runOnce(operations, prefix);
    yield { results, schedule: choices.map((choice) => choice.chosen) };
    let spent = choices.slice(0, prefix.length).filter(preempts).length;
    for (let i = prefix.length; i < choices.length; i++) {
      for (const other of choices[i].ready) {
        const instead = { ...choices[i], chosen: other };
        if (other === choices[i].chosen || spent + preempts(instead) > bound) continue;
        waiting.push([...choices.slice(0, i).map((choice) => choice.chosen), other]);
      }
      spent += preempts(choices[i]);
    }
  }
}
