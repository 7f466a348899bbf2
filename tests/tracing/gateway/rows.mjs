// Rows of a release's own tables, made by its own functions: each call is one of them, at the
// call's time. `save` copies the database, or the files of a release without one.

import crypto from "node:crypto";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export { productNames, stubbedPackages } from "../../../specs/adapters/product.mjs";

export const needs = {
  pairing: {
    file: "pairing/pairing-store.js",
    symbols: ["upsertChannelPairingRequest", "listChannelPairingRequests", "approveChannelPairingCode"],
  },
  manager: { file: "gateway/exec-approval-manager.js", symbols: ["ExecApprovalManager"] },
  approvals: {
    file: "gateway/operator-approval-store.js",
    symbols: ["expireDueOperatorApprovalsInDatabase", "forceDenyOperatorApprovalInDatabase"],
  },
  // The functions that the release's worker process calls for its queue of replies.
  state: { file: "state/openclaw-state-db.js", symbols: ["openOpenClawStateDatabase"] },
  replies: {
    file: "infra/delivery-queue-sqlite-namespace.kernel.js",
    symbols: [
      "upsertDeliveryQueueEntryOnceAcrossNamespacesInDatabase",
      "claimDeliveryQueueEntryPlatformSendInDatabase",
      "dispatchDeliveryQueueEntryPlatformSendInDatabase",
      "ackDeliveryInDatabase",
      "createUnmodifiedPreparedOutboundBatch",
    ],
  },
  ingress: { file: "channels/message/ingress-queue.js", symbols: ["createChannelIngressQueue"] },
};

const EPOCH = "first start";
const REPLIES = "outbound-prepared-v1";
const NEVER_SENT = { retryCount: 0, attemptCount: 0 };
const DECISIONS = ["allow-once", "allow-always", "deny"];

// The codes are the same in every run; they differ from each other as the real ones do.
function steerCodes() {
  let drawn = 0;
  crypto.randomInt = (low, high) => low + ((drawn++ * 7 + Math.trunc(drawn / 8)) % (high - low));
}

async function saveDatabase(path, to) {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
  database.close();
}

function approving(kit, env) {
  const { manager, approvals } = kit.modules;
  const databaseOptions = { env };
  let gate;
  const keeper = () =>
    (gate ??= new manager.ExecApprovalManager({
      persistence: { runtimeEpoch: EPOCH, databaseOptions },
      resolveAllowedDecisions: () => DECISIONS,
    }));
  return {
    async "ask for approval"(_, { id, ms }) {
      const record = keeper().create({ command: "ls", host: "gateway", sessionKey: "agent:main:main" }, ms, id);
      await keeper().register(record, ms);
      return { asked: true };
    },
    decide: async (_, { id, decision }) => ({ accepted: await keeper().resolve(id, decision, "owner") }),
    redeem: async (_, { id }) => ({ accepted: await keeper().consumeAllowOnce(id) }),
    expire: () => ({
      expired: approvals.expireDueOperatorApprovalsInDatabase({ nowMs: kit.clock.now, databaseOptions }).affected,
    }),
    cancel(_, { id }) {
      const how = { status: "cancelled", reason: "run-aborted", resolver: { kind: "system", id: null } };
      return approvals.forceDenyOperatorApprovalInDatabase({ id, ...how, nowMs: kit.clock.now, databaseOptions }).outcome;
    },
  };
}

function pairing(kit, env) {
  const { upsertChannelPairingRequest, listChannelPairingRequests, approveChannelPairingCode } = kit.modules.pairing;
  const codes = new Map();
  return {
    async "ask to pair"(_, { channel, account, sender }) {
      const { code, created } = await upsertChannelPairingRequest({ channel, accountId: account, id: sender, env });
      if (created) codes.set(`${channel} ${account} ${sender}`, code);
      return created ? "created" : code ? "refreshed" : "refused";
    },
    list: async (_, { channel }) => (await listChannelPairingRequests(channel, env)).length,
    async approve(_, { channel, account, sender }) {
      const code = codes.get(`${channel} ${account} ${sender}`);
      const approved = await approveChannelPairingCode({ channel, accountId: account, code, env });
      return approved?.id ?? "nobody";
    },
  };
}

function receiving(kit) {
  const claims = new Map();
  const queue = ({ channel, account }) =>
    kit.modules.ingress.createChannelIngressQueue({ channelId: channel, accountId: account, stateDir: kit.folder });
  return {
    receive: async (_, given) => (await queue(given).enqueue(given.event, { text: "hello" })).kind,
    async take(_, given) {
      claims.set(given.event, await queue(given).claim(given.event, { ownerId: given.worker }));
      return claims.get(given.event) !== null;
    },
    finish: (_, given) => queue(given).complete(claims.get(given.event)),
    release: (_, given) => queue(given).release(claims.get(given.event), { lastError: "timeout" }),
    fail: (_, given) => queue(given).fail(claims.get(given.event), { reason: "retries exhausted" }),
  };
}

function replying(kit, env) {
  const claims = new Map();
  const database = () => kit.modules.state.openOpenClawStateDatabase({ env });
  const row = (id) => ({ queueName: REPLIES, id });
  return {
    "hand over reply"(_, { id, to, kept }) {
      const preparedBatch = kit.modules.replies.createUnmodifiedPreparedOutboundBatch([{ text: "hello" }]);
      const retention = kept ? { completionRetention: "permanent" } : {};
      const entry = { id, channel: "telegram", to, preparedBatch, enqueuedAt: kit.clock.now, ...NEVER_SENT, ...retention };
      const given = { queueName: REPLIES, conflictQueueNames: [], entry };
      return kit.modules.replies.upsertDeliveryQueueEntryOnceAcrossNamespacesInDatabase(database(), given);
    },
    "claim reply"(_, { id }) {
      claims.set(id, kit.modules.replies.claimDeliveryQueueEntryPlatformSendInDatabase(database(), row(id)));
      return claims.get(id) !== undefined;
    },
    "begin send": (_, { id }) =>
      kit.modules.replies.dispatchDeliveryQueueEntryPlatformSendInDatabase(database(), { ...row(id), claimId: claims.get(id) }),
    acknowledge(_, { id }) {
      const claim = { expectedPlatformSendAttemptId: claims.get(id) };
      kit.modules.replies.ackDeliveryInDatabase(database(), id, kit.folder, claim);
      return true;
    },
  };
}

export function prepare(kit) {
  steerCodes();
  const env = { OPENCLAW_STATE_DIR: kit.folder, CLAWDBOT_STATE_DIR: kit.folder, HOME: kit.folder };
  return {
    ...approving(kit, env),
    ...pairing(kit, env),
    ...receiving(kit),
    ...replying(kit, env),
    async save(_, { to }) {
      rmSync(to, { recursive: true, force: true });
      const database = readdirSync(kit.folder, { recursive: true }).find((name) => name.endsWith(".sqlite"));
      const files = join(kit.folder, "credentials");
      if (database) await saveDatabase(join(kit.folder, database), to);
      else if (existsSync(files)) cpSync(files, join(to, "credentials"), { recursive: true });
      return database ?? "credentials";
    },
  };
}
