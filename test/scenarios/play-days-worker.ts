import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSessions, Quarantine } from '#adapters/recordings';
import { SignalTable } from '#domain/features';
import { DayStage, sessionDays } from '#application/play-session';

// A process that plays every day of the folder in its arguments, and writes as JSON how many bytes it held after each.

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is still held when everything that nobody holds is gone, in bytes. */
const heldBytes = async (): Promise<number> => {
  for (let i = 0; i < 3; i += 1) {
    // What awaits its end keeps hold of what it will not use any more.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const opened = await openSessions([process.env.RECORDINGS!], new Quarantine());
if (!opened.ok) throw opened.error;
const days = sessionDays(opened.value);
if (!days.ok) throw new Error(days.error.message);
const held: number[] = [];
for (const day of days.value) {
  const stage = await DayStage.open(day, { overrides: new Map(), signals: new SignalTable([]) });
  await stage.advance(Infinity);
  stage.states();
  await stage.close();
  held.push(await heldBytes());
}
process.stdout.write(JSON.stringify(held));
