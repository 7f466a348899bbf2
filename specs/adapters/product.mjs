// What every adapter here says of the product: its names, and its modules that have no part in a
// replay.

// Releases under these names whose modules differ in nothing else have the same code.
export const productNames = ["openclaw", "clawdbot", "moltbot"];

// The logger writes to the user's disk, and no decision depends on what it returns. The clipboard is a
// native library, another one on each machine, and ends the program where there is none.
export const stubbedPackages = {
  tslog: `
const silent = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive || name === "then" ? undefined : silent),
  apply: () => silent,
  construct: () => silent,
});
export class Logger { constructor() { return silent; } }
`,
  "@mariozechner/clipboard": "export default {};",
};

// Some releases have the program's start in a chunk that others import. With this variable it does
// not start itself in a child; the commands that it then imports are not there.
process.env.OPENCLAW_NODE_OPTIONS_READY = "1";
