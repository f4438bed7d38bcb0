import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dealerScorecards } from '#application/dealer-scorecards';
import { DeskHistories } from '#application/request-history';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { Database, PrismaDeskSettings, PrismaRequestHistory } from '#adapters/prisma';
import { runImportRfqs, type ImportRfqsPorts } from '../../apps/local/src/import-rfqs/command-line.js';
import { EXIT } from '../../apps/local/src/terminal.js';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { temporaryFolder } from '../factories/recordings/index.js';
import { rfqListCsv } from '../factories/rfq-list.js';

jest.setTimeout(60_000);

const folder = temporaryFolder();

describe('npm run import:rfqs', () => {
  let test: TestDatabase;
  let owner: Database;
  let api: Database;
  let ports: ImportRfqsPorts;

  beforeAll(async () => {
    test = await createTestDatabase();
    for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
    owner = new Database({ url: test.ownerUrl, poolSize: 2, applicationName: 'import rfqs' });
    api = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'import rfqs api' });
    const history = new PrismaRequestHistory(owner);
    ports = { desks: new PrismaDeskSettings(owner), history, identifiers: new NodeIdentifiers() };
  });
  afterAll(async () => {
    await Promise.all([owner.close(), api.close()]);
    await test.drop();
  });

  const fileOf = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = async (...args: readonly string[]) => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    return { status: await runImportRfqs(args, ports, { result: say, complaint: say }), said };
  };
  const cards = (desk: string, instrumentId?: string) =>
    dealerScorecards(
      { deskHistories: new DeskHistories(new PrismaRequestHistory(api)), clock: systemClock },
      desk,
      instrumentId,
    );

  it('takes a list into the scorecards of the desk, once, and of no other desk', async () => {
    const file = fileOf('list.csv', rfqListCsv(5, { requests: 300, dealers: { NEAR: 2, FAR: 6, MIDDLE: 4 } }));
    const first = await run(file, '--desk', 'alpha');
    expect(first.status).toBe(EXIT.DONE);
    expect(first.said.at(-1)).toMatch(/^\d+ rows: 300 requests, 300 of them new; 0 rows refused$/);
    expect((await run(file, '--desk', 'alpha')).said.at(-1)).toMatch(/300 requests, 0 of them new/);

    const { requests, scorecards } = await cards('alpha');
    expect(requests).toBe(300);
    const spread = (dealer: string) => scorecards.find((card) => card.dealer === dealer)!.spreadToMidBps.estimate!;
    for (const [dealer, planted] of Object.entries({ NEAR: 2, MIDDLE: 4, FAR: 6 })) {
      expect(Math.abs(spread(dealer).value - planted)).toBeLessThan(0.3);
    }
    const near = scorecards.find(({ dealer }) => dealer === 'NEAR')!;
    expect(near.rank.estimate!.value).toBeLessThan(1.2);
    expect(near.coverDistanceBps.estimate!.value).toBeGreaterThan(1);
    expect(near.nextMidMarkoutBps.estimate!.low).toBeLessThan(0.5);
    expect(near.responseRate).toEqual({ count: 0 });
    expect((await cards('alpha', 'BOND1')).requests).toBe(100);
    expect(await cards('beta')).toEqual({ requests: 0, scorecards: [] });
  });

  it('tells every row that is not taken by line and column, and takes the others', async () => {
    const lines = rfqListCsv(6, { requests: 3, dealers: { A: 1 } })
      .trimEnd()
      .split('\n');
    lines[2] = lines[2]!.replace(/BUY|SELL/, 'UP');
    const { status, said } = await run(fileOf('bad.csv', lines.join('\n')), '--desk', 'beta');
    expect(status).toBe(EXIT.REFUSED);
    expect(said[0]).toMatch(/^line 3, Side: "UP" is not BUY or SELL, as the client traded \(BAD_VALUE\)$/);
    expect(said.at(-1)).toBe('3 rows: 2 requests, 2 of them new; 1 rows refused');
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['no file', ['--desk', 'alpha'], EXIT.USAGE, /takes one FILE/],
    ['no desk', ['x.csv'], EXIT.USAGE, /--desk is missing/],
    ['an unknown option', ['x.csv', '--des', 'alpha'], EXIT.USAGE, /--des/],
    ['a desk that is not there', ['x.csv', '--desk', 'gamma'], EXIT.REFUSED, /there is no desk "gamma"/],
    ['a file that is not there', ['/nowhere/x.csv', '--desk', 'alpha'], EXIT.REFUSED, /ENOENT/],
  ])('refuses %s', async (_, args, status, message) => {
    const answer = await run(...args);
    expect(answer.status).toBe(status);
    expect(answer.said.join('\n')).toMatch(message);
  });

  it.each([
    ['Time,Bond\n', /column Side is missing/],
    ['Time,Bond,Colour\n', /unknown column "Colour"/],
    ['', /column Time is missing/],
  ])('refuses a table without the columns: %j', async (text, message) => {
    const answer = await run(fileOf('columns.csv', text), '--desk', 'alpha');
    expect(answer.status).toBe(EXIT.REFUSED);
    expect(answer.said[0]).toMatch(message);
  });
});
