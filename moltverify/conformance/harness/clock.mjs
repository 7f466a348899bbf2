// Time stands still and is moved by the caller, for the package and for whatever it imports.

// Freeze Date; with `timers`, setTimeout and clearTimeout wait for the frozen clock too.
export function freezeTime(start, timers) {
  const clock = { now: start };
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [clock.now]));
    }

    static now() {
      return clock.now;
    }
  };
  if (timers) freezeTimers(clock);
  return clock;
}

function freezeTimers(clock) {
  const waiting = new Map();
  let last = 0;
  globalThis.setTimeout = (run, delay = 0, ...given) => {
    waiting.set(++last, { due: clock.now + delay, run: () => run(...given) });
    return last;
  };
  globalThis.clearTimeout = (id) => waiting.delete(id);
  clock.forget = () => waiting.clear();
  // A timer may run late but never early: the caller says when the callbacks get their turn.
  clock.runDue = () => {
    // A copy, because a callback may set timers; the check of delete, because it may clear others.
    for (const [id, timer] of [...waiting]) {
      if (timer.due <= clock.now && waiting.delete(id)) timer.run();
    }
  };
}
