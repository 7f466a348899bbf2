// Finds the package's modules, loads them through the hooks, and says what is missing.
//
// A bundled release has no file per module. There symbols.json says which file exports a symbol,
// and by which name.

import { existsSync, readFileSync, realpathSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

import { exposedName } from "./exposing.mjs";
import { inThread, initialize } from "./hooks.mjs";

// What only some releases have: a call that needs it is answered with its absence. The cause is
// "absent" for what the release does not have, "moved" for what it has out of reach, and
// "unloadable" for what cannot be loaded here.
export class Absent extends Error {
  constructor(message, cause = "absent") {
    super(message);
    this.kind = cause;
  }
}

// Packages that were used though they are not there; the hooks' stand-ins note themselves here.
const refused = (globalThis[Symbol.for("moltverify.refused")] = new Set());

const NOT_THERE = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_UNKNOWN_BUILTIN_MODULE"]);

// All packages that were missed, so that they can be installed.
const missed = new Set();

// Return the packages that were missed so far.
export const missedPackages = () => [...missed].sort();

// Return what was missing since the last time, or what an error says is missing; empty if nothing.
export function missing(error) {
  const names = [...refused];
  for (const name of names) missed.add(name);
  refused.clear();
  if (names.length) return `it uses ${names.join(", ")}, which the harness does not have`;
  for (let one = error; one instanceof Error; one = one.cause) {
    if (!NOT_THERE.has(one.code)) continue;
    // A package that another one imports without asking for it: the release may ask for it.
    // A file has a path: only the name of a package begins with another character.
    const [, name] = /^Cannot find (?:package|module) '([^./\\'][^']*)'/.exec(one.message) ?? [];
    if (!name) return one.message.split("\n")[0];
    missed.add(name);
    return `it uses ${name}, which the harness does not have`;
  }
  return "";
}

// Set the hooks up; return a function that returns what they have noted.
function hook(header, adapter, places) {
  const data = {
    root: `${pathToFileURL(join(header.package, "dist")).href}/`,
    packages: adapter.stubbedPackages ?? {},
    files: adapter.stubbedFiles ?? {},
    productNames: adapter.productNames ?? [],
    hidden: hiddenSymbols(adapter, places),
    installed: installedPackages(header.package),
    mutant: header.mutant,
  };
  if (module.registerHooks) {
    const messages = [];
    initialize({ ...data, note: (message) => messages.push(message) });
    module.registerHooks(inThread);
    return () => messages;
  }
  const { port1, port2 } = new MessageChannel();
  module.register(new URL("./hooks.mjs", import.meta.url), { data: { ...data, port: port2 }, transferList: [port2] });
  port1.unref();
  return () => received(port1);
}

function received(port) {
  const messages = [];
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) messages.push(got.message);
  return messages;
}

// Return the symbols that their files keep to themselves, with their names there, by file.
function hiddenSymbols(adapter, places) {
  const found = {};
  for (const { file, symbols } of Object.values(adapter.needs)) {
    for (const symbol of symbols) {
      const at = places[`${file}#${symbol}`];
      if (at?.hidden) (found[at.file] ??= {})[symbol] = at.alias;
    }
  }
  return found;
}

// Return the packages that were installed for a release; nothing if it lies in a folder as npm made it.
function installedPackages(folder) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return undefined;
  const manifest = join(realpathSync(modules), "..", "package.json");
  return existsSync(manifest) ? Object.keys(JSON.parse(readFileSync(manifest, "utf8")).dependencies ?? {}) : undefined;
}

function noted(messages, mutant) {
  const planted = messages.some((one) => one.planted);
  if (mutant && !planted) throw new Error(`no file that was loaded has the text to be mutated in ${mutant.file}`);
  // In one order, because two releases have the same code if these lists are equal.
  return messages.filter((one) => !one.planted).sort((a, b) => (a.name < b.name ? -1 : 1));
}

// Return where each symbol is, by FILE#SYMBOL: what moltverify found when it unpacked the release.
function placesOf(folder) {
  const file = join(folder, "symbols.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

// Return the file that exports a symbol and its name there, or why there is none.
function place(dist, places, file, symbol) {
  if (existsSync(join(dist, file))) return { file, alias: symbol };
  return places[`${file}#${symbol}`] ?? { reason: `no file dist/${file}` };
}

// Why files could not be loaded, by file: Node tells a file's second importer something else.
const failed = new Map();

// Return a symbol's value, or the reason why there is none.
async function symbolOf(dist, places, file, symbol, planted) {
  const found = place(dist, places, file, symbol);
  if (!found.file) return { reason: found.reason, cause: "absent" };
  const path = pathToFileURL(join(dist, found.file)).href;
  const named = nameOf(found.file);
  if (!failed.has(path)) {
    try {
      const value = (await import(path))[found.hidden ? exposedName(symbol) : found.alias];
      if (value !== undefined) return { value };
      return { reason: `${named} does not export ${symbol}`, cause: "moved" };
    } catch (error) {
      // A planted bug that cannot be planted says nothing about the release.
      if (planted) throw error;
      failed.set(path, missing(error) || String(error?.message ?? error).split("\n")[0]);
    }
  }
  return { reason: `${named} cannot be loaded: ${failed.get(path)}`, cause: "unloadable" };
}

// A file's name for people; the hash in a chunk's name says nothing and changes with each release.
function nameOf(file) {
  return /-[\w-]{8}\.m?js$/.test(file) ? `chunk ${file.replace(/-[\w-]{8}\.m?js$/, "")}` : `dist/${file}`;
}

// A module's symbols by name; reading one that is missing throws Absent with the reason.
function moduleOf(symbols) {
  return new Proxy(symbols, {
    get(_, name) {
      const found = symbols[name];
      if (found?.reason) throw new Absent(found.reason, found.cause);
      return found?.value;
    },
    has: (_, name) => symbols[name]?.reason === undefined && name in symbols,
  });
}

// Load the modules that an adapter names, with the symbols that it may ask for.
export async function loadModules(header, adapter) {
  const dist = join(header.package, "dist");
  const places = placesOf(header.package);
  const notes = hook(header, adapter, places);
  const modules = {};
  for (const [name, { file, symbols }] of Object.entries(adapter.needs)) {
    const own = {};
    for (const symbol of symbols) own[symbol] = await symbolOf(dist, places, file, symbol, header.mutant);
    modules[name] = moduleOf(own);
  }
  const bundled = Object.values(adapter.needs).every(({ file }) => !existsSync(join(dist, file)));
  return { modules, bundled, files: noted(notes(), header.mutant) };
}
