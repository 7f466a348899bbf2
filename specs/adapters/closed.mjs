// Whether a credential opens a webhook, and whether a list admits a sender.

export { productNames, stubbedPackages } from "./product.mjs";
export { stubbedFiles } from "./hooks.mjs";

export const needs = {
  hooks: { file: "gateway/hooks.js", symbols: ["resolveHooksConfig", "extractHookToken"] },
  telegram: { file: "telegram/bot-access.js", symbols: ["normalizeAllowFrom", "isSenderAllowed"] },
  lists: { file: "channels/allowlist-match.js", symbols: ["resolveAllowlistMatchSimple"] },
};

const SECRETS = { set: "correct horse", blank: "   ", unset: undefined };
const CREDENTIALS = { right: "correct horse", wrong: "battery staple", blank: "   ", none: undefined };
const LISTS = { unset: undefined, empty: [], ann: ["1001"] };
const IDS = { ann: "1001", mallory: "1002" };

export function prepare(kit) {
  const { hooks, telegram, lists } = kit.modules;

  // The secret that a gateway with these settings asks for; without one the hooks do not start.
  function expectedToken(secret) {
    try {
      return hooks.resolveHooksConfig({ hooks: { enabled: true, token: SECRETS[secret] }, agents: { list: [{ id: "main" }] } }).token;
    } catch (error) {
      if (kit.missing(error)) throw error;
      return undefined;
    }
  }

  function tokenOf(credential) {
    const headers = credential === "none" ? {} : { "x-openclaw-token": CREDENTIALS[credential], "x-clawdbot-token": CREDENTIALS[credential] };
    // Up to 2026.2.1 the token is an object, which also says whether it came in the address.
    const found = hooks.extractHookToken({ headers }, new URL("http://127.0.0.1/hooks/agent"));
    return typeof found === "object" ? found.token : found;
  }

  function isAdmitted(list, senderId) {
    if ("resolveAllowlistMatchSimple" in lists) {
      return lists.resolveAllowlistMatchSimple({ allowFrom: list ?? [], senderId }).allowed;
    }
    return telegram.isSenderAllowed({ allow: telegram.normalizeAllowFrom(list), senderId });
  }

  return {
    verify({ secret, credential }) {
      const expected = expectedToken(secret);
      const token = tokenOf(credential);
      return { verified: Boolean(token) && token === expected };
    },

    "ask the list"({ list, sender }) {
      return { admitted: isAdmitted(LISTS[list], IDS[sender]) };
    },
  };
}
