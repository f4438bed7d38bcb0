import { beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBatch } from '#domain/market-data';
import { archiveSession, FeatureStore, readSignals, writeParquet } from '#adapters/parquet';
import { sessionOf } from '../factories/event-batches.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/archive.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text!);

const folder = temporaryFolder();
const ORIGIN = 1_340_251_200_000_000_000n; // 2012-06-21T04:00:00Z

const run = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    return (
      await connection.runAndReadAll(sql.replaceAll(/'(archive|features|decisions)/g, `'${folder}/$1`))
    ).getRowObjects();
  } finally {
    instance.closeSync();
  }
};

beforeAll(async () => {
  const trade = {
    kind: 'TRADE',
    timeNs: 34_200e9,
    price: 2_205_100,
    size: 7,
    side: 0,
    condition: 'DISPLAYED',
  } as const;
  const session = { instrumentId: 'AMZN', origin: ORIGIN, closeNs: 57_600e9, priceUnitsPerCurrency: 10_000 };
  await archiveSession(join(folder, 'archive'), 'lobster', sessionOf([EventBatch.of([trade])], session));
  const set = { version: 'v1', hash: '0'.repeat(64), names: ['spreadBps'] };
  const writer = new FeatureStore(join(folder, 'features'), set).writer('AMZN', ORIGIN);
  await writer.append(5, 1, [1.5]);
  await writer.flush();
  await writeParquet(join(folder, 'decisions.parquet'), [
    { name: 'instrumentId', type: 'VARCHAR', values: ['AMZN', 'AMZN'] },
    { name: 'decisionNs', type: 'BIGINT', values: [ORIGIN + 5n, ORIGIN + 6n] },
  ]);
});

describe('the examples of docs/archive.md', () => {
  it('run in DuckDB', async () => {
    const [trades, units, known] = await Promise.all(blocks('sql').map(run));
    expect(trades).toMatchObject([{ price: 220.51, size: 7n, side: 0 }]);
    expect(String(trades![0]!.time)).toMatch(/^2012-06-21 13:30:00/);
    expect(units).toEqual([{ price_units: '10000' }]);
    expect(known).toMatchObject([{ spreadBps: null }, { spreadBps: 1.5, knownAtNs: ORIGIN + 5n }]);
  });

  it('are files of signals', async () => {
    const path = join(folder, 'signals.csv');
    const [csv] = blocks('csv');
    writeFileSync(path, csv!);
    expect(await readSignals(path)).toMatchObject({ rows: { length: 3 }, quarantined: [] });
  });
});
