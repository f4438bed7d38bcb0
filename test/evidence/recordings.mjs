import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSessions, Quarantine } from '#adapters/recordings';
import { observeSession } from '#application/report-market';

/** The folder of recordings, each played once however many parts ask for it. */
export class Recordings {
  #observed = new Map();

  constructor(folder, progress) {
    this.folder = folder;
    this.progress = progress;
  }

  has(path) {
    return existsSync(join(this.folder, path));
  }

  path(path) {
    return join(this.folder, path);
  }

  async open(...paths) {
    const opened = await openSessions(
      paths.map((path) => this.path(path)),
      new Quarantine(),
    );
    if (!opened.ok) throw opened.error;
    return opened.value;
  }

  /** Sessions that are played to their end, as the statistics need them. */
  async observe(...paths) {
    const all = [];
    for (const path of paths) {
      if (!this.#observed.has(path)) {
        this.progress(`playing ${path}`);
        const [session] = await this.open(path);
        this.#observed.set(path, await observeSession(session));
      }
      all.push(this.#observed.get(path));
    }
    return all;
  }
}

const LEAN_DAYS = ['20131007', '20131008', '20131009', '20131010'];

/** The trade files of a LEAN symbol, one a day; with `quick` of the first day only. */
export const leanDays = (symbol, quick = false) =>
  LEAN_DAYS.slice(0, quick ? 1 : LEAN_DAYS.length).map((day) => `lean/${symbol}_${day}_trade.zip`);
