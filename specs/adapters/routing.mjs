// Direct messages to session keys, through the function that every channel calls.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  routes: { file: "routing/resolve-route.js", symbols: ["resolveAgentRoute"] },
};

// A binding for a whole channel, with a scope of its own.
function bindingsOf(channelScope) {
  const own = Object.entries(channelScope).filter(([, dmScope]) => dmScope !== "unset");
  return own.map(([channel, dmScope]) => ({ agentId: "main", match: { channel, accountId: "*" }, session: { dmScope } }));
}

export function prepare(kit) {
  const { resolveAgentRoute } = kit.modules.routes;

  // Later releases call a direct message by its whole name. With one session for all of them, a key
  // with the peer in it is that of another kind.
  let known;
  function directKind() {
    const cfg = { session: { dmScope: "main" } };
    const keyOf = (kind) => resolveAgentRoute({ cfg, channel: "telegram", peer: { kind, id: "ann" } }).sessionKey;
    return (known ??= ["direct", "dm"].find((kind) => !keyOf(kind).includes("ann")));
  }

  function keyOf({ peers, dmScope, identityLinks = [], channelScope = {} }, name) {
    const { channel, account, id } = peers[name];
    const links = Object.fromEntries(identityLinks.map((group) => [group.name, group.ids]));
    const cfg = { session: { dmScope, identityLinks: links }, bindings: bindingsOf(channelScope) };
    return resolveAgentRoute({ cfg, channel, accountId: account, peer: { kind: directKind(), id } }).sessionKey;
  }

  function requireOverrides() {
    const route = resolveAgentRoute({ cfg: {}, channel: "telegram", peer: { kind: directKind(), id: "ann" } });
    if (!("dmScope" in route)) throw new kit.Absent("the configuration has one dmScope for all channels");
  }

  return {
    ask(state, { to }) {
      if (state.channelScope) requireOverrides();
      const key = keyOf(state, to);
      return { shown: new Set(state.spoken.filter((name) => keyOf(state, name) === key)) };
    },
  };
}
