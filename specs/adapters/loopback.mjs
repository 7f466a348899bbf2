// Whether a request is that of a client on the host, and whether its browser's Origin is allowed.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  // Later releases have the function in another module; the harness looks for it in all chunks.
  local: { file: "gateway/auth.js", symbols: ["isLocalDirectRequest"] },
  origin: { file: "gateway/origin-check.js", symbols: ["checkBrowserOrigin"] },
};

function requestOf({ socket, host, origin, hops, login }) {
  const headers = { host };
  if (origin) headers.origin = origin;
  // Tailscale and the usual proxies write the three of them together.
  if (hops.length) {
    headers["x-forwarded-for"] = hops.join(", ");
    headers["x-forwarded-host"] = host;
    headers["x-forwarded-proto"] = "https";
  }
  if (login) headers["tailscale-user-login"] = login;
  return { socket: { remoteAddress: socket }, headers };
}

export function prepare(kit) {
  const { local, origin } = kit.modules;
  return {
    "is local"({ trusted, ...request }) {
      return { local: local.isLocalDirectRequest(requestOf(request), trusted ? ["127.0.0.1"] : []) };
    },

    "check origin"({ allowedOrigins, ...request }) {
      const isLocalClient = local.isLocalDirectRequest(requestOf(request), []);
      const asked = { requestHost: request.host, origin: request.origin, allowedOrigins, isLocalClient };
      return { ok: origin.checkBrowserOrigin(asked).ok };
    },
  };
}
