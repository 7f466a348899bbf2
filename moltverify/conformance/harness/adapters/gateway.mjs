// The gateway's configuration and front door, function by function; nothing is ever started.

import os from "node:os";
import { syncBuiltinESMExports } from "node:module";

import { present } from "../loading.mjs";
import { binding } from "../sealing.mjs";

export const needs = {
  net: { file: "gateway/net.js", symbols: ["resolveGatewayBindHost"] },
  auth: {
    file: "gateway/auth.js",
    symbols: ["resolveGatewayAuth", "authorizeGatewayConnect"],
  },
  runtime: { file: "gateway/server-runtime-config.js", symbols: ["resolveGatewayRuntimeConfig"] },
};

// Web hooks pull in a model vendor's client and have no part in the decisions replayed here.
export const stubbedFiles = { "gateway/hooks.js": "export const resolveHooksConfig = () => null;" };

const TAILNET = "100.64.0.7";
const LAN = "192.168.1.5";
const SECRETS = { unset: undefined, set: "correct horse", blank: "   " };
const CREDENTIALS = { none: undefined, blank: "   ", wrong: "battery staple", right: "correct horse" };

function authConfig({ auth, secret }) {
  const { [secret]: value } = SECRETS;
  return { mode: auth, ...(auth === "none" || value === undefined ? {} : { [auth]: value }) };
}

export function prepare(kit) {
  const { net, auth, runtime } = kit.modules;
  os.networkInterfaces = () => ({ tailscale0: [{ address: TAILNET, family: "IPv4", internal: false }] });
  syncBuiltinESMExports();

  return {
    async "resolve bind"({ bind, unbindable }) {
      binding.possible = (host) => !unbindable.includes(host);
      return { address: await net.resolveGatewayBindHost(bind, LAN) };
    },

    async start(state) {
      const cfg = { gateway: { auth: authConfig(state) } };
      try {
        await runtime.resolveGatewayRuntimeConfig({ cfg, host: state.address, port: 18789 });
      } catch (error) {
        if (/no (token|password) was configured|without auth/.test(error.message)) return { starts: false };
        throw error;
      }
      return { starts: true };
    },

    async authorize(state, { credential }) {
      const resolved = auth.resolveGatewayAuth({ authConfig: authConfig(state), env: {}, tailscaleMode: "off" });
      const { [credential]: given } = CREDENTIALS;
      const connectAuth = { token: given, password: given };
      const req = { socket: { remoteAddress: "203.0.113.9" }, headers: { host: "gateway.example" } };
      const { ok } = await auth.authorizeGatewayConnect({ auth: resolved, connectAuth, req, trustedProxies: [] });
      return { authorized: ok };
    },

    "is local"({ socket, hops, trusted }) {
      const forwarded = hops.length ? { "x-forwarded-for": hops.join(", ") } : {};
      const req = { socket: { remoteAddress: socket }, headers: { host: "localhost", ...forwarded } };
      const isLocalDirectRequest = present(auth, "isLocalDirectRequest", needs.auth.file);
      return { local: isLocalDirectRequest(req, trusted ? ["127.0.0.1"] : []) };
    },
  };
}
