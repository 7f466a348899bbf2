// The limiter of wrong secrets behind the WebSocket's handshake, brought into a state by handshakes
// and by the clock. One attempt is one handshake: it chooses the counter, asks the limiter, compares
// the secrets, and tells the limiter of what it found.

export { productNames, stubbedPackages } from "./product.mjs";

const HANDSHAKE = "gateway/server/ws-connection/auth-context.js";

export const needs = {
  limiter: { file: "gateway/auth-rate-limit.js", symbols: ["createAuthRateLimiter"] },
  handshake: { file: HANDSHAKE, symbols: ["resolveConnectAuthState", "resolveConnectAuthDecision"] },
  browser: {
    file: "gateway/server/ws-connection/handshake-auth-helpers.js",
    symbols: ["resolveHandshakeBrowserSecurityContext"],
  },
};

const WINDOW_MS = 60_000;
const RIGHT = { token: "correct horse", deviceToken: "own token" };
const FIELDS = { "shared secret": "token", "device token": "deviceToken" };

// What a client sends. In field "both" the shared secret is wrong and the device token is right.
function secretsOf(field, secret) {
  if (field === "both") return { token: "battery staple", deviceToken: RIGHT.deviceToken };
  const { [field]: name } = FIELDS;
  return { [name]: secret === "right" ? RIGHT[name] : "battery staple" };
}

export function prepare(kit) {
  const { limiter, handshake, browser } = kit.modules;
  const { MaxAttempts, Window, Lockout } = kit.constants;
  const tick = WINDOW_MS / Window;

  function newLimiter(exemptLoopback) {
    const policy = { maxAttempts: MaxAttempts, windowMs: WINDOW_MS, lockoutMs: Lockout * tick, exemptLoopback };
    const made = limiter.createAuthRateLimiter({ ...policy, pruneIntervalMs: 0 });
    // Time stands still here, so that nobody waits for the answer to a wrong secret.
    return { ...made, recordFailureAndDelay: async (...given) => made.recordFailure(...given) };
  }

  async function attempt(rateLimiter, address, origin, field, secret) {
    const asked = { requestOrigin: origin || undefined, clientIp: address, rateLimiter };
    const { rateLimitClientIp: clientIp } = browser.resolveHandshakeBrowserSecurityContext(asked);
    const connectAuth = secretsOf(field, secret);
    const known = { rateLimiter, clientIp, hasDeviceIdentity: "deviceToken" in connectAuth };
    const resolvedAuth = { mode: "token", token: RIGHT.token, allowTailscale: false };
    const state = await handshake.resolveConnectAuthState({ ...known, resolvedAuth, connectAuth, trustedProxies: [] });
    const device = { deviceId: "laptop", publicKey: "key", role: "operator", scopes: [] };
    const verifyDeviceToken = async ({ token }) => ({ ok: token === RIGHT.deviceToken });
    const decision = await handshake.resolveConnectAuthDecision({ ...known, ...device, state, verifyDeviceToken });
    return { heard: !decision.authResult.rateLimited, in: decision.authOk };
  }

  return {
    async attempt({ exemptLoopback, calls }, { address, origin, field, secret }) {
      const rateLimiter = newLimiter(exemptLoopback);
      for (const [earlier, ...rest] of calls) {
        if (earlier) await attempt(rateLimiter, earlier, ...rest);
        else kit.clock.now += tick;
      }
      return attempt(rateLimiter, address, origin, field, secret);
    },
  };
}
