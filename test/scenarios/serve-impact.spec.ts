import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ok, type Result } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import {
  type LoadedModel,
  type ModelLibrary,
  type ModelRefusal,
  type ModelSession,
  type WallClock,
} from '#application/ports';
import { OnnxModelLibrary } from '#adapters/onnx';
import { systemClock } from '#adapters/node-clock';
import { impactRequest } from '../contracts/impact-model.contract.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market, terms } from '../factories/market.js';
import { startThreadFromSource } from '../factories/models/inference-thread.js';
import { writeModel, type ModelOptions } from '../factories/models/index.js';
import { serve, type Serving } from '../factories/models/serving.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const base = temporaryFolder();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

type Run = ModelSession['run'];

/** The library with a hand on every session: what runs in its place, and how many are open. */
class HeldLibrary implements ModelLibrary {
  opened = 0;
  released = 0;
  run: (modelVersion: string, real: Run) => Run = (_, real) => real;

  constructor(private readonly library: ModelLibrary) {}

  list(): ReturnType<ModelLibrary['list']> {
    return this.library.list();
  }

  describe(modelVersion: string): ReturnType<ModelLibrary['describe']> {
    return this.library.describe(modelVersion);
  }

  async load(modelVersion: string): Promise<Result<LoadedModel, readonly ModelRefusal[]>> {
    const loaded = await this.library.load(modelVersion);
    if (!loaded.ok || loaded.value.session === null) return loaded;
    const { session } = loaded.value;
    this.opened += 1;
    const held: ModelSession = {
      run: (...args) => this.run(modelVersion, (...real) => session.run(...real))(...args),
      release: async () => {
        this.released += 1;
        await session.release();
      },
    };
    return ok({ ...loaded.value, session: held });
  }
}

/** A clock that stands until it is moved. */
class HandClock implements WallClock {
  ms = 0;
  nowMs(): number {
    return this.ms;
  }
  sleep(): Promise<void> {
    return systemClock.sleep(0);
  }
}

interface Desk extends Serving {
  readonly library: HeldLibrary;
  readonly clock: HandClock;
  readonly root: string;
  forecast(instrumentId?: string): Promise<ImpactForecast>;
}

let folders = 0;
const opened = async (...models: readonly ModelOptions[]): Promise<Desk> => {
  const root = join(base, `models-${(folders += 1)}`);
  for (const model of models) writeModel(root, model);
  const onnx = new OnnxModelLibrary({ folder: root, threads: 1, startThread: startThreadFromSource });
  const library = new HeldLibrary(onnx);
  const clock = new HandClock();
  const serving = await serve(library, clock);
  closing.push(async () => {
    await serving.server.close();
    await onnx.close();
    expect(library.released).toBe(library.opened);
    expect(serving.record.errors).toEqual([]);
  });
  return {
    ...serving,
    library,
    clock,
    root,
    forecast: async (instrumentId = 'TEST') => {
      const answer = await serving.server
        .modelFor('M')
        .forecast([impactRequest({ market: market({ terms: terms({ instrumentId }) }) })]);
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value[0]!;
    },
  };
};

const failing: Run = () => Promise.reject(new Error('out of memory'));
const notANumber: Run = (_, quantiles) => {
  quantiles.fill(NaN);
  return Promise.resolve('CPU');
};

describe('which model answers', () => {
  it('is the one fitted on the instrument, else the pooled one, else the formulas', async () => {
    const desk = await opened({ name: 'own', instruments: ['AIG'] }, { name: 'pooled' });
    expect(await desk.forecast('AIG')).toMatchObject({ modelVersion: 'own/1.0.0', tier: 'MODEL' });
    expect(await desk.forecast('TEST')).toMatchObject({ modelVersion: 'pooled/1.0.0', tier: 'MODEL' });
    await desk.registry.move('pooled/1.0.0', 'RETIRED', 'no longer wanted');
    await desk.server.refresh();
    expect(await desk.forecast('TEST')).toMatchObject({ tier: 'PARAMETRIC', fallback: { code: 'NO_MODEL' } });
  });

  it('is the one of a name, whatever kind of orders it was fitted on, and only for what it was fitted on', async () => {
    const { server, record, shadows } = await opened(
      { name: 'orders' },
      { name: 'simulated', definition: 'P' },
      { name: 'own', instruments: ['AIG'] },
    );
    const answer = await server.named('simulated')!.forecast([impactRequest()]);
    expect(answer).toMatchObject({ ok: true, value: [{ modelVersion: 'simulated/1.0.0', tier: 'MODEL' }] });
    const elsewhere = await server.named('own')!.forecast([impactRequest()]);
    expect(elsewhere).toMatchObject({ ok: true, value: [{ tier: 'PARAMETRIC', fallback: { code: 'NO_MODEL' } }] });
    expect(server.named('nobody')).toBeUndefined();
    expect(server.names()).toEqual(['orders', 'own', 'simulated']);
    expect([record.answers, shadows.predictions]).toEqual([[], []]);
  });

  it('is one of the definition that was asked for', async () => {
    const { server } = await opened({ name: 'metaorders' }, { name: 'windows', definition: 'W' });
    for (const [definition, name] of [
      ['M', 'metaorders'],
      ['W', 'windows'],
    ] as const) {
      const answer = await server.modelFor(definition).forecast([impactRequest()]);
      expect(answer.ok && answer.value[0]!.modelVersion).toBe(`${name}/1.0.0`);
    }
  });

  it('is the one that was promoted last among equals', async () => {
    const desk = await opened({ name: 'a' }, { name: 'b' });
    await desk.registry.move('a/1.0.0', 'RETIRED', 'away');
    await desk.registry.move('a/1.0.0', 'CHAMPION', 'and back');
    await desk.server.refresh();
    expect(await desk.forecast()).toMatchObject({ modelVersion: 'a/1.0.0' });
  });

  it('answers a mixed batch in its order, each request by its own', async () => {
    const { server } = await opened({ name: 'own', instruments: ['AIG'] }, { name: 'bac', instruments: ['BAC'] });
    const instruments = ['BAC', 'NONE', 'AIG', 'BAC'];
    const answer = await server
      .modelFor('M')
      .forecast(
        instruments.map((instrumentId) => impactRequest({ market: market({ terms: terms({ instrumentId }) }) })),
      );
    expect(answer.ok && answer.value.map(({ modelVersion }) => modelVersion)).toEqual([
      'bac/1.0.0',
      'parametric/1.0.0',
      'own/1.0.0',
      'bac/1.0.0',
    ]);
  });

  it('says why the formulas answer where the features are not known, or of another set', async () => {
    const { server } = await opened({});
    const { features } = instrumentState(market());
    const answer = await server
      .modelFor('M')
      .forecast([
        impactRequest({ features: null }),
        impactRequest({ features: { ...features, set: 'v0' } }),
        impactRequest(),
      ]);
    expect(answer.ok && answer.value.map(({ tier, fallback }) => [tier, fallback?.code])).toEqual([
      ['PARAMETRIC', 'NO_FEATURES'],
      ['PARAMETRIC', 'OTHER_FEATURE_SET'],
      ['MODEL', undefined],
    ]);
  });
});

describe('a model that fails', () => {
  it.each([
    ['throws', failing],
    ['answers with what is no number', notANumber],
  ])('when it %s, the compiled form answers, with the same figures', async (_, run) => {
    const desk = await opened({});
    const before = await desk.forecast();
    desk.library.run = () => run;
    const after = await desk.forecast();
    expect(after).toMatchObject({ tier: 'COMPILED', fallback: { code: 'MODEL_FAILED' } });
    expect(after.slippage.meanBps).toBeCloseTo(before.slippage.meanBps, 3);
  });

  it('leaves the formulas where it has no compiled form', async () => {
    const desk = await opened({ withCompiled: false });
    desk.library.run = () => failing;
    expect(await desk.forecast()).toMatchObject({ tier: 'PARAMETRIC', fallback: { code: 'MODEL_FAILED' } });
  });

  it('is left alone after three failures, tried again by one call after a rest, and back when that succeeds', async () => {
    const desk = await opened({});
    let calls = 0;
    let healthy = false;
    desk.library.run =
      (_, real) =>
      (...args) => {
        calls += 1;
        return healthy ? real(...args) : failing(...args);
      };
    for (let i = 0; i < 10; i += 1) await desk.forecast();
    expect(calls).toBe(3);
    expect(await desk.forecast()).toMatchObject({ tier: 'COMPILED', fallback: { code: 'BREAKER_OPEN' } });

    desk.clock.ms = 5_000;
    expect(await desk.forecast()).toMatchObject({ tier: 'COMPILED', fallback: { code: 'MODEL_FAILED' } });
    await desk.forecast();
    expect(calls).toBe(4);

    healthy = true;
    desk.clock.ms = 15_000;
    const together = await Promise.all(Array.from({ length: 5 }, () => desk.forecast()));
    expect(calls).toBe(5);
    expect(together.map(({ tier }) => tier)).toEqual(['MODEL', 'COMPILED', 'COMPILED', 'COMPILED', 'COMPILED']);
    expect(await desk.forecast()).toMatchObject({ tier: 'MODEL' });
    expect(desk.record.breakers).toEqual(['MODEL OPEN', 'MODEL OPEN', 'MODEL CLOSED']);
  });

  it('is not blamed for a request that is out of every range', async () => {
    const desk = await opened({});
    for (let i = 0; i < 10; i += 1) {
      const answer = await desk.server.modelFor('M').forecast([impactRequest({ quantity: NaN })]);
      expect(answer).toMatchObject({ ok: false, error: { code: 'FORECAST_UNAVAILABLE' } });
    }
    expect(await desk.forecast()).toMatchObject({ tier: 'MODEL' });
  });
});

describe('promotion and rollback', () => {
  const versions = [
    { version: '1.0.0', shiftBps: 100 },
    { version: '2.0.0', shiftBps: 200 },
  ];

  it('are taken up by the next refresh', async () => {
    const desk = await opened(...versions);
    expect((await desk.forecast()).modelVersion).toBe('linear/2.0.0');
    await desk.registry.move('linear/1.0.0', 'CHAMPION', 'rollback');
    await desk.server.refresh();
    expect((await desk.forecast()).modelVersion).toBe('linear/1.0.0');
    expect(desk.record.served).toEqual([{ modelVersion: 'linear/1.0.0', status: 'CHAMPION' }]);
  });

  it('a champion that does not pass its checks replaces nothing, until it is promoted again', async () => {
    const desk = await opened({ version: '1.0.0', shiftBps: 100 });
    const { manifest } = writeModel(desk.root, { version: '2.0.0' });
    await desk.registry.register((await desk.library.list()).entries);
    writeModel(desk.root, { version: '2.0.0', edit: () => ({ ...manifest, notes: ['edited'] }) });
    await desk.registry.move('linear/2.0.0', 'CHAMPION', 'promoted');
    await desk.server.refresh();
    await desk.server.refresh();
    expect((await desk.forecast()).modelVersion).toBe('linear/1.0.0');
    expect(desk.record.refusals).toMatchObject([
      { modelVersion: 'linear/2.0.0', file: 'manifest.json', reason: expect.stringContaining('is registered') },
    ]);
    writeModel(desk.root, { version: '2.0.0' });
    await desk.registry.move('linear/2.0.0', 'RETIRED', 'mended');
    await desk.registry.move('linear/2.0.0', 'CHAMPION', 'once more');
    await desk.server.refresh();
    expect((await desk.forecast()).modelVersion).toBe('linear/2.0.0');
  });

  it('a registry that does not answer changes nothing', async () => {
    const desk = await opened({});
    const list = desk.registry.list.bind(desk.registry);
    desk.registry.list = () => Promise.reject(new Error('the database is away'));
    await expect(desk.server.refresh()).rejects.toThrow('the database is away');
    expect(await desk.forecast()).toMatchObject({ tier: 'MODEL' });
    desk.registry.list = list;
    await desk.server.refresh();
    expect(await desk.forecast()).toMatchObject({ tier: 'MODEL' });
  });

  it('under load: a hundred swaps, no error, no batch of two versions, every session released', async () => {
    const desk = await opened(...versions);
    const model = desk.server.modelFor('M');
    let swapping = true;
    let batches = 0;
    const load = async (): Promise<void> => {
      while (swapping) {
        const answer = await model.forecast(Array.from({ length: 4 }, () => impactRequest()));
        if (!answer.ok) throw new Error(answer.error.message);
        expect(new Set(answer.value.map(({ modelVersion }) => modelVersion)).size).toBe(1);
        const shifted = answer.value[0]!.modelVersion === 'linear/1.0.0' ? 100 : 200;
        for (const { tier, fallback, slippage } of answer.value) {
          expect([tier, fallback]).toEqual(['MODEL', undefined]);
          expect(Math.floor(slippage.meanBps / 100)).toBe(shifted / 100);
        }
        batches += 1;
        await systemClock.sleep(20);
      }
    };
    const loads = Promise.all([load(), load(), load()]);
    loads.catch(() => undefined); // told at the end
    for (let swap = 0; swap < 100; swap += 1) {
      await desk.registry.move(`linear/${1 + (swap % 2)}.0.0`, 'CHAMPION', `swap ${swap}`);
      await desk.server.refresh();
    }
    swapping = false;
    await loads;
    expect(batches).toBeGreaterThan(20);
    expect(desk.record.failures).toEqual([]);
    expect(desk.library.opened).toBe(101);
    expect(desk.library.released).toBe(100);
  });

  it('a session is released only when the calls that use it have ended', async () => {
    const desk = await opened(...versions);
    let finish: () => void = () => undefined;
    desk.library.run =
      (_, real) =>
      async (...args) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return real(...args);
      };
    const inHand = desk.forecast();
    await desk.registry.move('linear/1.0.0', 'CHAMPION', 'swap');
    await desk.server.refresh();
    expect(desk.library.released).toBe(0);
    finish();
    expect(await inHand).toMatchObject({ modelVersion: 'linear/2.0.0', tier: 'MODEL' });
    expect(desk.library.released).toBe(1);
  });
});

describe('a shadow', () => {
  it('answers after the champion, of the same requests, and is logged beside it', async () => {
    const desk = await opened({ version: '1.0.0', shiftBps: 100 }, { version: '2.0.0', shiftBps: 200 });
    await desk.registry.move('linear/1.0.0', 'SHADOW', 'to compare');
    await desk.server.refresh();
    const ran: string[] = [];
    desk.library.run =
      (modelVersion, real) =>
      (...args) => {
        ran.push(modelVersion);
        return real(...args);
      };
    const answer = await desk.forecast();
    expect(ran).toEqual(['linear/2.0.0']);
    await desk.server.close();
    expect(ran).toEqual(['linear/2.0.0', 'linear/1.0.0']);
    expect(desk.shadows.predictions).toEqual([
      expect.objectContaining({
        modelVersion: 'linear/1.0.0',
        answeredBy: 'linear/2.0.0',
        answer,
        shadow: expect.objectContaining({ tier: 'MODEL' }),
      }),
    ]);
    const { shadow } = desk.shadows.predictions[0]!;
    expect(answer.slippage.meanBps - shadow.slippage.meanBps).toBeCloseTo(100, 2);
  });

  it('hears nothing of a rehearsal', async () => {
    const desk = await opened({ version: '1.0.0' }, { version: '2.0.0' });
    await desk.registry.move('linear/1.0.0', 'SHADOW', 'to compare');
    await desk.server.refresh();
    const answer = await desk.server.rehearsalFor('M').forecast([impactRequest()]);
    expect(answer).toMatchObject({ ok: true, value: [{ modelVersion: 'linear/2.0.0' }] });
    await desk.server.close();
    expect(desk.shadows.predictions).toEqual([]);
  });

  it('that fails costs no answer', async () => {
    const desk = await opened({ version: '1.0.0', withCompiled: false }, { version: '2.0.0' });
    await desk.registry.move('linear/1.0.0', 'SHADOW', 'to compare');
    await desk.server.refresh();
    desk.library.run = (modelVersion, real) => (modelVersion === 'linear/1.0.0' ? failing : real);
    for (let i = 0; i < 5; i += 1)
      expect(await desk.forecast()).toMatchObject({ modelVersion: 'linear/2.0.0', tier: 'MODEL' });
    await desk.server.close();
    expect(desk.shadows.predictions).toEqual([]);
  });
});
