// The approval manager, brought into a state by its own calls and by the clock.
//
// A tick of the model is a part of the time that an approval lives. An approval at the limit is
// exactly that old, one beyond it a millisecond older; its timer has run only if it is "expired".

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  manager: { file: "gateway/exec-approval-manager.js", symbols: ["ExecApprovalManager"] },
};

// The timers of the manager wait for the frozen clock.
export const timers = true;

const DECIDED = { allowed: "allow-once", used: "allow-once", denied: "deny" };

export function prepare(kit) {
  const { ExecApprovalManager } = kit.modules.manager;
  if (!ExecApprovalManager.prototype.waitForDecision) {
    throw new kit.Absent("ExecApprovalManager has no method waitForDecision: its requests are rows of a database");
  }
  const limit = kit.parameters["approval-ms"];
  const { TTL } = kit.constants;
  const toMs = (age) => (age > TTL ? limit + 1 : Math.round((age * limit) / TTL));

  return {
    async decide({ status, age }, { decision }) {
      const manager = new ExecApprovalManager();
      kit.clock.forget();
      const record = manager.create({ command: "ls" }, limit, "first");
      void manager.waitForDecision(record, limit);
      if (DECIDED[status]) manager.resolve("first", DECIDED[status], "owner");
      kit.clock.now += toMs(age);
      if (status === "expired") kit.clock.runDue();
      return { accepted: manager.resolve("first", decision, "owner") };
    },
  };
}
