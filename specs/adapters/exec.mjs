// The node's judgement of a shell line, the text for the owner, and what an approval is bound to.

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  approvals: {
    file: "infra/exec-approvals.js",
    symbols: ["evaluateShellAllowlist", "evaluateShellAllowlistWithAuthorization"],
  },
  binding: {
    file: "infra/system-run-approval-binding.js",
    symbols: ["resolveSystemRunCommandRequest", "buildSystemRunApprovalBinding", "matchSystemRunApprovalBinding"],
  },
};

const GRAMMAR = "tree-sitter-bash";
const CONTEXTS = {
  "as usual": { cwd: "/home/node" },
  "in /srv": { cwd: "/srv" },
  "with PAGER set": { cwd: "/home/node", env: { PAGER: "less" } },
};

// The arguments of a text in which those with a space or a quote are in double quotes.
function argvOf(text) {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) => bare ?? quoted.replaceAll('\\"', '"'));
}

function bound(binding, { argv, context }) {
  return binding.buildSystemRunApprovalBinding({ argv: argvOf(argv), agentId: "main", sessionKey: "main", ...CONTEXTS[context] });
}

export function prepare(kit) {
  const { approvals, binding } = kit.modules;
  const bin = join(kit.folder, "bin");
  mkdirSync(bin);
  for (const name of ["head", "rm"]) {
    writeFileSync(join(bin, name), "#!/bin/sh\n");
    chmodSync(join(bin, name), 0o755);
  }
  const require = createRequire(join(kit.package, "package.json"));
  const { dependencies = {} } = require("./package.json");
  // The code looks for the grammar's file by itself, and without it just refuses each line.
  const findGrammar = () => GRAMMAR in dependencies && require.resolve(GRAMMAR);
  // Later releases judge a POSIX line only in the function that also plans it.
  const evaluate = () =>
    "evaluateShellAllowlistWithAuthorization" in approvals
      ? approvals.evaluateShellAllowlistWithAuthorization
      : approvals.evaluateShellAllowlist;
  return {
    async judge({ argv, allowlist }) {
      findGrammar();
      const [, , command] = argvOf(argv);
      const { analysisOk, allowlistSatisfied } = await evaluate()({
        command,
        // head is a safe bin; what else is on the list is there by its path.
        safeBins: new Set(["head"]),
        trustedSafeBinDirs: new Set([bin]),
        allowlist: allowlist.filter((name) => name !== "head").map((name) => ({ pattern: join(bin, name) })),
        cwd: kit.folder,
        env: { PATH: bin },
      });
      return { satisfied: analysisOk && allowlistSatisfied };
    },

    resolve({ argv, rawCommand }) {
      const request = { command: argvOf(argv), rawCommand: rawCommand === "none" ? undefined : rawCommand };
      return { accepted: binding.resolveSystemRunCommandRequest(request).ok };
    },

    show({ argv }) {
      return { text: binding.resolveSystemRunCommandRequest({ command: argvOf(argv) }).commandText };
    },

    match({ approved, sent }) {
      const actual = bound(binding, sent);
      const expected = bound(binding, approved).binding;
      return { matches: binding.matchSystemRunApprovalBinding({ expected, actual: actual.binding, actualEnvKeys: actual.envKeys }).ok };
    },
  };
}
