import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { calibrateMarket, type Calibration } from '#application/calibrate-market';
import { calibrationPage } from '#adapters/html-report';
import { Quarantine } from '#adapters/recordings';
import { type MarketSession } from '#domain/market-data';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, seedOf, type Terminal } from '../command.js';
import { openRecordings } from '../open-recordings.js';

/** `calibrate`: the parameters of a simulated market, from recordings. */
export const calibrate = defineCommand({
  name: 'calibrate',
  summary: 'Fits the parameters of the simulated market to recordings, and says where it does not fit.',
  usage: `
--session PATH [--session PATH ...] --out DIR [--instrument NAME] [--seed N] [--json]

  --session PATH     a recording: a file, an archive or a folder; sessions of one instrument are fitted together
  --instrument NAME  the one to be fitted where the recordings hold several
  --out DIR          parameters.json, which simulate --parameters takes, fit.json and report.html
  --seed N           draws the confidence intervals and the simulated sessions [1]
  --json             the result as a JSON line
`,
  options: {
    session: { type: 'string', multiple: true },
    instrument: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const folder = resolve(required('out', values.out));
    const seed = seedOf('seed', values.seed);
    const sessions = ofOne(
      await openRecordings(required('session', values.session), new Quarantine()),
      values.instrument,
    );
    const calibration = await calibrated(sessions, seed, terminal);
    await written(folder, calibration);
    tell(calibration, folder, values.json, terminal);
  },
});

const ofOne = (sessions: readonly MarketSession[], instrument: string | undefined): readonly MarketSession[] => {
  const names = [...new Set(sessions.map(({ instrumentId }) => instrumentId))];
  const chosen = instrument ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined || !names.includes(chosen)) {
    throw new CommandFailure(`--instrument ${instrument ?? 'is missing'}; the recordings hold ${names.join(', ')}`);
  }
  return sessions.filter(({ instrumentId }) => instrumentId === chosen);
};

const calibrated = async (
  sessions: readonly MarketSession[],
  seed: number,
  terminal: Terminal,
): Promise<Calibration> => {
  const answer = await calibrateMarket(sessions, seed, (stage, done, of) => {
    terminal.progress(`${stage === 'RECORDED' ? 'recorded' : 'simulated'}: session ${done} of ${of}`);
  });
  if (!answer.ok) throw new CommandFailure(`no market fits: ${answer.error.message}`);
  return answer.value;
};

const written = async (folder: string, calibration: Calibration): Promise<void> => {
  const { fit, figures, sources, seed } = calibration;
  const files = {
    'parameters.json': jsonOf(fit.parameters),
    'fit.json': jsonOf({ sources, seed, fitted: fit.fitted, figures }),
    'report.html': calibrationPage(calibration),
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  } catch (error) {
    throw new CommandFailure(`--out: ${(error as Error).message}`);
  }
};

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const tell = ({ figures, fit }: Calibration, out: string, asJson: boolean, terminal: Terminal): void => {
  const apart = figures.filter(({ agrees }) => agrees === false);
  if (asJson) {
    terminal.result(JSON.stringify({ calibration: { out, fitted: fit.fitted, figures } }));
    return;
  }
  terminal.result(
    `${figures.length - apart.length} of ${figures.length} figures agree; parameters and report in ${out}`,
  );
  for (const { name, recorded, simulated } of apart) {
    terminal.result(
      `  does not fit: ${name}: ${recorded.value.toPrecision(3)} recorded, ${simulated.value.toPrecision(3)} simulated`,
    );
  }
};
