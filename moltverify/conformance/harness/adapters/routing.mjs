// Direct messages to session keys, through the function that every channel calls.

export const needs = {
  routes: { file: "routing/resolve-route.js", symbols: ["resolveAgentRoute"] },
};

export function prepare(kit) {
  const { resolveAgentRoute } = kit.modules.routes;
  // Later releases call a direct message by its whole name.
  const kind = kit.bundled ? "direct" : "dm";

  function keyOf(state, name) {
    const { channel, account, id } = state.peers[name];
    const identityLinks = Object.fromEntries(state.identityLinks.map((group) => [group.name, group.ids]));
    const cfg = { session: { dmScope: state.dmScope, identityLinks } };
    return resolveAgentRoute({ cfg, channel, accountId: account, peer: { kind, id } }).sessionKey;
  }

  return {
    ask(state, { to }) {
      const key = keyOf(state, to);
      return { shown: new Set(state.spoken.filter((name) => keyOf(state, name) === key)) };
    },
  };
}
