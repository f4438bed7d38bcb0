import { resolve } from 'node:path';
import { reportPage } from '#adapters/html-report';
import { Quarantine } from '#adapters/recordings';
import { livingMarket } from '#application/play-session';
import { marketReport, observeSession, type MarketReport } from '#application/report-market';
import { type MarketSession } from '#domain/market-data';
import { defineCommand, required, seedOf, type Terminal } from '../command.js';
import { openRecordings } from '../open-recordings.js';
import { refuseUnwritable, writePage } from '../page-file.js';

/** `report`: a page with what the recordings say of their market. */
export const report = defineCommand({
  name: 'report',
  summary: 'Writes a web page about recordings: impact, decay, response, order flow, the day, quality.',
  usage: `
--session PATH [--session PATH ...] --out FILE.html [--seed N]

  --session PATH   a recording: a file, an archive or a folder; without it the market of agents and dealers is reported on
  --out FILE.html  the page, in one file that needs nothing else
  --seed N         deals prints to synthetic traders, draws the confidence intervals, makes that market [1]
`,
  options: {
    session: { type: 'string', multiple: true },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
  run: async (values, terminal) => {
    const out = resolve(required('out', values.out));
    const seed = seedOf('seed', values.seed);
    await refuseUnwritable('out', out);
    const quarantine = new Quarantine();
    const { session: paths } = values;
    const sessions = paths === undefined ? livingMarket(seed) : await openRecordings(paths, quarantine);
    const setAsideBefore = new Map(quarantine.countsByReason());
    const reports: MarketReport[] = [];
    for (const session of sessions) reports.push(await reportOn(session, quarantine, seed, terminal));
    await writePage('out', out, reportPage(reports, setAsideBefore));
    terminal.result(out);
  },
});

const reportOn = async (
  session: MarketSession,
  quarantine: Quarantine,
  seed: number,
  terminal: Terminal,
): Promise<MarketReport> => {
  const [setAside, leftOut] = [new Map(quarantine.countsByReason()), new Map(quarantine.leftOutCounts())];
  terminal.progress(session.source.name);
  const observed = await observeSession(session);
  const rows = {
    setAside: since(setAside, quarantine.countsByReason()),
    leftOut: since(leftOut, quarantine.leftOutCounts()),
  };
  return marketReport(observed, rows, seed);
};

/** What was counted since then. */
const since = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map(
    [...now]
      .map(([reason, count]) => [reason, count - (before.get(reason) ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
