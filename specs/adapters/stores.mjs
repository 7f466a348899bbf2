// A change of the exec approvals' file by a writer that has read it earlier.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  approvals: {
    file: "infra/exec-approvals.js",
    symbols: ["resolveExecApprovalsPath", "loadExecApprovals", "addAllowlistEntry"],
  },
};

const AGENT = "main";
const patternOf = (entry) => `/usr/bin/${entry.replaceAll(" ", "-")}`;

function put(path, { is, entries }) {
  rmSync(path, { force: true });
  if (is === "missing") return;
  const allowlist = entries.map((entry) => ({ id: entry, pattern: patternOf(entry) }));
  const text = JSON.stringify({ version: 1, agents: { [AGENT]: { allowlist } } });
  // Without its last brace the text has all entries, and is no JSON.
  writeFileSync(path, is === "unreadable" ? text.slice(0, -1) : text);
}

export function prepare(kit) {
  const { approvals } = kit.modules;

  // Later releases have a database: they know nothing of an entry in the file, or refuse the file.
  function entriesInFile() {
    try {
      return approvals.loadExecApprovals().agents?.[AGENT]?.allowlist ?? [];
    } catch (error) {
      if (!error.message.startsWith("Legacy exec approvals")) throw error;
      return [];
    }
  }

  function requireFile(path) {
    mkdirSync(dirname(path), { recursive: true });
    put(path, { is: "whole", entries: ["probe"] });
    const list = entriesInFile();
    if (!list.some(({ pattern }) => pattern === patternOf("probe"))) throw new kit.Absent("the exec approvals are in a database");
  }

  return {
    change({ writer, seen, file }) {
      const path = approvals.resolveExecApprovalsPath();
      requireFile(path);
      put(path, seen);
      const loaded = approvals.loadExecApprovals();
      put(path, file);
      approvals.addAllowlistEntry(loaded, AGENT, patternOf(writer));
      const text = readFileSync(path, "utf8");
      return { lost: file.entries.some((entry) => !text.includes(patternOf(entry))) };
    },
  };
}
