// Whether two places of a channel, itself and its threads, share a session.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  keys: { file: "routing/session-key.js", symbols: ["buildAgentPeerSessionKey", "resolveThreadSessionKeys"] },
};

const CHANNEL = "general";

export function prepare(kit) {
  const { keys } = kit.modules;

  // A thread that is a channel of its own is addressed by its own id, as the channels' handlers do.
  function sessionOf(place, useSuffix) {
    const isThread = place !== CHANNEL;
    const peerId = isThread && !useSuffix ? place : CHANNEL;
    const peer = { channel: "slack", peerKind: "channel", peerId };
    const baseSessionKey = keys.buildAgentPeerSessionKey({ agentId: "main", ...peer });
    const threadId = isThread ? place : undefined;
    return keys.resolveThreadSessionKeys({ baseSessionKey, threadId, useSuffix }).sessionKey;
  }

  return {
    sessions({ useSuffix, one, other }) {
      return { together: sessionOf(one, useSuffix) === sessionOf(other, useSuffix) };
    },
  };
}
