// The pairing store: a model's rows become the channel's requests, and these become rows again.
//
// Ages are steps of a model's clock. A row at the TTL is exactly one hour old, one beyond it is a
// millisecond older, so that "greater than" and "at least" are told apart.

import crypto from "node:crypto";

import { CHANNEL, environment, openState } from "./pairing-store.mjs";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  store: {
    file: "pairing/pairing-store.js",
    symbols: ["upsertChannelPairingRequest", "listChannelPairingRequests", "approveChannelPairingCode"],
  },
};

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 8;
const NO_ROW_HAS_IT = "ZZZZZZZZ";

// The codes of the model, padded to the length and the alphabet of the real ones.
const realCode = (code) => code.padEnd(LENGTH, "A");

// Make the first codes that are drawn those that are taken, so that a store which does not look
// is found out; after them come codes that nobody has.
function steerCodes(taken) {
  const letters = [...taken.join("")].map((letter) => ALPHABET.indexOf(letter));
  let fresh = 0;
  crypto.randomInt = (low, high) => (letters.length ? letters.shift() : low + (fresh++ % (high - low)));
}

function ages(kit) {
  const { TTL } = kit.constants;
  const limit = kit.parameters["ttl-ms"];
  const toMs = (age) => (age > TTL ? limit + 1 : Math.round((age * limit) / TTL));
  const steps = new Map(Array.from({ length: TTL + 2 }, (_, age) => [toMs(age), age]));
  return { toMs, toAge: (ms) => steps.get(ms) ?? `${ms} ms` };
}

export async function prepare(kit) {
  const { store } = kit.modules;
  const { fields } = kit.settings;
  const channels = kit.constants.Channels ?? [CHANNEL];
  const { toMs, toAge } = ages(kit);
  const env = environment(kit.folder);
  const kept = await openState(kit, store);

  // Models are checked with fewer places than the code has: strangers' live rows fill the others.
  const places = kit.constants.MaxPending;
  const filling = places === undefined ? 0 : kit.parameters["max-pending"] - places;
  const fillers = Array.from({ length: filling }, (_, n) => ({ sender: `stranger${n}`, code: `F${n + 2}`, age: 0 }));
  const isFiller = (entry) => fillers.some((filler) => filler.sender === entry.id);

  const iso = (age) => new Date(kit.clock.now - toMs(age)).toISOString();
  const ageOf = (text) => toAge(kit.clock.now - Date.parse(text));

  const toEntry = (row, n) => ({
    id: row.sender ?? row.id,
    code: realCode(row.code ?? `R${n + 2}`),
    createdAt: iso(row.age),
    lastSeenAt: iso(row.seen ?? row.age),
  });

  function write(rows) {
    const taken = [];
    for (const channel of channels) {
      const own = rows.filter((row) => (row.channel ?? channel) === channel);
      const requests = [...fillers, ...own].map(toEntry);
      taken.push(...requests.map((entry) => entry.code));
      kept.putRequests(channel, requests);
      kept.forgetAllowed(channel);
    }
    steerCodes(taken);
  }

  // What a code of the store is called in the model, if it has a name there.
  function naming(rows) {
    const names = new Map(rows.filter((row) => row.code).map((row) => [realCode(row.code), row.code]));
    return (code) => names.get(code) ?? code;
  }

  function toRow(channel, entry, name) {
    const { id, code, createdAt, lastSeenAt } = entry;
    const all = { channel, sender: id, id, code: name(code), age: ageOf(createdAt), seen: ageOf(lastSeenAt) };
    return Object.fromEntries(fields.map((field) => [field, all[field]]));
  }

  // A list and not a set: two equal rows are one row too many.
  function read(name) {
    const own = [];
    let others = 0;
    for (const channel of channels) {
      const requests = kept.requests(channel);
      own.push(...requests.filter((entry) => !isFiller(entry)).map((entry) => toRow(channel, entry, name)));
      others += requests.filter(isFiller).length;
    }
    const lost = channels.length * filling - others;
    return { rows: kit.inOrder(own), ...(lost ? { "strangers' rows lost": lost } : {}) };
  }

  // A code that was drawn has no name in the model; it is called "new" unless another row has it.
  function withNewCode({ code, created }, { rows, ...rest }, name) {
    const called = (row) => (created && row.code === name(code) ? { ...row, code: "new" } : row);
    const alone = rows.filter((row) => row.code === name(code)).length === 1;
    const named = alone ? kit.inOrder(rows.map(called)) : rows;
    return { answer: { code: created && alone ? "new" : name(code), created }, rows: named, ...rest };
  }

  function withOutcome({ code, created }, rest) {
    return { answer: created ? "created" : code ? "refreshed" : "refused", ...rest };
  }

  return {
    async ask(state, given) {
      write(state.rows);
      const name = naming(state.rows);
      const channel = given.channel ?? channels[0];
      const answer = await store.upsertChannelPairingRequest({ channel, id: given.sender, env });
      return fields.includes("code") ? withNewCode(answer, read(name), name) : withOutcome(answer, read(name));
    },

    async list(state) {
      write(state.rows);
      const name = naming(state.rows);
      const listed = await store.listChannelPairingRequests(channels[0], env);
      return { answer: kit.inOrder(listed.map((entry) => name(entry.code))), ...read(name) };
    },

    async approve(state, given) {
      write(state.rows);
      const code = given.code === "none" ? NO_ROW_HAS_IT : realCode(given.code);
      const approved = await store.approveChannelPairingCode({ channel: channels[0], code, env });
      return { answer: approved?.id ?? "nobody", ...read(naming(state.rows)) };
    },
  };
}
