// Both gates in the order in which a channel's handler asks them, and what becomes of the message.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  commands: { file: "channels/command-gating.js", symbols: ["resolveControlCommandGate"] },
  mentions: { file: "channels/mention-gating.js", symbols: ["resolveMentionGatingWithBypass", "resolveInboundMentionDecision"] },
};

// No list, or one list that names the sender or does not.
const AUTHORIZERS = {
  none: [{ configured: false, allowed: false }],
  allow: [{ configured: true, allowed: true }],
  refuse: [{ configured: true, allowed: false }],
};

// Later releases call the gate by another name, and want to know what kind of mention is implied.
function mentionGate(mentions) {
  if ("resolveMentionGatingWithBypass" in mentions) return mentions.resolveMentionGatingWithBypass;
  const { resolveInboundMentionDecision } = mentions;
  return ({ implicitMention, ...rest }) =>
    resolveInboundMentionDecision({ ...rest, implicitMentionKinds: implicitMention ? ["reply_to_bot"] : [] });
}

export function prepare(kit) {
  const { resolveControlCommandGate } = kit.modules.commands;
  const shouldBeSkipped = mentionGate(kit.modules.mentions);
  return {
    receive({ config, message }) {
      const { allowTextCommands, isGroup } = config;
      const { hasControlCommand } = message;
      const { commandAuthorized, shouldBlock } = resolveControlCommandGate({
        useAccessGroups: config.useAccessGroups,
        authorizers: AUTHORIZERS[message.authorizers],
        allowTextCommands,
        hasControlCommand,
        modeWhenAccessGroupsOff: config.modeWhenAccessGroupsOff,
      });
      if (config.gates === "both" && isGroup && shouldBlock) return { status: "blocked" };
      const { shouldSkip } = shouldBeSkipped({
        isGroup,
        requireMention: config.requireMention,
        canDetectMention: config.canDetectMention,
        wasMentioned: message.wasMentioned,
        implicitMention: message.implicitMention,
        hasAnyMention: message.hasAnyMention,
        allowTextCommands,
        hasControlCommand,
        commandAuthorized,
      });
      if (isGroup && shouldSkip) return { status: "skipped" };
      const runs = allowTextCommands && hasControlCommand && commandAuthorized;
      return { status: runs ? "run as a command" : "handed to the agent" };
    },
  };
}
