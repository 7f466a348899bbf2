// Where a call to the hooks ends up: rejected, or with which agent in which session.

import { readFileSync } from "node:fs";
import { join } from "node:path";

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
      "resolveHookTargetAgentId",
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

function isFrom(folder, first) {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [year, month, day] = version.split(/[.-]/).map(Number);
  return year * 1e4 + month * 100 + day >= first[0] * 1e4 + first[1] * 100 + first[2];
}

export function prepare(kit) {
  const { hooks, mappings } = kit.modules;
  const hasPolicy = "resolveHookSessionKey" in hooks;
  // The handler itself cannot be called. Its text compares the key again, once it names the agent, from 2026.3.31 on.
  const comparesAgain = isFrom(kit.package, [2026, 3, 31]);

  function started(cfg) {
    try {
      return hooks.resolveHooksConfig(configOf(cfg));
    } catch (error) {
      if (error instanceof kit.Absent || kit.missing(error)) throw error;
      throw new kit.Absent(`the gateway does not start with these settings: ${error.message}`);
    }
  }

  function targetOf(hooksConfig, source, agentId) {
    // Up to 2026.5.22 a call that names no agent has none, and nobody asks whether the default one is allowed.
    if (!("resolveEffectiveHookTargetAgentId" in hooks)) {
      return { ok: true, effectiveAgentId: hooks.resolveHookTargetAgentId(hooksConfig, agentId) };
    }
    const found = hooks.resolveEffectiveHookTargetAgentId(hooksConfig, agentId, source === "request" ? source : "mapping");
    // Up to 2026.7.35 it is the agent's id, and an agent that is not known counts as the default one.
    return typeof found === "string" ? { ok: true, effectiveAgentId: found } : found;
  }

  // The checks, in the order in which the handler of a request makes them.
  function dispatch(hooksConfig, source, { sessionKey, agentId }) {
    const target = targetOf(hooksConfig, source, agentId);
    if (!target.ok || !hooks.isHookAgentAllowed(hooksConfig, target.effectiveAgentId)) return REJECTED;
    const resolved = hooks.resolveHookSessionKey({ hooksConfig, source, sessionKey, idFactory: () => "new" });
    if (!resolved.ok) return REJECTED;
    const targetAgentId = target.effectiveAgentId;
    // Up to 2026.2.25 the key stays as it is.
    const session =
      "normalizeHookDispatchSessionKey" in hooks
        ? hooks.normalizeHookDispatchSessionKey({ sessionKey: resolved.value, targetAgentId })
        : resolved.value;
    const prefixes = comparesAgain && hooksConfig.sessionPolicy.allowedSessionKeyPrefixes;
    if (prefixes && !hooks.isSessionKeyAllowedByPrefix(session, prefixes)) return REJECTED;
    return { status: "dispatched", session, agent: targetAgentId ?? "main" };
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
