"""For each claim, wrong versions of the implementation that its adapter must notice."""

from collections.abc import Mapping

from moltverify.conformance.protocol import PlantedBug

# dedupe
CACHE = "infra/dedupe.js"
FIXED_WINDOW = PlantedBug(
    CACHE,
    "touch(key, now);\n                return true;",
    "return true;",
    "A duplicate does not renew its key.",
)
LIVE_AT_THE_LIMIT = PlantedBug(
    CACHE,
    "now - existing < ttlMs",
    "now - existing <= ttlMs",
    "A key exactly as old as the window still counts.",
)
NEWEST_EVICTED = PlantedBug(
    CACHE,
    "const oldestKey = cache.keys().next().value;",
    "const oldestKey = [...cache.keys()].pop();",
    "The newest key is forgotten instead of the oldest.",
)
SENDERLESS = PlantedBug(
    "auto-reply/reply/inbound-dedupe.js",
    "accountId, sessionKey, peerId,",
    "sessionKey, peerId,",
    "The account is no part of the key.",
)

# elevated
ELEVATED = "auto-reply/reply/reply-elevated.js"
EITHER_SWITCH = PlantedBug(
    ELEVATED,
    "globalEnabled && agentEnabled",
    "globalEnabled || agentEnabled",
    "One of the two switches is enough.",
)
AGENT_LIST_IGNORED = PlantedBug(
    ELEVATED,
    "allowed: globalAllowed && agentAllowed",
    "allowed: globalAllowed",
    "The agent's list is not looked at.",
)
OWNER_IGNORED = PlantedBug(
    "auto-reply/command-auth.js",
    "commandAuthorized && isOwner",
    "commandAuthorized",
    "Who may give commands is the owner.",
)

# exec
FIRST_OF_CHAIN = PlantedBug(
    "infra/exec-approvals.js",
    "for (const part of chainParts) {\n        const analysis = analyzeShellCommand({",
    "for (const part of chainParts.slice(0, 1)) {\n        const analysis = analyzeShellCommand({",
    "Only the first command of a chain is judged.",
)
ALL_LISTED = PlantedBug(
    "infra/exec-approvals.js",
    "return Boolean(match || safe || skillAllow);",
    "return Boolean(match || segment.resolution);",
    "Whatever has a name counts as a safe program.",
)

# gateway
NET = "gateway/net.js"
AUTH = "gateway/auth.js"
OPEN_LAN = PlantedBug(
    "gateway/server-runtime-config.js",
    "!isLoopbackHost(bindHost) && !hasSharedSecret",
    "false",
    "The guard at the start is gone.",
)
TAILNET_WIDE = PlantedBug(
    NET,
    "return tailnetIP;\n        if",
    'return "0.0.0.0";\n        if',
    "The tailnet bind listens everywhere.",
)
SECRET_IGNORED = PlantedBug(
    AUTH,
    "!safeEqual(connectAuth.token, auth.token)",
    "false",
    "Any token is as good as the right one.",
)
HEADERS_BELIEVED = PlantedBug(
    AUTH,
    "(!hasForwarded || remoteIsTrustedProxy)",
    "true",
    "Forwarding headers from anyone are passed over.",
)

# gating
BYPASS_UNAUTHORIZED = PlantedBug(
    "channels/mention-gating.js",
    "params.commandAuthorized &&\n",
    "",
    "Any control command bypasses the mention gate.",
)
NEVER_BLOCKED = PlantedBug(
    "channels/command-gating.js",
    "params.hasControlCommand && !commandAuthorized",
    "false",
    "The command gate blocks nothing.",
)

# limiter
LIMITER = "auth-rate-limit.mjs"
SPELLINGS_APART = PlantedBug(
    LIMITER,
    'return resolveClientIp({ remoteAddr: ip }) ?? "unknown";',
    "return ip;",
    "Each spelling of an address has its own counter.",
)
FIELDS_TOGETHER = PlantedBug(
    LIMITER,
    'key: `${rawScope?.trim() || "default"}:${ip}`,',
    "key: ip,",
    "All fields of a client share one counter.",
)
REMEMBERED_AT_THE_LIMIT = PlantedBug(
    LIMITER,
    "(ts) => ts > cutoff",
    "(ts) => ts >= cutoff",
    "A mistake exactly as old as the window still counts.",
)
PAGE_EXEMPT = PlantedBug(
    "node-connect-reconcile.mjs",
    "hasBrowserOriginHeader && isLoopbackAddress(params.clientIp) ?",
    "false ?",
    "A page in the owner's browser counts as loopback.",
)
LOCKOUT_PROLONGED = PlantedBug(
    LIMITER,
    "if (entry.lockedUntil && now < entry.lockedUntil) return {",
    "if (entry.lockedUntil && now < entry.lockedUntil && (entry.lockedUntil = 2 * now)) return {",
    "An attempt during a lockout makes it last.",
)

# loopback
FORWARDED_IS_LOCAL = PlantedBug(
    "net.mjs",
    "!hasForwardedRequestHeaders(req) && isLoopbackAddress(req.socket?.remoteAddress)",
    "isLoopbackAddress(req.socket?.remoteAddress)",
    "A loopback socket makes a client local, whatever the headers say.",
)
ANY_HOST = PlantedBug(
    "origin-check.mjs",
    " && isTrustedSameOriginHost(requestHost, params.isLocalClient)",
    "",
    "An Origin that equals the Host header is allowed, whatever the host.",
)
EVERY_SITE = PlantedBug(
    "origin-check.mjs",
    'allowlist.has("*") || allowlist.has(parsedOrigin.origin)',
    "allowlist.size",
    "One allowed Origin allows every other one.",
)
ALL_BY_SERVE = PlantedBug(
    "ingress-attribution.mjs",
    'requestTransport.get(req) ?? { kind: "ordinary" }',
    '{ kind: "managed-tailscale", mode: "serve" }',
    "Every request counts as one that came by tailscale serve.",
)

# nodes
POLICY = "gateway/node-command-policy.js"
MANAGER = "gateway/exec-approval-manager.js"
UNDECLARED = PlantedBug(
    POLICY,
    "if (!params.declaredCommands.includes(command)) {",
    "if (false) {",
    "What the node declares is not looked at.",
)
DENY_SHADOWED = PlantedBug(
    POLICY,
    "allow.delete(trimmed);",
    "if (!extra.includes(trimmed)) allow.delete(trimmed);",
    "What is allowed by name cannot be denied.",
)
ASK_IGNORED = PlantedBug(
    "infra/exec-approvals.js",
    'params.ask === "always" ||',
    "",
    "The setting that always asks is ignored.",
)
DECIDED_TWICE = PlantedBug(
    MANAGER,
    "this.pending.delete(recordId);",
    "",
    "A decision does not end the request.",
)

# overlap
STORE = "pairing/pairing-store.js"
UNLOCKED = PlantedBug(
    STORE,
    "release = await lockfile.lock(filePath, PAIRING_STORE_LOCK_OPTIONS);",
    "release = async () => {};",
    "No lock is taken.",
)

# pairing
AT_THE_LIMIT = PlantedBug(
    STORE,
    "nowMs - createdAt > PAIRING_PENDING_TTL_MS",
    "nowMs - createdAt >= PAIRING_PENDING_TTL_MS",
    "A request whose age is exactly the TTL counts as expired.",
)
CLOCK_RESTARTED = PlantedBug(
    STORE,
    "createdAt: existing?.createdAt ?? now",
    "createdAt: now",
    "A refresh restarts the request's clock.",
)
NO_CAP = PlantedBug(
    STORE,
    "PAIRING_PENDING_MAX > 0 && reqs.length >= PAIRING_PENDING_MAX",
    "false",
    "The number of pending requests is not checked.",
)
CAP_FIRST = PlantedBug(
    STORE,
    "if (existingIdx >= 0) {",
    "if (existingIdx >= 0 && reqs.length < PAIRING_PENDING_MAX) {",
    "The cap is checked before the sender is looked up.",
)
NEW_CODE = PlantedBug(
    STORE,
    "const code = existingCode || generateUniqueCode(existingCodes);",
    "const code = generateUniqueCode(existingCodes);",
    "A retry changes the code.",
)
UNTRIMMED = PlantedBug(
    STORE,
    "return String(value).trim();\n}\nfunction normalizeAllowEntry",
    "return String(value);\n}\nfunction normalizeAllowEntry",
    "Ids are compared as they come.",
)

# routing
KEYS = "routing/session-key.js"
ACCOUNT_DROPPED = PlantedBug(
    KEYS,
    "${channel}:${accountId}:dm:",
    "${channel}:dm:",
    "The account is left out of the key.",
)
ALWAYS_MAIN = PlantedBug(
    KEYS,
    'const dmScope = params.dmScope ?? "main";',
    'const dmScope = "main";',
    "The scope is lost.",
)
OVERRIDE_IGNORED = PlantedBug(
    "resolve-route.mjs",
    "sessionOverride?.dmScope ?? dmScope",
    "dmScope",
    "A binding's own scope is not read.",
)
LINKED_TOGETHER = PlantedBug(
    KEYS,
    "return canonicalName;\n            }",
    'return "linked";\n            }',
    "All who are in some group get one key.",
)

# spawn
SPAWN = "agents/tools/sessions-spawn-tool.js"
ANY_TARGET = PlantedBug(
    SPAWN,
    "if (!allowAny && !allowSet.has(normalizedTargetId)) {",
    "if (false) {",
    "allowAgents is not looked at.",
)
GRANDCHILDREN = PlantedBug(
    SPAWN,
    'typeof requesterSessionKey === "string" && isSubagentSessionKey(requesterSessionKey)',
    "false",
    "A child spawns children.",
)

# tools
FILTER = "agents/pi-tools.policy.js"
GROUPS_AS_NAMES = PlantedBug(
    FILTER,
    "return expandToolGroups(patterns)",
    "return patterns",
    "A group is compared with the names of tools.",
)
ALLOWED_AND_DENIED = PlantedBug(
    FILTER,
    "if (matchesAny(normalized, deny))",
    "if (!policy.allow?.length && matchesAny(normalized, deny))",
    "A deny list beside an allow list is not looked at.",
)
AGENT_SKIPPED = PlantedBug(
    "gateway/tools-invoke-http.js",
    "const agentFiltered = agentPolicyExpanded",
    "const agentFiltered = false",
    "The agent's lists do not apply over HTTP.",
)

# identity
ANYBODYS_ID = PlantedBug(
    "telegram/bot-access.js",
    "senderId && allow.entries.includes(senderId)) {\n        return { allowed: true",
    'senderId && allow.entries.includes("@ann:hs")) {\n        return { allowed: true',
    "Whoever has an id is in a list that has Ann's.",
)
SERVER_DROPPED = PlantedBug(
    KEYS,
    "peerId = peerId.toLowerCase();",
    'peerId = peerId.toLowerCase().split(":")[0];',
    "The server is left out of the key.",
)
TOOLS_BY_PART = PlantedBug(
    "config/group-policy.js",
    "const match = normalized.get(key);",
    'const match = normalized.get(key) ?? normalized.get(key.split(":")[0]);',
    "The part of an id before its server gives tools too.",
)

# lists
GROUP_IS_DM = PlantedBug(
    "telegram/pairing-store.js",
    "new Set([...cfgAllowFrom, ...storeAllowFrom])",
    "new Set([...cfgAllowFrom, ...cfgGroupAllowFrom, ...storeAllowFrom])",
    "Whoever may write in groups may write directly.",
)
ONE_STORE = PlantedBug(
    STORE,
    "const filePath = resolveAllowFromPath(channel, env);",
    'const filePath = resolveAllowFromPath("telegram", env);',
    "All channels have one store.",
)

# hooks
HOOKS = "hooks.mjs"
LEAVE_IGNORED = PlantedBug(
    HOOKS,
    "&& !params.hooksConfig.sessionPolicy.allowRequestSessionKey",
    "&& false",
    "The payload's key needs no leave.",
)
KEY_AS_IT_IS = PlantedBug(
    HOOKS,
    "return `agent:${normalizeAgentId(params.targetAgentId)}:${parsed.rest}`;",
    "return trimmed;",
    "A key names any agent.",
)
ANY_AGENT = PlantedBug(
    HOOKS,
    "return allowed.has(effectiveAgentId);",
    "return true;",
    "The list of agents is not looked at.",
)
# scopes
COMPAT = "operator-scope-compat.mjs"
ADMIN_NOT_ALL = PlantedBug(
    COMPAT,
    "granted.includes(requestedScope) || granted.includes(OPERATOR_ADMIN_SCOPE)",
    "granted.includes(requestedScope)",
    "An admin's scope covers no other scope.",
)
WRITE_COVERS_ALL = PlantedBug(
    COMPAT,
    "(requestedScope === OPERATOR_READ_SCOPE || requestedScope === OPERATOR_TALK_SCOPE",
    "(true",
    "The scope to write covers every scope.",
)
FIRST_SCOPE_ALONE = PlantedBug(
    COMPAT,
    "if (!requestedScope) continue;",
    "if (scope !== params.requestedScopes[0]) continue;",
    "Only the first scope that is asked for is compared.",
)


# plugins
PLUGINS = "plugins/config-state.js"
DENIED_LOADED = PlantedBug(
    PLUGINS,
    "if (config.deny.includes(id)) {",
    "if (config.deny.includes(id) && config.entries[id]?.enabled !== true) {",
    "A switch that is on brings a denied plugin back.",
)
LIST_IGNORED = PlantedBug(
    PLUGINS,
    "if (config.allow.length > 0 && !config.allow.includes(id)) {",
    "if (false) {",
    "The list of plugins is no limit.",
)

# threads
THREADS_TOGETHER = PlantedBug(
    KEYS,
    "${params.baseSessionKey}:thread:${normalizedThreadId}",
    "${params.baseSessionKey}:thread",
    "All threads of a channel have one key.",
)

# closed
KNOWN_SECRET = PlantedBug(
    "gateway/hooks.js",
    "const token = cfg.hooks?.token?.trim();",
    'const token = cfg.hooks?.token?.trim() || "battery staple";',
    "A missing secret is replaced by one that others know.",
)
ANY_SENDER = PlantedBug(
    "telegram/bot-access.js",
    "if (senderId && allow.entries.includes(senderId))\n        return true;",
    "if (senderId) return true;",
    "A list with an entry admits every sender.",
)

# stores
NOTHING_KEPT = PlantedBug(
    "infra/exec-approvals.js",
    "agents[target] = { ...existing, allowlist };",
    "agents[target] = { ...existing, allowlist: allowlist.slice(-1) };",
    "A new entry replaces the list.",
)

# external
NO_END = PlantedBug(
    "security/external-content.js",
    "        content,\n        EXTERNAL_CONTENT_END,",
    "        content,",
    "The mark has no end.",
)

MUTANTS: Mapping[str, tuple[PlantedBug, ...]] = {
    "exec-says-what-runs": (FIRST_OF_CHAIN, ALL_LISTED),
    "gateway-exposure-v2": (OPEN_LAN, TAILNET_WIDE),
    "gateway-exposure-v2-protected": (SECRET_IGNORED, HEADERS_BELIEVED),
    "nodes-pipeline": (UNDECLARED, DENY_SHADOWED, ASK_IGNORED),
    "approvals-token": (DECIDED_TWICE,),
    "pairing": (AT_THE_LIMIT, CLOCK_RESTARTED),
    "pairing-cap": (AT_THE_LIMIT, NO_CAP),
    "pairing-race": (UNLOCKED,),
    "pairing-refresh-race": (UNLOCKED,),
    "pairing-idempotency": (NEW_CODE, UNTRIMMED),
    "pairing-refresh": (AT_THE_LIMIT, CAP_FIRST),
    "ingress-gating": (BYPASS_UNAUTHORIZED, NEVER_BLOCKED),
    "ingress-idempotency": (FIXED_WINDOW, LIVE_AT_THE_LIMIT, NEWEST_EVICTED),
    "ingress-dedupe-fallback": (SENDERLESS,),
    "routing-isolation": (ACCOUNT_DROPPED, ALWAYS_MAIN),
    "routing-precedence": (OVERRIDE_IGNORED,),
    "routing-identitylinks": (LINKED_TOGETHER,),
    "tool-deny-wins": (GROUPS_AS_NAMES, ALLOWED_AND_DENIED, AGENT_SKIPPED),
    "spawn-never-widens": (ANY_TARGET, GRANDCHILDREN),
    "elevated-needs-both": (EITHER_SWITCH, AGENT_LIST_IGNORED, OWNER_IGNORED),
    "guesses-are-limited": (
        SPELLINGS_APART,
        FIELDS_TOGETHER,
        REMEMBERED_AT_THE_LIMIT,
        PAGE_EXEMPT,
        LOCKOUT_PROLONGED,
    ),
    "loopback-is-not-proof": (FORWARDED_IS_LOCAL, ANY_HOST, EVERY_SITE, ALL_BY_SERVE),
    "operator-scopes": (ADMIN_NOT_ALL, WRITE_COVERS_ALL, FIRST_SCOPE_ALONE),
    "identity-is-stable": (ANYBODYS_ID, SERVER_DROPPED, TOOLS_BY_PART),
    "fails-closed": (KNOWN_SECRET, ANY_SENDER),
    "every-event-is-gated": (THREADS_TOGETHER,),
    "dm-is-not-group": (GROUP_IS_DM, ONE_STORE),
    "hook-stays-in-its-session": (LEAVE_IGNORED, KEY_AS_IT_IS, ANY_AGENT),
    "plugin-trusted-first": (DENIED_LOADED, LIST_IGNORED),
    "stores-lose-nothing": (NOTHING_KEPT,),
    "taint-stays": (NO_END,),
}
