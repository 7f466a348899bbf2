// Where the pairing store keeps a channel's requests and its allow list: two files, or since
// 2026.6 two tables of a database.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const CHANNEL = "telegram";
const ACCOUNT = "default";

// The environment that makes a folder the product's own, by all of its names.
export const environment = (folder) => ({ OPENCLAW_STATE_DIR: folder, CLAWDBOT_STATE_DIR: folder, HOME: folder });

// Requests and allow lists in files of their own, for each channel.
function filesIn(folder) {
  const credentials = join(folder, "credentials");
  const pathOf = (channel, what) => join(credentials, `${channel}-${what}.json`);
  const write = (channel, what, content) => {
    mkdirSync(credentials, { recursive: true });
    writeFileSync(pathOf(channel, what), JSON.stringify({ version: 1, ...content }));
  };
  const read = (channel, what) => JSON.parse(readFileSync(pathOf(channel, what), "utf8"));
  return {
    canBeMissing: true,
    forgetAll: () => rmSync(credentials, { recursive: true, force: true }),
    forgetAllowed: (channel) => rmSync(pathOf(channel, "allowFrom"), { force: true }),
    // Later releases have an account in each request; earlier ones do not look at it.
    putRequests: (channel, requests) =>
      write(channel, "pairing", { requests: requests.map((one) => ({ ...one, meta: { accountId: ACCOUNT } })) }),
    requests: (channel) => read(channel, "pairing").requests,
    putAllowed: (channel, allowFrom) => write(channel, "allowFrom", { allowFrom }),
    allowed: (channel) => read(channel, "allowFrom").allowFrom,
  };
}

// The tables of an open database; the rows are those that the store itself writes.
function tablesOf(database) {
  const all = (text, ...values) => database.prepare(text).all(...values);
  const run = (text, ...values) => database.prepare(text).run(...values);
  const forgetAllowed = (channel) => run("DELETE FROM channel_pairing_allow_entries WHERE channel_key = ?", channel);
  // The disk need not have each of some ten thousand states.
  database.exec("PRAGMA synchronous = OFF");
  return {
    canBeMissing: false,
    forgetAll() {
      run("DELETE FROM channel_pairing_requests");
      run("DELETE FROM channel_pairing_allow_entries");
    },
    forgetAllowed,
    putRequests(channel, requests) {
      run("DELETE FROM channel_pairing_requests WHERE channel_key = ?", channel);
      for (const { id, code, createdAt, lastSeenAt } of requests) {
        const values = [channel, ACCOUNT, id, code, createdAt, lastSeenAt, null];
        run("INSERT INTO channel_pairing_requests VALUES (?, ?, ?, ?, ?, ?, ?)", ...values);
      }
    },
    requests: (channel) =>
      all("SELECT * FROM channel_pairing_requests WHERE channel_key = ?", channel).map((row) => ({
        id: row.request_id,
        code: row.code,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
      })),
    putAllowed(channel, entries) {
      forgetAllowed(channel);
      entries.forEach((entry, place) =>
        run("INSERT INTO channel_pairing_allow_entries VALUES (?, ?, ?, ?, ?)", channel, ACCOUNT, entry, place, 0),
      );
    },
    allowed: (channel) =>
      all("SELECT entry FROM channel_pairing_allow_entries WHERE channel_key = ? ORDER BY sort_order", channel).map(
        ({ entry }) => entry,
      ),
  };
}

// Return the state of the store, in the form that a release shows; raise Absent if it shows none
// that an adapter could bring about.
export async function openState({ Absent, missing, folder }, store) {
  const files = filesIn(folder);
  const now = new Date().toISOString();
  files.putRequests(CHANNEL, [{ id: "probe", code: "PPPPPPPP", createdAt: now, lastSeenAt: now }]);
  const { listed, why } = await list(store, environment(folder), missing);
  files.forgetAll();
  if (listed?.length === 1) return files;
  const tables = listed && (await tablesBelow(folder));
  if (tables) {
    tables.putRequests(CHANNEL, [{ id: "probe", code: "PPPPPPPP", createdAt: now, lastSeenAt: now }]);
    const again = await list(store, environment(folder), missing);
    tables.forgetAll();
    if (again.listed?.length === 1) return tables;
  }
  throw new Absent(`the store reads neither credentials/${CHANNEL}-pairing.json nor a table that is known${why}`);
}

// Return the tables of the database that the store has made below a folder, if it has made one.
async function tablesBelow(folder) {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  const { DatabaseSync } = await import("node:sqlite");
  for (const name of names.filter((one) => /\.(?:sqlite|sqlite3|db)$/.test(one))) {
    const database = new DatabaseSync(join(folder, name));
    const found = database.prepare("SELECT name FROM sqlite_master WHERE name = 'channel_pairing_requests'").all();
    if (found.length) return tablesOf(database);
    database.close();
  }
  return undefined;
}

async function list({ listChannelPairingRequests }, env, missing) {
  try {
    return { listed: await listChannelPairingRequests(CHANNEL, env), why: "" };
  } catch (error) {
    return { why: `: ${missing(error) || error.message}` };
  }
}
