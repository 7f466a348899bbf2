// Runs in Node's loader thread: stubs modules, plants a mutant, and notes every file that is loaded.

import { createHash } from "node:crypto";
import { isBuiltin } from "node:module";

import { withExports } from "./exposing.mjs";

let settings;
let productName;
// For each file, the names that it imports from each package.
const imported = new Map();

export function initialize(given) {
  settings = given;
  const names = given.productNames.map((name) => name.replace(/[^\w\s]/g, "\\$&"));
  productName = names.length ? new RegExp(names.join("|"), "gi") : null;
}

export async function resolve(specifier, context, next) {
  if (Object.hasOwn(settings.packages, specifier)) {
    return { url: `stub:${specifier}`, format: "module", shortCircuit: true };
  }
  const own = isPackage(specifier) && context.parentURL?.startsWith(settings.root);
  // What is there only because another package needs it may have another version.
  if (own && settings.installed && !settings.installed.includes(packageOf(specifier))) {
    return refused(specifier, context);
  }
  try {
    return await next(specifier, context);
  } catch (error) {
    // A package that the release imports is missing: code that does not use it can be replayed.
    if (!own) throw error;
    return refused(specifier, context);
  }
}

function refused(specifier, { parentURL }) {
  const url = `refusing:${encodeURIComponent(specifier)}?${encodeURIComponent(parentURL)}`;
  return { url, format: "module", shortCircuit: true };
}

const isPackage = (specifier) => !/^(?:\.|\/|file:|data:)/.test(specifier) && !isBuiltin(specifier);
const packageOf = (specifier) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");

export async function load(url, context, next) {
  if (url.startsWith("stub:")) {
    return { format: "module", source: settings.packages[url.slice(5)], shortCircuit: true };
  }
  if (url.startsWith("refusing:")) return { format: "module", source: refusing(url), shortCircuit: true };
  const inside = url.startsWith(settings.root);
  const name = inside ? decodeURI(url.slice(settings.root.length)) : "";
  if (inside && Object.hasOwn(settings.files, name)) {
    return { format: "module", source: settings.files[name], shortCircuit: true };
  }
  const loaded = await next(url, context);
  // Node gives no source for a built-in module, nor for CommonJS that it loads itself.
  if (!inside || loaded.source == null) return loaded;
  const source = mutated(name, Buffer.from(loaded.source).toString("utf8"));
  settings.port.postMessage({ name, digest: digest(source) });
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
  settings.port.postMessage({ planted: true });
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
