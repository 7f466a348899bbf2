// The limiter of wrong secrets, brought into a state by its own calls and by the clock.
//
// The gateway asks the limiter before it compares a secret, tells it of each wrong one, and lets it
// forget a client that has the right one; these three calls are one attempt here.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  limiter: { file: "gateway/auth-rate-limit.js", symbols: ["createAuthRateLimiter"] },
};

const WINDOW_MS = 60_000;
const SCOPES = { "shared secret": "shared-secret", "device token": "device-token" };

export function prepare(kit) {
  const { createAuthRateLimiter } = kit.modules.limiter;
  const { MaxAttempts, Window, Lockout } = kit.constants;
  const tick = WINDOW_MS / Window;

  function attempt(limiter, address, field, secret) {
    const { [field]: scope } = SCOPES;
    if (!limiter.check(address, scope).allowed) return false;
    if (secret === "right") limiter.reset(address, scope);
    else limiter.recordFailure(address, scope);
    return true;
  }

  return {
    attempt({ exemptLoopback, calls }, { address, field, secret }) {
      const limiter = createAuthRateLimiter({
        maxAttempts: MaxAttempts,
        windowMs: WINDOW_MS,
        lockoutMs: Lockout * tick,
        exemptLoopback,
        pruneIntervalMs: 0,
      });
      for (const [earlier, ...rest] of calls) {
        if (earlier) attempt(limiter, earlier, ...rest);
        else kit.clock.now += tick;
      }
      return { heard: attempt(limiter, address, field, secret) };
    },
  };
}
