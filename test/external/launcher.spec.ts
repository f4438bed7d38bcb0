import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const RECORDINGS = process.env.RECORDINGS ?? join(ROOT, '../shared/data');
const STARTED = 'Ctrl-C stops everything';

jest.setTimeout(300_000);

interface Launched {
  readonly launcher: ChildProcess;
  /** Everything printed so far. */
  readonly output: () => string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

const launch = (args: readonly string[]): Launched => {
  // Neither the database of this test run nor a server of the person's own.
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...environment } = process.env;
  const launcher = spawn(process.execPath, ['apps/local/start.mjs', ...args], {
    cwd: ROOT,
    env: environment,
    detached: true, // a process group, as a terminal makes one
  });
  let printed = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on('data', (text: Buffer) => (printed += text.toString()));
  return { launcher, output: () => printed, ended: new Promise((end) => launcher.once('close', end)) };
};

/** Ctrl-C: a terminal signals the whole process group, not only the launcher. */
const interrupt = ({ launcher }: Launched): void => {
  process.kill(-launcher.pid!, 'SIGINT');
};

const started = async (launched: Launched): Promise<void> => {
  while (!launched.output().includes(STARTED)) {
    if (launched.launcher.exitCode !== null) throw new Error(launched.output());
    await sleep(50);
  }
};

/** Process ids of everything below a process, through /proc. */
const descendants = (pid: number): readonly number[] => {
  const children = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
};

const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};

/** Empty once the process is gone: between a look at the list and a look at one of it some are. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

const isAlive = (pid: number): boolean => parentOf(pid) !== undefined;

const printedCurl = (output: string): string => output.split('\n').find((line) => line.startsWith('curl '))!;

const printedKeys = (output: string): readonly string[] => output.match(/fp_[a-z]+_[a-z0-9]{8}_[\w-]{43}$/gm)!;

interface Ranked {
  readonly data: {
    readonly evaluateQuotes: { readonly decisionId: string; readonly quotes: readonly { readonly rank: number }[] };
  };
}

const runShell = (line: string): Ranked => JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })) as Ranked;

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        found(typeof address === 'object' ? address!.port : 0);
      });
    });
  });

describe('npm start', () => {
  let data = '';
  let port = 0;
  let running: Launched | undefined;

  const start = async (...args: readonly string[]): Promise<Launched> => {
    running = launch(['--data', data, '--port', String(port), ...args]);
    await started(running);
    return running;
  };

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'footprint-start-'));
    chmodSync(data, 0o755); // as root, PostgreSQL runs as another account
    port = await freePort();
  });

  afterEach(async () => {
    running?.launcher.kill('SIGINT');
    await running?.ended;
    rmSync(data, { recursive: true, force: true });
  });

  it('prints a line that ranks quotes, stops without a trace, and knows everything again', async () => {
    const first = await start();
    const curl = printedCurl(first.output());
    const answer = runShell(curl);
    expect(answer.data.evaluateQuotes.quotes.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(first.output()).toContain('SIMULATED');
    expect(first.output()).toContain(`${curl}\n\n`);

    const processes = descendants(first.launcher.pid!);
    expect(processes.length).toBeGreaterThanOrEqual(4);
    interrupt(first);
    expect(await first.ended).toBe(0);
    expect(first.output()).toMatch(/\nstopping\nstopped\n$/);
    expect(processes.filter(isAlive)).toEqual([]);

    const second = await start();
    expect(printedKeys(second.output())).toEqual(printedKeys(first.output()));
    const id = answer.data.evaluateQuotes.decisionId;
    const query = `{ replayDecision(id: "${id}") { ... on Replay { byteEqual } } }`;
    const replay = curl.replace(/-d '.*'$/, `-d '${JSON.stringify({ query })}'`);
    expect(runShell(replay)).toEqual({ data: { replayDecision: { byteEqual: true } } });
  });

  it('outlives a kill of any of its processes', async () => {
    const { launcher, output } = await start();
    const curl = printedCurl(output());
    const victims = ['apps/api/src/main.js', 'apps/worker/src/main.js', 'apps/feed/src/main.js', 'bin/postgres -D'];
    for (const victim of victims) {
      const pid = descendants(launcher.pid!).find((candidate) => commandOf(candidate).includes(victim))!;
      const printedBefore = output().length;
      process.kill(pid, 'SIGKILL');
      while (!/is back after|starting it again/.test(output().slice(printedBefore))) await sleep(50);
      const ready = `curl -sf -o /dev/null --retry 100 --retry-delay 0 --retry-all-errors http://127.0.0.1:${port}/ready`;
      expect(spawnSync('sh', ['-c', ready]).status).toBe(0);
    }
    expect(runShell(curl).data.evaluateQuotes.quotes).toHaveLength(3);
  });

  it('takes over after it was itself killed', async () => {
    const killed = await start();
    const processes = descendants(killed.launcher.pid!);
    killed.launcher.kill('SIGKILL');
    await killed.ended;
    const next = await start();
    expect(processes.filter(isAlive)).toEqual([]);
    expect(runShell(printedCurl(next.output())).data.evaluateQuotes.quotes).toHaveLength(3);
  });

  it.each([
    ['AMZN', ['lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip']],
    ['AIG', ['lean/aig_20131007_trade.zip', 'lean/aig_20131007_quote.zip']],
    ['BAC', ['lean/bac_20131007_trade.zip', 'lean/bac_20131007_quote.zip']],
  ])('plays %s from its recording', async (instrumentId, files) => {
    const { output } = await start('--session', ...files.map((file) => join(RECORDINGS, file)));
    expect(output()).toContain('RECORDED market');
    const curl = printedCurl(output());
    expect(curl).toContain(`"instrumentId":"${instrumentId}"`);
    expect(runShell(curl).data.evaluateQuotes.quotes.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('refuses in one line a port in use, a second start on the same data, and a session that is none', async () => {
    const { output } = await start();
    expect(output()).toContain(STARTED);
    const refusal = async (...args: readonly string[]): Promise<string> => {
      const refused = launch(args);
      expect(await refused.ended).toBe(1);
      return refused.output().trimEnd();
    };
    const elsewhere = join(data, 'elsewhere');
    expect(await refusal('--data', elsewhere, '--port', String(port))).toMatch(/^Port \d+ on 127.0.0.1 is in use; .+$/);
    expect(await refusal('--data', data, '--port', '1')).toMatch(/^Footprint already runs with .+$/);
    const notASession = await refusal('--data', elsewhere, '--port', String(await freePort()), '--session', ROOT);
    expect(notASession.split('\n').at(-1)).toMatch(/^feed: .+$/);
  });
});
