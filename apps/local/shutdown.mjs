const PARENT_POLL_MS = 500;

/**
 * The order in which things stop: the reverse of how they started. `onStop(stop)` adds one; `stopAll()` runs them once,
 * however often it is called.
 */
export const createShutdown = () => {
  const stops = [];
  let stopped;
  const run = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  return {
    onStop: (stop) => {
      // Whoever still starts things while everything stops is stopped by this.
      if (stopped !== undefined) throw new Error('stopping');
      stops.push(stop);
    },
    stopAll: () => (stopped ??= run()),
    isStopping: () => stopped !== undefined,
  };
};

/**
 * Calls `onSignal` once when the person, the terminal or the system asks us to end, and `onImpatience` when they ask
 * again. npm may be killed without a word to us: that counts as a request too.
 */
export const onTermination = (onSignal, onImpatience) => {
  let asked = false;
  const ask = () => {
    if (asked) {
      onImpatience();
      return;
    }
    asked = true;
    onSignal();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask);
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    if (!asked) ask();
  }, PARENT_POLL_MS);
  watch.unref();
};
