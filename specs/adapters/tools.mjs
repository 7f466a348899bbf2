// The filter of one layer's lists, and the entry to tools over HTTP with the layers that it applies.

import { EventEmitter } from "node:events";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  policy: { file: "agents/pi-tools.policy.js", symbols: ["filterToolsByPolicy"] },
  http: { file: "gateway/tools-invoke-http.js", symbols: ["handleToolsInvokeHttpRequest"] },
};

// The entry reads its configuration from a file and makes the real tools. Both come from the call:
// what is replayed is which of the tools it lets through.
const CONFIG = `
export const loadConfig = () => globalThis.replayed.cfg;
export const [CONFIG_PATH, CONFIG_PATH_CLAWDBOT] = ["", ""];
`;
export const stubbedFiles = {
  "config/config.js": CONFIG,
  "agents/openclaw-tools.js": "export const createOpenClawTools = () => globalThis.replayed.tools;",
  "agents/clawdbot-tools.js": "export const createClawdbotTools = () => globalThis.replayed.tools;",
  "plugins/tools.js": "export const getPluginToolMeta = () => undefined;",
};

const NAMES = ["read", "exec", "process", "sessions_spawn"];
const TOKEN = "correct horse";
const UNRESTRICTED = { allow: [], deny: [] };

function configuration({ tools, agent, sandbox, http }) {
  return {
    tools: { ...tools, sandbox: { tools: sandbox } },
    agents: { defaults: { sandbox: { mode: "all" } }, list: [{ id: "main", default: true, tools: agent }] },
    gateway: { tools: http },
  };
}

function request(tool) {
  const headers = { host: "gateway.example", authorization: `Bearer ${TOKEN}` };
  const req = Object.assign(new EventEmitter(), {
    url: "/tools/invoke",
    method: "POST",
    headers,
    socket: { remoteAddress: "203.0.113.9" },
  });
  const body = JSON.stringify({ tool, args: {} });
  req.once("newListener", () => setImmediate(() => {
    req.emit("data", Buffer.from(body));
    req.emit("end");
  }));
  return req;
}

const response = () => ({ setHeader() {}, end() {} });

export function prepare(kit) {
  const { policy, http } = kit.modules;

  async function invoke(layers, tool) {
    if (kit.bundled) throw new kit.Absent("a bundled release reads its configuration inside the entry's own chunk", "moved");
    let ran = "";
    const execute = (name) => async () => { ran = name; };
    globalThis.replayed = {
      cfg: configuration({ tools: UNRESTRICTED, agent: UNRESTRICTED, sandbox: UNRESTRICTED, http: UNRESTRICTED, ...layers }),
      tools: NAMES.map((name) => ({ name, parameters: {}, execute: execute(name) })),
    };
    const auth = { mode: "token", token: TOKEN };
    const res = response();
    await http.handleToolsInvokeHttpRequest(request(tool), res, { auth, trustedProxies: [] });
    if (![200, 404].includes(res.statusCode)) throw new Error(`the entry answers ${res.statusCode}`);
    return { ran: ran === tool };
  }

  return {
    filter({ tools, lists }) {
      const left = policy.filterToolsByPolicy(tools.map((name) => ({ name })), lists);
      return { left: left.map(({ name }) => name).sort() };
    },
    "invoke over HTTP": ({ layers }, { tool }) => invoke(layers, tool),
    "invoke in a sandbox": ({ layers }, { tool }) => invoke(layers, tool),
    "invoke what HTTP denies": ({ layers }, { tool }) => invoke(layers, tool),
  };
}
