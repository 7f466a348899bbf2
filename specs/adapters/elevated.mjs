// Who may be elevated, and whose owner-only commands run.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  elevated: { file: "auto-reply/reply/reply-elevated.js", symbols: ["resolveElevatedPermissions"] },
  owners: { file: "auto-reply/command-auth.js", symbols: ["resolveCommandAuthorization"] },
};

// A sender may show any name, the owner's number too.
const NUMBERS = { ann: "+12025550101", bob: "+12025550102", mallory: "+12025550103", bot: "+12025550100", "*": "*" };
const numbers = (list) => list.map((one) => NUMBERS[one]);

const context = (sender, name) => ({
  Provider: "whatsapp",
  ChatType: "group",
  From: "120363000000000000@g.us",
  To: NUMBERS.bot,
  SenderId: NUMBERS[sender],
  SenderE164: NUMBERS[sender],
  SenderName: NUMBERS[name],
});

// The settings of one side; an agent without a list inherits.
function gate(enabled, list) {
  return { enabled, ...(list.includes("inherit") ? {} : { allowFrom: { whatsapp: numbers(list) } }) };
}

export function prepare(kit) {
  const { elevated, owners } = kit.modules;
  return {
    elevate({ globalOn, agentOn, globalList, agentList }, { sender, name }) {
      const agent = { id: "main", tools: { elevated: gate(agentOn, agentList) } };
      const cfg = { tools: { elevated: gate(globalOn, globalList) }, agents: { list: [agent] } };
      const ctx = context(sender, name);
      const { allowed } = elevated.resolveElevatedPermissions({ cfg, agentId: "main", ctx, provider: "whatsapp" });
      return { allowed };
    },

    // WhatsApp is the channel that asks for the owner. Later releases have a list for owners alone, and
    // answer apart whether the sender is one of them.
    command({ list, mayCommand }, { sender, name }) {
      const owner = numbers(list);
      const cfg = { channels: { whatsapp: { allowFrom: owner } }, commands: { ownerAllowFrom: owner } };
      const ctx = context(sender, name);
      const found = owners.resolveCommandAuthorization({ ctx, cfg, commandAuthorized: mayCommand });
      return { authorized: found.isAuthorizedSender && found.senderIsOwner !== false };
    },
  };
}
