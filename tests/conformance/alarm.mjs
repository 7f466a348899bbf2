// An adapter whose package sets an alarm with a timer: test_harness.py moves the clock.

export const needs = { alarm: { file: "house/alarm.js", symbols: ["set", "log"] } };

export const timers = true;

export function prepare(kit) {
  const { alarm } = kit.modules;
  return {
    wait({ delays }, { after }) {
      kit.clock.forget();
      alarm.log.length = 0;
      for (const delay of delays) alarm.set(delay);
      kit.clock.now += after;
      const before = [...alarm.log];
      kit.clock.runDue();
      return { before, rung: [...alarm.log] };
    },
  };
}
