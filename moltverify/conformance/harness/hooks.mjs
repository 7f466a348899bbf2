// Runs in Node's loader thread: stubs modules, plants a mutant, and notes every file that is loaded.

import { createHash } from "node:crypto";

let settings;

export function initialize(given) {
  settings = given;
}

export async function resolve(specifier, context, next) {
  if (Object.hasOwn(settings.packages, specifier)) {
    return { url: `stub:${specifier}`, format: "module", shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (url.startsWith("stub:")) {
    return { format: "module", source: settings.packages[url.slice(5)], shortCircuit: true };
  }
  const inside = url.startsWith(settings.root);
  const name = inside ? decodeURI(url.slice(settings.root.length)) : "";
  if (inside && Object.hasOwn(settings.files, name)) {
    return { format: "module", source: settings.files[name], shortCircuit: true };
  }
  const loaded = await next(url, context);
  if (!inside || loaded.source == null) return loaded;
  const source = mutated(name, Buffer.from(loaded.source).toString("utf8"));
  settings.port.postMessage({ name, digest: digest(source) });
  return { ...loaded, source };
}

// Two releases differ in the product's name and nothing else: then the code is the same.
function digest(source) {
  const same = source.replace(/openclaw|clawdbot|moltbot/gi, "product").replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  return createHash("sha256").update(same).digest("hex");
}

function mutated(name, source) {
  const mutant = settings.mutant;
  if (!mutant || mutant.file !== name) return source;
  if (source.split(mutant.old).length !== 2) {
    throw new Error(`the text to be mutated is not once in ${name}`);
  }
  return source.replace(mutant.old, () => mutant.new);
}

