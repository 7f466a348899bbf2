// Whether a request is that of a client on the host, whether its browser's Origin is allowed, and
// whether it is let in.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  // Later releases have the function in another module; the harness looks for it in all chunks.
  local: { file: "gateway/auth.js", symbols: ["isLocalDirectRequest"] },
  auth: { file: "gateway/auth.js", symbols: ["authorizeGatewayConnect", "authorizeWsControlUiGatewayConnect"] },
  ingress: { file: "gateway/ingress-attribution.js", symbols: ["markGatewayIngressTransport"] },
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

// The tailnet: one peer, which is Ann's.
const tailscaleWhois = async (address) => (address === "100.64.0.7" ? { login: "ann", name: "Ann" } : null);

export function prepare(kit) {
  const { local, auth, ingress, origin } = kit.modules;
  return {
    "is local"({ trusted, ...request }) {
      return { local: local.isLocalDirectRequest(requestOf(request), trusted ? ["127.0.0.1"] : []) };
    },

    async authorize({ auth: mode, allowTailscale, secret, transport, proxyHeaders: _, ...request }) {
      const req = requestOf(request);
      // Later releases know by which listener a request came.
      if (transport !== "ordinary" && "markGatewayIngressTransport" in ingress) {
        ingress.markGatewayIngressTransport(req, { kind: "managed-tailscale", mode: transport });
      }
      const known = { auth: { mode, token: mode === "token" ? "right" : undefined, allowTailscale }, req, tailscaleWhois };
      const connectAuth = secret ? { token: "right" } : {};
      // Where several ways in have a function each, that of the control page is the one that Tailscale serves.
      const authorize = "authorizeWsControlUiGatewayConnect" in auth ? auth.authorizeWsControlUiGatewayConnect : auth.authorizeGatewayConnect;
      const { ok } = await authorize({ ...known, connectAuth, trustedProxies: [] });
      return { authorized: ok };
    },

    "check origin"({ allowedOrigins, ...request }) {
      const isLocalClient = local.isLocalDirectRequest(requestOf(request), []);
      const asked = { requestHost: request.host, origin: request.origin, allowedOrigins, isLocalClient };
      return { ok: origin.checkBrowserOrigin(asked).ok };
    },
  };
}
