// Two operations on the pairing store that overlap, in every schedule with few preemptions.

import crypto from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";

import { CHANNEL, environment, requireFile } from "./pairing-store.mjs";

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
  await requireFile(kit, store);
  const { Senders: senders, MaxPending: places } = kit.constants;
  const env = environment(kit.folder);
  const credentials = join(kit.folder, "credentials");
  const file = join(credentials, `${CHANNEL}-pairing.json`);
  const allowFile = join(credentials, `${CHANNEL}-allowFrom.json`);
  const strangers = places === undefined ? 0 : kit.parameters["max-pending"] - places;
  const fillers = Array.from({ length: strangers }, (_, n) => ({ sender: `stranger${n}`, code: `SSSSSSS${n + 2}` }));
  const codeOf = (sender) => `RRRRRRR${senders.indexOf(sender) + 2}`;

  // Codes that are drawn differ from each other and from those of the rows.
  let drawn = 0;
  const digit = (number, place) => Math.floor(number / 10 ** place) % 10;
  crypto.randomInt = () => digit(Math.floor(drawn / 8), drawn++ % 8);

  function reset(state) {
    fs.rmSync(credentials, { recursive: true, force: true });
    fs.mkdirSync(credentials, { recursive: true });
    if (state.exists === false) return;
    if (state.allowList) {
      fs.writeFileSync(allowFile, JSON.stringify({ version: 1, allowFrom: state.allowList }));
      return;
    }
    const now = new Date().toISOString();
    const rows = [...fillers, ...state.rows.map((sender) => ({ sender, code: codeOf(sender) }))];
    const requests = rows.map(({ sender, code }) => ({ id: sender, code, createdAt: now, lastSeenAt: now }));
    fs.writeFileSync(file, JSON.stringify({ version: 1, requests }));
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
    return { answers: results, allowList: JSON.parse(fs.readFileSync(allowFile, "utf8")).allowFrom.sort() };
  }

  // What became of each call, judged by its answer and by what the store holds in the end.
  function outcome(operations, results) {
    const { requests } = JSON.parse(fs.readFileSync(file, "utf8"));
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
