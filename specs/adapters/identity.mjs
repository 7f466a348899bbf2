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
  let scoped;
  function toolsKey(entry) {
    const toolsBySender = { "channel:matrix:@ann:hs": { allow: ["exec"] } };
    const asked = { toolsBySender, messageProvider: "matrix", senderId: "@ann:hs" };
    scoped ??= tools.resolveToolsBySender(asked) !== undefined;
    return entry === bare(entry) || !scoped ? bare(entry) : `channel:${entry}`;
  }

  // With one session for all direct messages, a key with the peer in it is that of another kind.
  let known;
  function directKind() {
    const keyOf = (peerKind) => keys.buildAgentPeerSessionKey({ agentId: "main", channel: "signal", peerKind, peerId: "ann", dmScope: "main" });
    return (known ??= ["direct", "dm"].find((kind) => !keyOf(kind).includes("ann")));
  }

  function sessionOf(entries, { channel, id }) {
    const identityLinks = { annie: entries };
    const dmScope = "per-channel-peer";
    const peer = { peerKind: directKind(), peerId: id };
    return keys.buildAgentPeerSessionKey({ agentId: "main", channel, ...peer, dmScope, identityLinks });
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
