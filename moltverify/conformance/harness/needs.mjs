// Prints which symbols adapters need: `node needs.mjs ADAPTER...`, one JSON object by adapter.

import { pathToFileURL } from "node:url";

const found = {};
for (const adapter of process.argv.slice(2)) {
  const { needs = {} } = await import(pathToFileURL(adapter));
  found[adapter] = Object.values(needs).map(({ file, symbols, public: subpath = "" }) => ({ file, symbols, public: subpath }));
}
process.stdout.write(JSON.stringify(found));
