// The gateway's policy for a node's commands, and the rule that asks the owner.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  policy: {
    file: "gateway/node-command-policy.js",
    symbols: ["resolveNodeCommandAllowlist", "isNodeCommandAllowed"],
  },
  approvals: { file: "infra/exec-approvals.js", symbols: ["requiresExecApproval"] },
};

export function prepare(kit) {
  const { policy, approvals } = kit.modules;
  return {
    forward({ platform, allowCommands, denyCommands, declared }) {
      // Later releases call the two lists by other names.
      const commands = { allow: allowCommands, deny: denyCommands };
      const cfg = { gateway: { nodes: { allowCommands, denyCommands, commands } } };
      const allowlist = policy.resolveNodeCommandAllowlist(cfg, { platform });
      const { ok } = policy.isNodeCommandAllowed({ command: "system.run", declaredCommands: declared, allowlist });
      return { allowed: ok };
    },

    "must ask"({ ask, security, listed }) {
      const allowlistSatisfied = security === "allowlist" && listed;
      return { ask: approvals.requiresExecApproval({ ask, security, analysisOk: true, allowlistSatisfied }) };
    },
  };
}
