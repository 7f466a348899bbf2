// Finds the package's modules, loads them through the hooks, and says what is missing.
//
// A bundled release has no file per module. There a symbol is looked for where it is defined, and
// taken from that chunk under the alias that the chunk exports it by.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { register } from "node:module";
import { join, parse } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

// What only some releases have: a call that needs it is answered with its absence.
export class Absent extends Error {}

// Packages that were used though they are not there; the hooks' stand-ins note themselves here.
const refused = (globalThis[Symbol.for("moltverify.refused")] = new Set());

const NOT_THERE = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_UNKNOWN_BUILTIN_MODULE"]);

// Return what was missing since the last time, or what an error says is missing; empty if nothing.
export function missing(error) {
  const names = [...refused];
  refused.clear();
  if (names.length) return `it uses ${names.join(", ")}, which the harness does not have`;
  for (let one = error; one instanceof Error; one = one.cause) {
    if (NOT_THERE.has(one.code)) return one.message.split("\n")[0];
  }
  return "";
}

function hook(header, adapter) {
  const { port1, port2 } = new MessageChannel();
  const root = `${pathToFileURL(join(header.package, "dist")).href}/`;
  const data = {
    root,
    packages: adapter.stubbedPackages ?? {},
    files: adapter.stubbedFiles ?? {},
    productNames: adapter.productNames ?? [],
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
  // In one order, because two releases have the same code if these lists are equal.
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

// The chunks at the top of dist/, those first that are named like the module.
function chunksFor(dist, file) {
  const { name } = parse(file);
  // A bundler adds a hash of eight characters to a chunk's name.
  const chunks = readdirSync(dist).filter((one) => /-[\w-]{8}\.m?js$/.test(one));
  const alike = (one) => Number(one.startsWith(`${name}-`));
  return chunks.sort((a, b) => alike(b) - alike(a) || (a < b ? -1 : 1));
}

// Return the chunk that defines a symbol and the alias that it exports it by, or why there is none.
function inChunks(dist, file, symbol) {
  const defined = new RegExp(`^(?:export )?(?:async )?(?:function\\*?|class|const|let|var) ${symbol}\\b`, "m");
  const exported = new RegExp(`[{,]\\s*${symbol}(?: as ([\\w$]+))?\\s*[,}]`);
  const hiding = [];
  for (const chunk of chunksFor(dist, file)) {
    const bytes = readFileSync(join(dist, chunk));
    if (!bytes.includes(symbol)) continue;
    const source = bytes.toString("utf8");
    if (!defined.test(source)) continue;
    const list = source.slice(source.lastIndexOf("\nexport {"));
    const found = list.startsWith("\nexport {") && exported.exec(list);
    if (found) return { file: chunk, alias: found[1] ?? symbol };
    hiding.push(chunk);
  }
  if (hiding.length) return { reason: `dist/${hiding[0]} does not export ${symbol}` };
  return { reason: `no chunk defines ${symbol}` };
}

function place(dist, file, symbol) {
  return existsSync(join(dist, file)) ? { file, alias: symbol } : inChunks(dist, file, symbol);
}

// Return a symbol's value, or the reason why there is none.
async function symbolOf(dist, file, symbol) {
  const found = place(dist, file, symbol);
  if (found.reason) return found;
  const path = pathToFileURL(join(dist, found.file)).href;
  try {
    const value = (await import(path))[found.alias];
    return value === undefined ? { reason: `dist/${found.file} does not export ${symbol}` } : { value };
  } catch (error) {
    const reason = missing(error);
    if (reason) return { reason: `dist/${found.file} cannot be loaded: ${reason}` };
    throw error;
  }
}

// A module's symbols by name; reading one that is missing throws Absent with the reason.
function moduleOf(symbols) {
  return new Proxy(symbols, {
    get(_, name) {
      const found = symbols[name];
      if (found?.reason) throw new Absent(found.reason);
      return found?.value;
    },
    has: (_, name) => symbols[name]?.reason === undefined && name in symbols,
  });
}

// Load the modules that an adapter names, with the symbols that it may ask for.
export async function loadModules(header, adapter) {
  const dist = join(header.package, "dist");
  const port = hook(header, adapter);
  const modules = {};
  for (const [name, { file, symbols }] of Object.entries(adapter.needs)) {
    const own = {};
    for (const symbol of symbols) own[symbol] = await symbolOf(dist, file, symbol);
    modules[name] = moduleOf(own);
  }
  const bundled = Object.values(adapter.needs).every(({ file }) => !existsSync(join(dist, file)));
  return { modules, bundled, files: noted(port) };
}
