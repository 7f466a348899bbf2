// What of a sender is looked up in an allow list and in a list of tools, and whether two senders
// share a session.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  telegram: { file: "telegram/bot-access.js", symbols: ["normalizeAllowFrom", "resolveSenderAllowMatch"] },
  lists: { file: "channels/allowlist-match.js", symbols: ["resolveAllowlistMatchSimple"] },
  tools: { file: "config/group-policy.js", symbols: ["resolveToolsBySender"] },
  keys: { file: "routing/session-key.js", symbols: ["buildAgentPeerSessionKey"] },
};

const HOME = "matrix:";
const bare = (entry) => (entry.startsWith(HOME) ? entry.slice(HOME.length) : entry);

// Up to 2026.2.1 each channel looks a sender up by itself; Telegram's function stands for them.
function allowList({ telegram, lists }) {
  if ("resolveAllowlistMatchSimple" in lists) {
    return (entries, { id, name }) =>
      lists.resolveAllowlistMatchSimple({ allowFrom: entries.map(bare), senderId: id, senderName: name });
  }
  return (entries, { id, username }) => {
    const own = entries.map((entry) => entry.replace(HOME, "telegram:"));
    const allow = telegram.normalizeAllowFrom(own);
    return telegram.resolveSenderAllowMatch({ allow, senderId: id, senderUsername: username });
  };
}

export function prepare(kit) {
  const { tools, keys } = kit.modules;
  const matchOf = allowList(kit.modules);
  // Later releases have a key for an id of one channel, earlier ones a bare id.
  const toolsKey = (entry) => (entry === bare(entry) || !kit.bundled ? bare(entry) : `channel:${entry}`);
  const peerKind = kit.bundled ? "direct" : "dm";

  function sessionOf(entries, { channel, id }) {
    const identityLinks = { annie: entries };
    const dmScope = "per-channel-peer";
    return keys.buildAgentPeerSessionKey({ agentId: "main", channel, peerKind, peerId: id, dmScope, identityLinks });
  }

  return {
    "allow list"({ entries, sender }) {
      return { listed: matchOf(entries, sender).allowed };
    },

    tools({ entries, sender }) {
      const toolsBySender = Object.fromEntries(entries.map((entry) => [toolsKey(entry), { allow: ["exec"] }]));
      const { id, username, name } = sender;
      const found = tools.resolveToolsBySender({
        toolsBySender,
        messageProvider: "matrix",
        senderId: id,
        senderUsername: username,
        senderName: name,
      });
      return { listed: found !== undefined };
    },

    session({ entries, one, other }) {
      return { together: sessionOf(entries, one) === sessionOf(entries, other) };
    },
  };
}
