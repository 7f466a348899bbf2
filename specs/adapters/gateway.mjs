// The gateway's configuration and front door, function by function; nothing is ever started.

import fs from "node:fs";
import os from "node:os";
import { syncBuiltinESMExports } from "node:module";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  net: { file: "gateway/net.js", symbols: ["resolveGatewayBindHost"] },
  auth: {
    file: "gateway/auth.js",
    symbols: ["resolveGatewayAuth", "authorizeGatewayConnect", "authorizeHttpGatewayConnect", "isLocalDirectRequest"],
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

// Later releases bind elsewhere in a container: whether this machine is one must not matter.
const CONTAINER = ["/.dockerenv", "/run/.containerenv", "/var/run/.containerenv", "/proc/1/cgroup"];

function hideContainer() {
  for (const name of ["accessSync", "readFileSync"]) {
    const { [name]: real } = fs;
    fs[name] = (path, ...given) => {
      if (CONTAINER.includes(path)) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
      return real(path, ...given);
    };
  }
}

export function prepare(kit) {
  const { net, auth, runtime } = kit.modules;
  hideContainer();
  os.networkInterfaces = () => ({ tailscale0: [{ address: TAILNET, family: "IPv4", internal: false }] });
  syncBuiltinESMExports();

  return {
    async "resolve bind"({ bind, unbindable }) {
      kit.binding.possible = (host) => !unbindable.includes(host);
      return { address: await net.resolveGatewayBindHost(bind, LAN) };
    },

    async start(state) {
      const cfg = { gateway: { auth: authConfig(state), bind: state.bind, customBindHost: LAN } };
      try {
        await runtime.resolveGatewayRuntimeConfig({ cfg, host: state.address, port: 18789, controlUiEnabled: false });
      } catch (error) {
        if (/no (token|password) was configured|without auth|must not be blank|refusing (wildcard )?fallback|requested .* but resolved/.test(error.message)) return { starts: false };
        throw error;
      }
      return { starts: true };
    },

    async authorize(state, { credential }) {
      const resolved = auth.resolveGatewayAuth({ authConfig: authConfig(state), env: {}, tailscaleMode: "off" });
      const { [credential]: given } = CREDENTIALS;
      const connectAuth = { token: given, password: given };
      const req = { socket: { remoteAddress: "203.0.113.9" }, headers: { host: "gateway.example" } };
      // Bundled releases keep the function to themselves; what they export calls it for HTTP.
      const authorize = "authorizeGatewayConnect" in auth ? auth.authorizeGatewayConnect : auth.authorizeHttpGatewayConnect;
      const { ok } = await authorize({ auth: resolved, connectAuth, req, trustedProxies: [] });
      return { authorized: ok };
    },

    "is local"({ socket, hops, trusted }) {
      const forwarded = hops.length ? { "x-forwarded-for": hops.join(", ") } : {};
      const req = { socket: { remoteAddress: socket }, headers: { host: "localhost", ...forwarded } };
      return { local: auth.isLocalDirectRequest(req, trusted ? ["127.0.0.1"] : []) };
    },
  };
}
