// Loaded into every child before its own code. The channel to the launcher closes when the launcher ends, however it
// ends: a child never outlives it, not even after a `kill -9`.
const GRACE_MS = 10_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
process.channel?.unref();
