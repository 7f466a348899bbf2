// The file that the pairing store keeps a channel's requests in, and the check that it does.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const CHANNEL = "telegram";

// The environment that makes a folder the product's own, by all of its names.
export const environment = (folder) => ({ OPENCLAW_STATE_DIR: folder, CLAWDBOT_STATE_DIR: folder, HOME: folder });

// Raise Absent if the store does not show what stands in the file: then it has no state that an
// adapter could bring about.
export async function requireFile({ Absent, missing, folder }, store) {
  const name = `${CHANNEL}-pairing.json`;
  const credentials = join(folder, "credentials");
  mkdirSync(credentials, { recursive: true });
  const now = new Date().toISOString();
  const requests = [{ id: "probe", code: "PPPPPPPP", createdAt: now, lastSeenAt: now }];
  writeFileSync(join(credentials, name), JSON.stringify({ version: 1, requests }));
  const { listed, why } = await list(store, environment(folder), missing);
  if (listed?.length !== 1) throw new Absent(`the store does not read credentials/${name}${why}`);
  rmSync(join(credentials, name));
}

async function list({ listChannelPairingRequests }, env, missing) {
  try {
    return { listed: await listChannelPairingRequests(CHANNEL, env), why: "" };
  } catch (error) {
    return { why: `: ${missing(error) || error.message}` };
  }
}
