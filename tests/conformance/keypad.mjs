// An adapter for the made releases of test_made_releases.py: a lock with a PIN.

export const needs = { lock: { file: "lock.js", symbols: ["enter"] } };

export function prepare(kit) {
  const { enter } = kit.modules.lock;
  return {
    Enter: ({ failures }, { pin }) => ({ answer: enter(failures, pin, kit.constants.Limit) }),
  };
}
