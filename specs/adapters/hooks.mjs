// Where a call to the hooks ends up: rejected, or with which agent in which session.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  hooks: {
    file: "gateway/hooks.js",
    symbols: [
      "resolveHooksConfig",
      "normalizeAgentPayload",
      "resolveHookSessionKey",
      "normalizeHookDispatchSessionKey",
      "resolveEffectiveHookTargetAgentId",
      "isHookAgentAllowed",
      "isSessionKeyAllowedByPrefix",
    ],
  },
  mappings: { file: "gateway/hooks-mapping.js", symbols: ["applyHookMappings"] },
};

// The channels there are, and the folder of the owner's transforms: no key depends on them.
export const stubbedFiles = {
  "channels/plugins/index.js": "export const listChannelPlugins = () => [];",
  "config/config.js": 'export const CONFIG_PATH = "config.json"; export const CONFIG_PATH_CLAWDBOT = CONFIG_PATH;',
};

const AGENTS = ["main", "ops"];
const REJECTED = { status: "rejected" };
const unset = (list, isUnset) => (isUnset ? undefined : list);

function configOf({ allowRequestSessionKey, prefixes, allowedAgents, template }) {
  const mapping = { match: { path: "ci" }, action: "agent", messageTemplate: "text", sessionKey: template };
  const hooks = {
    enabled: true,
    token: "secret",
    allowRequestSessionKey,
    allowedSessionKeyPrefixes: unset(prefixes, prefixes.length === 0),
    allowedAgentIds: unset(allowedAgents, allowedAgents.length === AGENTS.length),
    mappings: [mapping],
  };
  return { hooks, agents: { list: AGENTS.map((id) => ({ id, default: id === "main" })) } };
}

export function prepare(kit) {
  const { hooks, mappings } = kit.modules;
  const hasPolicy = "resolveHookSessionKey" in hooks;

  function started(cfg) {
    try {
      return hooks.resolveHooksConfig(configOf(cfg));
    } catch (error) {
      if (kit.missing(error)) throw error;
      throw new kit.Absent(`the gateway does not start with these settings: ${error.message}`);
    }
  }

  // The checks, in the order in which the handler of a request makes them.
  function dispatch(hooksConfig, source, { sessionKey, agentId }) {
    const target = hooks.resolveEffectiveHookTargetAgentId(hooksConfig, agentId, source === "request" ? source : "mapping");
    if (!target.ok || !hooks.isHookAgentAllowed(hooksConfig, target.effectiveAgentId)) return REJECTED;
    const resolved = hooks.resolveHookSessionKey({ hooksConfig, source, sessionKey, idFactory: () => "new" });
    if (!resolved.ok) return REJECTED;
    const targetAgentId = target.effectiveAgentId;
    const session = hooks.normalizeHookDispatchSessionKey({ sessionKey: resolved.value, targetAgentId });
    const prefixes = hooksConfig.sessionPolicy.allowedSessionKeyPrefixes;
    if (prefixes && !hooks.isSessionKeyAllowedByPrefix(session, prefixes)) return REJECTED;
    return { status: "dispatched", session, agent: targetAgentId };
  }

  // Before there were settings, every call came through, to the default agent.
  const handedOver = (session) => ({ status: "dispatched", session, agent: "main" });

  return {
    "post to agent"({ cfg, key, agent }) {
      const hooksConfig = started(cfg);
      if (agent && !hasPolicy) throw new kit.Absent("a call to the hooks names no agent");
      const payload = { message: "text", sessionKey: key || undefined, agentId: agent || undefined };
      const normalized = hooks.normalizeAgentPayload(payload, { idFactory: () => "new" });
      if (!normalized.ok) return REJECTED;
      return hasPolicy ? dispatch(hooksConfig, "request", normalized.value) : handedOver(normalized.value.sessionKey);
    },

    async "post to mapping"({ cfg, key }) {
      const hooksConfig = started(cfg);
      const url = new URL("http://127.0.0.1/hooks/ci");
      const mapped = await mappings.applyHookMappings(hooksConfig.mappings, { payload: { key }, headers: {}, url, path: "ci" });
      if (!mapped?.ok) return REJECTED;
      const action = mapped.action ?? mapped.actions[0];
      if (!hasPolicy) return handedOver(action.sessionKey);
      const source = action.sessionKeySource === "static" ? "mapping-static" : "mapping-templated";
      return dispatch(hooksConfig, source, action);
    },
  };
}
