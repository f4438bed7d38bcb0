import {
  simulationReport,
  type SimulationReport,
  type SimulationReportRequest,
  type SimulationReportStage,
} from '#application/report-simulation';
import { simulationPage } from '#adapters/html-report';
import { CommandFailure } from './command-failure.js';
import { type Terminal } from './command.js';
import { writePage } from './page-file.js';

const STAGES: Readonly<Record<SimulationReportStage, string>> = {
  PROFILE: 'profile: session',
  SESSIONS: 'stylised facts: session',
  SCHEDULES: 'schedules: run',
  AUCTIONS: 'auctions: study',
};

/** Progress is told so often per stage. */
const STEPS = 10;

/** Measures a simulated market and writes the page about it; CommandFailure when the market is impossible or nothing can be written. */
export const writeSimulationReport = async (
  path: string,
  request: SimulationReportRequest,
  asJson: boolean,
  terminal: Terminal,
): Promise<void> => {
  const report = await simulationReport(request, (stage, done, of) => {
    if (done === of || done % Math.ceil(of / STEPS) === 0) terminal.progress(`${STAGES[stage]} ${done} of ${of}`);
  });
  if (!report.ok) throw new CommandFailure(report.error.message);
  await writePage('report', path, simulationPage(report.value));
  terminal.result(asJson ? JSON.stringify({ report: { path, ...figuresOf(report.value) } }) : path);
};

/** What the page shows in numbers, without its curves. */
const figuresOf = ({ facts, schedules, seeds }: SimulationReport) => ({
  isSimulated: true,
  seeds,
  facts: { ...facts, impact: facts.impact?.exponent },
  schedules: {
    task: schedules.task,
    policies: schedules.policies.map(({ name, shortfallBps, againstFirstBps }) => ({
      name,
      shortfallBps,
      againstFirstBps,
    })),
  },
});
