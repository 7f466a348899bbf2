// Exports of symbols that a file keeps to itself: a line at its end, the rest of its text stays.

// The name of such an export: a text that no release exports by chance.
export const exposedName = (symbol) => `moltverify:${symbol}`;

// Return a file's source with exports of these symbols; `hidden` has their names in the file.
export function withExports(source, hidden) {
  const exports = Object.entries(hidden).map(([symbol, own]) => `${own} as ${JSON.stringify(exposedName(symbol))}`);
  return exports.length ? `${source}\nexport { ${exports.join(", ")} };\n` : source;
}
