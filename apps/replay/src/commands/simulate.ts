import { resolve } from 'node:path';
import { simulatedParents, simulateSessions, type SimulationPlan } from '#application/simulate-sessions';
import { LIQUID_STOCK, LIQUID_STOCK_PARENTS, type ParentFlow } from '#domain/simulation';
import { archiveTo } from '../archive-to.js';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, seedOf } from '../command.js';
import { refuseUnwritable } from '../page-file.js';
import { writeParentTables } from '../parent-tables.js';
import { writeSimulationReport } from '../simulation-report.js';
import { readMarket } from '../read-market.js';
import { UsageError } from '../usage-error.js';
import { wholeNumber } from '../whole-number.js';

/** Its place in the archive: no venue has this name. */
const VENUE = 'simulated';
const DAYS_MOST = 250;
const SECONDS_PER_MINUTE = 60;

/** `simulate`: days of the market of agents, as an archive that every `--session` takes. */
export const simulate = defineCommand({
  name: 'simulate',
  summary: 'Simulates days of a market of agents, as an archive that --session takes.',
  usage: `
--out DIR [--days N] [--seed N] [--instrument NAME] [--minutes N] [--parents DIR]
    [--parent-minutes A-B] [--parameters FILE.json] [--report FILE.html] [--json]

  --out DIR          the archive; what is in it already stays, and is not written twice
  --days N           consecutive weekdays from 2025-01-02 on, at most ${DAYS_MOST} [1]
  --seed N           equal seeds give equal bytes [1]
  --instrument NAME  another name is another market [SIM-GAMMA]
  --minutes N        length of a session, 5 to 390 [390, or that of the parameters]
  --parents DIR      works parent orders in the market, drawn by the seed; DIR/orders.csv and DIR/fills.csv are what
                     export-training-set takes
  --parent-minutes A-B
                     their horizons, log-uniform from A to B, whole numbers [1-15]
  --parameters FILE  another market than the default, as calibrate writes it
  --report FILE.html measures the market that was simulated, works orders in it and asks dealers: one page that needs
                     nothing else, some minutes of work
  --json             results as JSON lines: one per session, and one of the report
`,
  options: {
    out: { type: 'string' },
    days: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    instrument: { type: 'string', default: 'SIM-GAMMA' },
    minutes: { type: 'string' },
    parameters: { type: 'string' },
    parents: { type: 'string' },
    'parent-minutes': { type: 'string' },
    report: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const root = resolve(required('out', values.out));
    const days = wholeNumber('days', values.days, 1, DAYS_MOST);
    const seed = seedOf('seed', values.seed);
    const instrumentId = values.instrument.trim();
    if (instrumentId === '') throw new UsageError('--instrument is empty; expected a name, such as SIM-GAMMA');
    const reportPath = values.report === undefined ? undefined : resolve(values.report);
    if (reportPath !== undefined) await refuseUnwritable('report', reportPath);
    const stated = values.parameters === undefined ? LIQUID_STOCK : await readMarket(values.parameters);
    const parameters =
      values.minutes === undefined
        ? stated
        : { ...stated, sessionSeconds: SECONDS_PER_MINUTE * wholeNumber('minutes', values.minutes, 5, 390) };
    const market = { parameters, instrumentId, days, seed };
    if (values.parents === undefined && values['parent-minutes'] !== undefined) {
      throw new UsageError('--parent-minutes says how long the orders of --parents are: give both');
    }
    const plan = values.parents === undefined ? market : { ...market, parents: parentsOf(values['parent-minutes']) };
    const sessions = simulateSessions(plan, (done, of) => {
      terminal.progress(`history: day ${done} of ${of}`);
    });
    if (!sessions.ok) throw new CommandFailure(sessions.error.message);
    for (const session of sessions.value) await archiveTo(root, VENUE, session, terminal, values.json);
    if (values.parents !== undefined) await writeParents(resolve(values.parents), plan);
    if (reportPath === undefined) return;
    await writeSimulationReport(reportPath, { ...market, sessions: sessions.value }, values.json, terminal);
  },
});

const parentsOf = (minutes: string | undefined): ParentFlow => {
  if (minutes === undefined) return LIQUID_STOCK_PARENTS;
  const [, from, to] = /^(\d{1,3})-(\d{1,3})$/.exec(minutes) ?? [];
  const [horizonSecondsMin, horizonSecondsMax] = [SECONDS_PER_MINUTE * Number(from), SECONDS_PER_MINUTE * Number(to)];
  if (!(horizonSecondsMin > 0 && horizonSecondsMin <= horizonSecondsMax)) {
    throw new UsageError(`--parent-minutes is ${minutes}; expected two whole numbers from 1 on, such as 3-30`);
  }
  return { ...LIQUID_STOCK_PARENTS, horizonSecondsMin, horizonSecondsMax };
};

const writeParents = async (folder: string, plan: SimulationPlan): Promise<void> => {
  const parents = Array.from({ length: plan.days }, (_, day) => simulatedParents(plan, day)).flatMap((worked) => {
    if (!worked.ok) throw new CommandFailure(worked.error.message);
    return worked.value;
  });
  await writeParentTables(folder, parents);
};
