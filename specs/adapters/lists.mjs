// Which list decides about a message of Mallory's, and for which account the store has her.

import { join } from "node:path";

import { environment } from "./pairing-store.mjs";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  access: { file: "security/dm-policy-shared.js", symbols: ["resolveDmGroupAccessWithLists"] },
  telegram: { file: "telegram/pairing-store.js", symbols: ["resolveTelegramEffectiveAllowFrom"] },
  store: { file: "pairing/pairing-store.js", symbols: ["addChannelAllowFromStoreEntry", "readChannelAllowFromStore"] },
};

// Telegram's ids are numbers.
const IDS = { mallory: "1001", bob: "1002" };
const ids = (names) => names.map((name) => IDS[name]);

export function prepare(kit) {
  const { access, telegram, store } = kit.modules;
  // A folder for each call: some releases keep the store in a database that stays open.
  let env;
  let made = 0;
  const emptyStore = () => {
    made += 1;
    env = environment(join(kit.folder, `store-${made}`));
  };
  const approve = ({ channel, account }) =>
    store.addChannelAllowFromStoreEntry({ channel, accountId: account, entry: IDS.mallory, env });

  function decidedByOneFunction({ lists, dmPolicy, stored, place }) {
    const { decision } = access.resolveDmGroupAccessWithLists({
      isGroup: place === "group",
      dmPolicy,
      groupPolicy: lists.groupPolicy,
      allowFrom: ids(lists.allowFrom),
      groupAllowFrom: ids(lists.groupAllowFrom),
      storeAllowFrom: stored ? [IDS.mallory] : [],
      groupAllowFromFallbackToAllowFrom: lists.fallback,
      isSenderAllowed: (list) => list.includes(IDS.mallory),
    });
    return decision === "allow";
  }

  // Up to 2026.2.1 each monitor compares the sender with the lists by itself; only the lists are made
  // by a function.
  async function decidedByLists({ lists, dmPolicy, stored, place }) {
    const standsIn = place === "group" && !lists.groupAllowFrom.length && lists.allowFrom.length;
    if (standsIn && !lists.fallback) throw new kit.Absent("the list of direct messages always stands in for an empty one");
    emptyStore();
    if (stored) await approve({ channel: "telegram", account: "default" });
    const settings = { allowFrom: ids(lists.allowFrom), groupAllowFrom: ids(lists.groupAllowFrom) };
    const cfg = { channels: { telegram: settings } };
    const { dm, group } = await telegram.resolveTelegramEffectiveAllowFrom({ cfg, env });
    if (place === "direct") return dmPolicy !== "disabled" && dm.includes(IDS.mallory);
    return lists.groupPolicy === "open" || (lists.groupPolicy === "allowlist" && group.includes(IDS.mallory));
  }

  const decide = "resolveDmGroupAccessWithLists" in access ? decidedByOneFunction : decidedByLists;

  return {
    async decide(state) {
      return { admitted: await decide(state) };
    },

    async "read the store"({ approved, at }) {
      emptyStore();
      for (const account of approved) await approve(account);
      const found = await store.readChannelAllowFromStore(at.channel, env, at.account);
      return { stored: found.includes(IDS.mallory) };
    },
  };
}
