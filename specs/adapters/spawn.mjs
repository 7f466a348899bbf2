// Which children a session may spawn, whether they are in the sandbox, and which tools they have.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  spawn: { file: "agents/tools/sessions-spawn-tool.js", symbols: ["createSessionsSpawnTool"] },
  sandbox: { file: "agents/sandbox/runtime-status.js", symbols: ["resolveSandboxRuntimeStatus"] },
  policy: {
    file: "agents/pi-tools.policy.js",
    symbols: [
      "filterToolsByPolicy",
      "resolveEffectiveToolPolicy",
      "resolveSubagentToolPolicy",
      "resolveSubagentToolPolicyForSession",
    ],
  },
};

// The tool reads its configuration from a file, and has the gateway run the child. The first comes
// from the call, and the second is not needed to see what is spawned.
export const stubbedFiles = {
  "config/config.js": `
export const loadConfig = () => globalThis.replayed;
export const writeConfigFile = () => { throw new Error("nothing is written"); };
export const [STATE_DIR, STATE_DIR_CLAWDBOT] = ["", ""];
`,
  "gateway/call.js": "export const callGateway = async () => ({ runId: 'run' });",
  "agents/subagent-registry.js": "export const registerSubagentRun = () => {};",
  "agents/subagent-announce.js": "export const buildSubagentSystemPrompt = () => '';",
};

const AGENTS = ["main", "helper", "ops"];
const TOOLS = ["exec", "read"];

function configuration({ sandboxed = [], mainMay = [], tools = {} }) {
  const list = AGENTS.map((id) => ({
    id,
    default: id === "main",
    sandbox: { mode: sandboxed.includes(id) ? "all" : "off" },
    subagents: { allowAgents: id === "main" ? mainMay : [] },
    ...(id in tools ? { tools: { allow: tools[id] } } : {}),
  }));
  return { agents: { list } };
}

export function prepare(kit) {
  const { spawn, sandbox, policy } = kit.modules;

  // A model that wants a child of its own agent names none.
  async function spawned(cfg, parent, sessionKey, target) {
    if (kit.bundled) throw new kit.Absent("a bundled release reads its configuration inside the tool's own chunk", "moved");
    globalThis.replayed = cfg;
    const tool = spawn.createSessionsSpawnTool({ agentSessionKey: sessionKey });
    const given = { task: "a task", ...(target === parent ? {} : { agentId: target }) };
    const { details } = await tool.execute("call", given);
    if (!["accepted", "forbidden"].includes(details.status)) throw new Error(`the tool answers ${details.status}`);
    return details.childSessionKey;
  }

  // Later releases ask which session it is.
  function childPolicy(config, sessionKey) {
    if ("resolveSubagentToolPolicy" in policy) return policy.resolveSubagentToolPolicy(config);
    return policy.resolveSubagentToolPolicyForSession(config, sessionKey);
  }

  return {
    async spawn(state, { agent }) {
      if (state.runtime !== "subagent") throw new kit.Absent("this release has one runtime");
      const sandboxed = [...(state.parentSandboxed ? ["main"] : []), ...(state.childSandboxed ? [agent] : [])];
      const cfg = configuration({ sandboxed, mainMay: state.mainMay });
      const child = await spawned(cfg, "main", "agent:main:main", agent);
      if (!child) return { spawned: false };
      const status = sandbox.resolveSandboxRuntimeStatus({ cfg, sessionKey: child });
      return { spawned: true, sandboxed: status.sandboxed };
    },

    async "spawn from a child"({ parent }, { agent }) {
      const child = await spawned(configuration({}), parent, `agent:${parent}:subagent:1`, agent);
      return { spawned: Boolean(child) };
    },

    tools({ tools }, { agent }) {
      const config = configuration({ tools });
      const sessionKey = `agent:${agent}:subagent:1`;
      const { agentPolicy } = policy.resolveEffectiveToolPolicy({ config, sessionKey });
      const layers = [agentPolicy, childPolicy(config, sessionKey)];
      const all = TOOLS.map((name) => ({ name }));
      const left = layers.reduce((tools, one) => policy.filterToolsByPolicy(tools, one), all);
      return { tools: left.map(({ name }) => name) };
    },
  };
}
