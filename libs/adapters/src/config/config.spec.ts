import { describe, expect, it } from '@jest/globals';
import { apiConfig, ConfigError, feedConfig, workerConfig } from './index.js';

const DATABASE_URL = 'postgresql://footprint_api:hunter2@127.0.0.1:5432/app';

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('was accepted');
};

describe('configuration', () => {
  it('fills in what may be absent', () => {
    expect(apiConfig({ DATABASE_URL })).toEqual({
      databaseUrl: DATABASE_URL,
      marketFeedUrl: 'ws://127.0.0.1:3001',
      host: '127.0.0.1',
      port: 3000,
      modelsFolder: 'models',
      logLevel: 'info',
      playgroundKeys: {},
    });
    expect(workerConfig({ DATABASE_URL, REDIS_URL: '', WORKER_PORT: '' })).toMatchObject({
      redisUrl: undefined,
      port: undefined,
      executionProviders: ['CUDA', 'WEBGPU', 'CPU'],
    });
    expect(feedConfig({})).toMatchObject({ port: 3001, sessions: [], speed: 1, seed: 7, instrumentsFile: undefined });
  });

  it('reads numbers and JSON', () => {
    expect(
      feedConfig({ FEED_PORT: '4001', SESSIONS: '["a.zip","b.zip"]', SESSION_SPEED: '2.5', SESSION_SEED: '0' }),
    ).toMatchObject({ port: 4001, sessions: ['a.zip', 'b.zip'], speed: 2.5, seed: 0 });
    expect(apiConfig({ DATABASE_URL, PLAYGROUND_KEYS: '{"trader":"fp_x"}' }).playgroundKeys).toEqual({
      trader: 'fp_x',
    });
  });

  it.each([
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'mysql://root@localhost/app'],
    ['MARKET_FEED_URL', 'http://127.0.0.1:3001'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'NaN'],
    ['PORT', 'http'],
    ['LOG_LEVEL', 'verbose'],
    ['PLAYGROUND_KEYS', '{'],
    ['PLAYGROUND_KEYS', '["fp_x"]'],
    ['PLAYGROUND_KEYS', '"fp_x"'],
    ['PLAYGROUND_KEYS', '{"trader":7}'],
  ])('the api refuses %s=%s in one line', (name, value) => {
    const message = refusal(() => apiConfig({ DATABASE_URL, [name]: value }));
    expect(message).toMatch(new RegExp(`^${name} must be .+$`));
  });

  it('reads what batches run on, in order', () => {
    const read = (names: string) => workerConfig({ DATABASE_URL, EXECUTION_PROVIDERS: names }).executionProviders;
    expect(read('WEBGPU,CPU')).toEqual(['WEBGPU', 'CPU']);
    expect(read('CPU')).toEqual(['CPU']);
    for (const wrong of ['GPU', 'cuda', 'CUDA, CPU', ','])
      expect(refusal(() => read(wrong))).toMatch(/^EXECUTION_PROVIDERS must name some of CUDA, WEBGPU, CPU/);
  });

  it.each([
    ['SESSIONS', '{"a":1}'],
    ['SESSIONS', 'a.zip'],
    ['SESSIONS', '[1]'],
    ['SESSION_SPEED', '0'],
    ['SESSION_SPEED', '-1'],
    ['SESSION_SPEED', 'Infinity'],
    ['SESSION_SEED', '-1'],
    ['SESSION_SEED', '1.5'],
    ['FEED_PORT', '70000'],
  ])('the feed refuses %s=%s in one line', (name, value) => {
    expect(refusal(() => feedConfig({ [name]: value }))).toMatch(new RegExp(`^${name} must be .+$`));
  });

  it('names every wrong variable and shows no value', () => {
    const message = refusal(() => workerConfig({ DATABASE_URL: 'hunter2', REDIS_URL: 'hunter3', WORKER_PORT: '-1' }));
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['DATABASE_URL', 'REDIS_URL', 'WORKER_PORT']);
    expect(message).not.toMatch(/hunter/);
  });
});
