// Two operations on the pairing store that overlap, in every schedule with few preemptions.

import crypto from "node:crypto";

import { CHANNEL, environment, openState } from "./pairing-store.mjs";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  store: {
    file: "pairing/pairing-store.js",
    symbols: [
      "upsertChannelPairingRequest",
      "listChannelPairingRequests",
      "approveChannelPairingCode",
      "addChannelAllowFromStoreEntry",
    ],
  },
};

// File-system calls wait for their turns.
export const interleaved = true;

export async function prepare(kit) {
  const { store } = kit.modules;
  const kept = await openState(kit, store);
  const { Senders: senders, MaxPending: places } = kit.constants;
  const env = environment(kit.folder);
  const strangers = places === undefined ? 0 : kit.parameters["max-pending"] - places;
  const fillers = Array.from({ length: strangers }, (_, n) => ({ sender: `stranger${n}`, code: `SSSSSSS${n + 2}` }));
  const codeOf = (sender) => `RRRRRRR${senders.indexOf(sender) + 2}`;

  // Codes that are drawn differ from each other and from those of the rows.
  let drawn = 0;
  const digit = (number, place) => Math.floor(number / 10 ** place) % 10;
  crypto.randomInt = () => digit(Math.floor(drawn / 8), drawn++ % 8);

  function reset(state) {
    kept.forgetAll();
    if (state.exists === false) return;
    if (state.allowList) {
      kept.putAllowed(CHANNEL, state.allowList);
      return;
    }
    const now = new Date().toISOString();
    const rows = [...fillers, ...state.rows.map((sender) => ({ sender, code: codeOf(sender) }))];
    const requests = rows.map(({ sender, code }) => ({ id: sender, code, createdAt: now, lastSeenAt: now }));
    kept.putRequests(CHANNEL, requests);
  }

  const operation = {
    ask: async (sender) => (await store.upsertChannelPairingRequest({ channel: CHANNEL, id: sender, env })).code,
    approve: async (sender) =>
      (await store.approveChannelPairingCode({ channel: CHANNEL, code: codeOf(sender), env })) ? "approved" : "",
    add: async (entry) => {
      await store.addChannelAllowFromStoreEntry({ channel: CHANNEL, entry, env });
      return "done";
    },
  };

  function additions(results) {
    return { answers: results, allowList: kept.allowed(CHANNEL).sort() };
  }

  // What became of each call, judged by its answer and by what the store holds in the end.
  function outcome(operations, results) {
    const requests = kept.requests(CHANNEL);
    const own = requests.filter((row) => !row.id.startsWith("stranger"));
    const answers = {};
    for (const [process, { ask }] of Object.entries(operations)) {
      const result = results[process];
      const works = own.some((row) => row.id === ask && row.code === result);
      if (result.startsWith("error")) answers[process] = result;
      else if (kit.settings.codes) answers[process] = works ? "its code works" : "its code is lost";
      else answers[process] = result ? "done" : "refused";
    }
    return { answers, rows: own.map((row) => row.id).sort() };
  }

  return {
    async overlap(state, { operations }) {
      if (state.exists === false && !kept.canBeMissing) {
        throw new kit.Absent("the requests are rows of a database, which is there from the start");
      }
      const calls = Object.fromEntries(
        Object.entries(operations).map(([process, call]) => {
          const [[what, sender]] = Object.entries(call);
          return [process, () => operation[what](sender)];
        }),
      );
      const seen = new Map();
      const bound = kit.parameters.preemptions;
      for await (const { results, schedule } of kit.schedules(calls, bound, () => reset(state))) {
        const found = state.allowList ? additions(results) : outcome(operations, results);
        const known = seen.get(kit.canonical(found)) ?? { outcome: found, runs: 0, schedule };
        known.runs += 1;
        seen.set(kit.canonical(found), known);
      }
      return kit.several([...seen.values()]);
    },
  };
}
