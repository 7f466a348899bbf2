// Finds the package's modules, loads them through the hooks, and says what is missing.

import { existsSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

// The logger writes to the user's disk; what it would log is of no interest here.
const SILENT = `
const silent = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive || name === "then" ? undefined : silent),
  apply: () => silent,
  construct: () => silent,
});
export class Logger { constructor() { return silent; } }
`;

// What only some releases have: a call that needs it is answered with its absence.
export class Absent extends Error {}

// Return a function of a module; raise Absent if this release does not have it.
export function present(module, symbol, file) {
  if (module[symbol] === undefined) throw new Absent(`dist/${file} does not export ${symbol}`);
  return module[symbol];
}

function hook(header, adapter) {
  const { port1, port2 } = new MessageChannel();
  const root = `${pathToFileURL(join(header.package, "dist")).href}/`;
  const data = {
    root,
    packages: { tslog: SILENT, ...adapter.stubbedPackages },
    files: adapter.stubbedFiles ?? {},
    mutant: header.mutant,
    port: port2,
  };
  register(new URL("./hooks.mjs", import.meta.url), { data, transferList: [port2] });
  port1.unref();
  return port1;
}

function noted(port) {
  const files = [];
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) files.push(got.message);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

// Load the modules that an adapter names, each with the symbols that it needs.
export async function loadModules(header, adapter) {
  const port = hook(header, adapter);
  const modules = {};
  for (const [name, wanted] of Object.entries(adapter.needs)) {
    const file = join(header.package, "dist", wanted.file);
    if (!existsSync(file)) return { reason: `the package has no dist/${wanted.file}` };
    const module = await import(pathToFileURL(file).href);
    const missing = (wanted.symbols ?? []).filter((symbol) => module[symbol] === undefined);
    if (missing.length) return { reason: `dist/${wanted.file} does not export ${missing.join(", ")}` };
    modules[name] = module;
  }
  return { modules, files: noted(port) };
}
