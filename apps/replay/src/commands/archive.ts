import { resolve } from 'node:path';
import { Quarantine } from '#adapters/recordings';
import { archiveTo } from '../archive-to.js';
import { defineCommand, required } from '../command.js';
import { openRecordings } from '../open-recordings.js';
import { UsageError } from '../usage-error.js';

/** `archive`: recordings as normalized Parquet, which every `--session` takes. */
export const archive = defineCommand({
  name: 'archive',
  summary: 'Writes recordings into an archive of Parquet files, by venue, symbol and UTC day.',
  usage: `
--session PATH [--session PATH ...] --venue NAME --out DIR

  --session PATH  a recording: a file, an archive or a folder
  --venue NAME    where it was recorded: the first part of its place in the archive
  --out DIR       the archive; what is in it already stays, and is not written twice
`,
  options: {
    session: { type: 'string', multiple: true },
    venue: { type: 'string' },
    out: { type: 'string' },
  },
  run: async ({ session: paths, venue, out }, terminal) => {
    const root = resolve(required('out', out));
    const venueName = required('venue', venue).trim();
    if (venueName === '') throw new UsageError('--venue is empty; expected a name, such as nasdaq');
    const quarantine = new Quarantine();
    for (const session of await openRecordings(required('session', paths), quarantine)) {
      await archiveTo(root, venueName, session, terminal);
    }
    for (const [reason, rows] of quarantine.countsByReason()) terminal.progress(`set aside as ${reason}: ${rows} rows`);
  },
});
