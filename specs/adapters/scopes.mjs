// Whether a token covers the scopes that a connection declares, and whether a caller may approve a
// device or rotate a token. The store is two files in a folder, written before each call.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export { productNames, stubbedPackages } from "./product.mjs";

const STORE = "infra/device-pairing.js";

export const needs = {
  compat: { file: "shared/operator-scope-compat.js", symbols: ["roleScopesAllow"] },
  approval: { file: STORE, symbols: ["approveDevicePairing"] },
  tokens: { file: STORE, symbols: ["rotateDeviceToken"] },
  connect: { file: STORE, symbols: ["verifyDeviceToken"] },
};

const ROLE = "operator";
const DEVICE = "laptop";
const PROBE = "operator.read";

export function prepare(kit) {
  const { compat, approval, tokens, connect } = kit.modules;
  const devices = join(kit.folder, "devices");
  mkdirSync(devices, { recursive: true });

  function put({ approved = [], granted = [], pending = [] }) {
    const now = kit.clock.now;
    const token = { token: "secret", role: ROLE, scopes: granted, createdAtMs: now };
    const row = { deviceId: DEVICE, publicKey: "key", role: ROLE, roles: [ROLE] };
    const paired = { ...row, scopes: approved, approvedScopes: approved, tokens: { [ROLE]: token }, approvedAtMs: now };
    const asked = { ...row, requestId: "first", scopes: pending, ts: now };
    const rows = { paired: approved.length ? { [DEVICE]: paired } : {}, pending: { first: asked } };
    for (const [name, value] of Object.entries(rows)) writeFileSync(join(devices, `${name}.json`), JSON.stringify(value));
    return kit.folder;
  }

  // Later releases have a database, and know nothing of a device in a file.
  async function readsFiles() {
    const baseDir = put({ approved: [PROBE], granted: [PROBE] });
    const asked = { deviceId: DEVICE, token: "secret", role: ROLE, scopes: [PROBE], baseDir };
    const answer = await connect.verifyDeviceToken(asked).catch((error) => ({ ok: false, error }));
    if (kit.missing(answer.error)) throw answer.error;
    return answer.ok;
  }

  let filesAreRead;
  async function write(rows) {
    filesAreRead ??= await readsFiles();
    if (!filesAreRead) throw new kit.Absent("its pairings are rows of a database that a thread of its own writes");
    return put(rows);
  }

  return {
    async declare({ granted }, { scopes }) {
      // Earlier releases compare the scopes inside the check of the token.
      if ("roleScopesAllow" in compat) {
        return { allowed: compat.roleScopesAllow({ role: ROLE, requestedScopes: scopes, allowedScopes: granted }) };
      }
      const { verifyDeviceToken } = connect;
      const baseDir = await write({ approved: granted, granted });
      const { ok } = await verifyDeviceToken({ deviceId: DEVICE, token: "secret", role: ROLE, scopes, baseDir });
      return { allowed: ok };
    },

    async approve({ approved, granted, pending }, { callerScopes }) {
      const { approveDevicePairing } = approval;
      const baseDir = await write({ approved, granted, pending });
      // Releases before the caller's scopes were asked take the folder in their place.
      const given = approveDevicePairing.length < 3 ? [baseDir] : [{ callerScopes }, baseDir];
      const result = await approveDevicePairing("first", ...given);
      return { approved: result?.status !== "forbidden" && result !== null };
    },

    async rotate({ approved, granted }, { callerScopes, scopes }) {
      const { rotateDeviceToken } = tokens;
      const baseDir = await write({ approved, granted });
      const result = await rotateDeviceToken({ deviceId: DEVICE, role: ROLE, scopes, callerScopes, baseDir });
      return { minted: Boolean(result) && result.ok !== false };
    },
  };
}
