// The dedupe cache after a sequence of calls, and the key that decides whether two events are one.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  cache: { file: "infra/dedupe.js", symbols: ["createDedupeCache"] },
  inbound: {
    file: "auto-reply/reply/inbound-dedupe.js",
    symbols: ["shouldSkipDuplicateInbound", "claimInboundDedupe", "commitInboundDedupe"],
  },
};

export function prepare(kit) {
  const { cache, inbound } = kit.modules;
  const ttlMs = kit.parameters["dedupe-ms"];
  const tick = ttlMs / (kit.constants.TTL ?? 1);

  function lead(calls) {
    const led = cache.createDedupeCache({ ttlMs, maxSize: kit.constants.MaxKeys });
    for (const [what, event] of calls) {
      if (what === "wait") kit.clock.now += tick;
      else if (what === "restart") led.clear();
      else led.check(event);
    }
    return led;
  }

  // A blank part is one that the channel does not have.
  const context = ({ account, thread, sid }, rest) => ({
    Provider: "telegram",
    AccountId: account || undefined,
    MessageThreadId: thread || undefined,
    MessageSid: sid || undefined,
    ...rest,
  });

  // Later releases claim a key first, and remember it after the work.
  function isDropped(event, own) {
    if ("shouldSkipDuplicateInbound" in inbound) return inbound.shouldSkipDuplicateInbound(event, own);
    const { status, key } = inbound.claimInboundDedupe(event, own);
    if (status === "claimed") inbound.commitInboundDedupe(key, own);
    return status === "duplicate";
  }

  function fate({ first, second }, rest) {
    const own = { cache: cache.createDedupeCache({ ttlMs, maxSize: 100 }), inFlight: new Set() };
    const dropped = (one) => isDropped(context(one, rest), own);
    if (dropped(first)) throw new Error("the first event is dropped");
    return dropped(second) ? "dropped" : "processed";
  }

  return {
    check({ calls }, { event }) {
      return { told: lead(calls).check(event) ? "duplicate" : "new" };
    },

    // The other parts of the key are the same for both events: as handlers fill them in, and in
    // the worst case, where the session is not known yet and the peer is called like the rest.
    "deliver second"({ event }) {
      const usual = fate(event, { From: "alice", SessionKey: "agent:main:main" });
      const worst = fate(event, { From: "7" });
      return { fate: usual, ...(worst === usual ? {} : { "fate with no session and a peer called 7": worst }) };
    },
  };
}
