import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type ImpactForecast } from '#domain/impact';
import { Database, PrismaModelRegistry } from '#adapters/prisma';
import { apiConfig } from '#adapters/config';
import { openServing, type Serving } from '../../apps/api/src/serving.js';
import { impactRequest } from '../contracts/impact-model.contract.js';
import { eventually } from '../contracts/eventually.js';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { writeModel } from '../factories/models/index.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const folder = join(temporaryFolder(), 'models');

interface Prediction {
  readonly model_version: string;
  readonly answered_by: string;
  readonly answer: string;
  readonly shadow: string;
}

describe("the api's models", () => {
  let test: TestDatabase;
  let database: Database;
  let serving: Serving;
  const metrics = new Registry();

  beforeAll(async () => {
    test = await createTestDatabase();
    database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'served models' });
    writeModel(folder, { version: '1.0.0', shiftBps: 100 });
    writeModel(folder, { version: '2.0.0', shiftBps: 200 });
    serving = await openServing({
      config: apiConfig({ DATABASE_URL: test.apiUrl, MODELS: folder }),
      applicationName: 'served models',
      database,
      metrics,
      logger: pino({ level: 'silent' }),
    });
  });
  afterAll(async () => {
    await serving.close();
    await database.close();
    await test.drop();
  });

  const forecast = async (): Promise<ImpactForecast> => {
    const answer = await serving.model.forecast([impactRequest()]);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value[0]!;
  };

  it('are those of the folder on the first start, the latest of a name as champion', async () => {
    expect(await forecast()).toMatchObject({ modelVersion: 'linear/2.0.0', tier: 'MODEL' });
    expect(await metrics.metrics()).toMatch(/footprint_model_served\{model="linear\/2.0.0",status="CHAMPION"\} 1/);
  });

  it('follow a promotion that another process makes, without being asked', async () => {
    const elsewhere = new Database({ url: test.apiUrl, poolSize: 1, applicationName: 'elsewhere' });
    await new PrismaModelRegistry(elsewhere).move('linear/1.0.0', 'CHAMPION', 'rollback');
    await elsewhere.close();
    await eventually('the rollback is taken up', async () => (await forecast()).modelVersion === 'linear/1.0.0');
  });

  it('follow statements of the owner of the database', async () => {
    await test.asOwner(`
      WITH change AS (
        INSERT INTO model_change (model_version, name, from_status, to_status, reason)
        VALUES ('linear/2.0.0', 'linear', 'RETIRED', 'SHADOW', 'to compare with the champion') RETURNING change
      )
      UPDATE model_version SET status = 'SHADOW', status_change = (SELECT change FROM change)
      WHERE model_version = 'linear/2.0.0'`);
    const predictions = (): Promise<readonly Prediction[]> =>
      test.asOwner<Prediction>('SELECT model_version, answered_by, answer, shadow FROM shadow_prediction');
    await eventually('a shadow predicts', async () => {
      await forecast();
      return (await predictions()).length > 0;
    });
    const [row] = await predictions();
    expect(row).toMatchObject({ model_version: 'linear/2.0.0', answered_by: 'linear/1.0.0' });
    const [answer, shadow] = [row!.answer, row!.shadow].map((text) => JSON.parse(text) as ImpactForecast);
    expect(shadow!.slippage.meanBps - answer!.slippage.meanBps).toBeCloseTo(100, 2);
  });

  it('nobody but the owner reads what shadows say', async () => {
    await expect(
      database.forNoDesk((transaction) => transaction.$queryRaw`SELECT count(*) FROM shadow_prediction`),
    ).rejects.toThrow(/permission denied/);
  });
});
