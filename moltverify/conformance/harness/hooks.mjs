// Hooks of Node's loader: they stub modules, plant a mutant, and note every file that is loaded.
//
// They run in the thread of the code where Node can do that, which takes half the time, and else in
// the loader's own thread.

import { createHash } from "node:crypto";
import { isBuiltin } from "node:module";

import { withExports } from "./exposing.mjs";

let settings;
let note;
let productName;
// For each file, the names that it imports from each package.
const imported = new Map();

export function initialize(given) {
  settings = given;
  note = given.note ?? ((message) => given.port.postMessage(message));
  const names = given.productNames.map((name) => name.replace(/[^\w\s]/g, "\\$&"));
  productName = names.length ? new RegExp(names.join("|"), "gi") : null;
}

export const inThread = {
  resolve(specifier, context, next) {
    const other = resolvedHere(specifier, context);
    if (other) return other;
    try {
      return next(specifier, context);
    } catch (error) {
      return afterFailure(error, specifier, context);
    }
  },
  load: (url, context, next) => sourceHere(url) ?? changed(url, next(url, context)),
};

export async function resolve(specifier, context, next) {
  const other = resolvedHere(specifier, context);
  if (other) return other;
  try {
    return await next(specifier, context);
  } catch (error) {
    return afterFailure(error, specifier, context);
  }
}

export async function load(url, context, next) {
  return sourceHere(url) ?? changed(url, await next(url, context));
}

function resolvedHere(specifier, context) {
  if (Object.hasOwn(settings.packages, specifier) && !context.conditions?.includes("require")) {
    return { url: `stub:${specifier}`, format: "module", shortCircuit: true };
  }
  // What is there only because another package needs it may have another version.
  const other = settings.installed && !settings.installed.includes(packageOf(specifier));
  return other && isOfRelease(specifier, context) ? refused(specifier, context) : undefined;
}

// A package that the release imports is missing: code that does not use it can be replayed.
function afterFailure(error, specifier, context) {
  if (!isOfRelease(specifier, context)) throw error;
  return refused(specifier, context);
}

// In the loader's thread, hooks see no call of require; so those in the code's leave them alone too.
const isOfRelease = (specifier, { parentURL, conditions }) =>
  isPackage(specifier) && Boolean(parentURL?.startsWith(settings.root)) && !conditions?.includes("require");

function refused(specifier, { parentURL }) {
  const url = `refusing:${encodeURIComponent(specifier)}?${encodeURIComponent(parentURL)}`;
  return { url, format: "module", shortCircuit: true };
}

const isPackage = (specifier) => !/^(?:\.|\/|file:|data:)/.test(specifier) && !isBuiltin(specifier);
const packageOf = (specifier) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");

function sourceHere(url) {
  const source = url.startsWith("stub:")
    ? settings.packages[url.slice(5)]
    : url.startsWith("refusing:")
      ? refusing(url)
      : settings.files[nameOf(url)];
  return source === undefined ? undefined : { format: "module", source, shortCircuit: true };
}

// A file's name below dist/; empty for a file elsewhere.
const nameOf = (url) => (url.startsWith(settings.root) ? decodeURI(url.slice(settings.root.length)) : "");

function changed(url, loaded) {
  const name = nameOf(url);
  // Node gives no source for a built-in module, nor for CommonJS that it loads itself.
  if (!name || loaded.source == null) return loaded;
  const source = mutated(name, Buffer.from(loaded.source).toString("utf8"));
  note({ name, digest: digest(source) });
  imported.set(url, importsOf(source));
  return { ...loaded, source: withExports(source, settings.hidden[name] ?? {}) };
}

// Releases under two names of one product may differ in nothing but the name: their digests agree.
function digest(source) {
  const named = productName ? source.replace(productName, "product") : source;
  return createHash("sha256").update(named.replace(/^\/\/# sourceMappingURL=.*$/gm, "")).digest("hex");
}

// A chunk may be named without its hash, which changes with each release; several can have the name.
const plainName = (name) => name.replace(/-[\w-]{8}(?=\.m?js$)/, "");

function mutated(name, source) {
  const mutant = settings.mutant;
  if (!mutant || (mutant.file !== name && mutant.file !== plainName(name))) return source;
  const times = source.split(mutant.old).length - 1;
  if (mutant.file !== name && times === 0) return source;
  if (times !== 1) throw new Error(`the text to be mutated is not once in ${name}`);
  note({ planted: true });
  // A function, because "$" has a meaning in a text that replaces.
  return source.replace(mutant.old, () => mutant.new);
}

function importsOf(source) {
  const found = new Map();
  for (const [, whole, names, specifier] of source.matchAll(/^import\s+(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\})?\s*from\s*"([^"]+)"/gm)) {
    const own = (names ?? "").split(",").map((one) => one.trim().split(/\s+as\s+/)[0]);
    const all = [...(found.get(specifier) ?? []), ...(whole ? ["default"] : []), ...own.filter(Boolean)];
    found.set(specifier, [...new Set(all)]);
  }
  return found;
}

// Return a module that stands in for a package: it notes each use of it, and fails there. An import
// that names nothing, or everything, has no other use to fail at than the import itself.
function refusing(url) {
  const [specifier, parent] = url.slice("refusing:".length).split("?").map(decodeURIComponent);
  const names = imported.get(parent)?.get(specifier) ?? [];
  const fail = `const fail = () => {
    globalThis[Symbol.for("moltverify.refused")].add(${JSON.stringify(specifier)});
    throw new Error(${JSON.stringify(`the harness has no package ${specifier}`)});
  };`;
  if (!names.length) return `${fail} fail();`;
  const traps = ["apply", "construct", "get", "has", "set", "ownKeys", "getOwnPropertyDescriptor"];
  // The target is a function, because only then a proxy can trap apply and construct.
  const stands = `new Proxy(function () {}, { ${traps.map((trap) => `${trap}: fail`).join(", ")} })`;
  const lines = names.map((name, n) => `const _${n} = ${stands}; export { _${n} as ${name} };`);
  return [fail, ...lines].join("\n");
}
