import { relative, resolve } from 'node:path';
import { archiveSession, ParquetError } from '#adapters/parquet';
import { Quarantine, RecordingError } from '#adapters/recordings';
import { CommandFailure } from '../command-failure.js';
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
      terminal.progress(session.source.name);
      const { events, paths: files } = await archived(() => archiveSession(root, venueName, session));
      terminal.result(
        `${session.source.name}: ${events} events in ${files.map((file) => relative(root, file)).join(', ')}`,
      );
    }
    for (const [reason, rows] of quarantine.countsByReason()) terminal.progress(`set aside as ${reason}: ${rows} rows`);
  },
});

const archived = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ParquetError || error instanceof RecordingError) throw new CommandFailure(error.message);
    throw error;
  }
};
