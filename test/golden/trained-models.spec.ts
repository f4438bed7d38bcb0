import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  additiveQuantiles,
  expectedShortfallBps,
  parseAdditiveModel,
  parseModelManifest,
  quantileBps,
  RISK_PROBABILITY,
  trainedModel,
  type AdditiveModel,
  type ImpactForecast,
  type ImpactRequest,
  type ModelManifest,
} from '#domain/impact';
import { OnnxModelLibrary } from '#adapters/onnx';
import { compiledForecast } from '../factories/compiled-forecast.js';
import { market, terms } from '../factories/market.js';
import { sessionForecast } from '../factories/session-forecast.js';
import { DEFINITIONS, features } from '../factories/trained-model.js';

const MODELS = new URL('../../models/', import.meta.url);

const library = new OnnxModelLibrary({ folder: fileURLToPath(MODELS), threads: 1 });
afterAll(() => library.close());

interface Golden {
  readonly absoluteToleranceBps: number;
  readonly vectors: readonly { readonly inputs: readonly number[]; readonly quantiles: readonly number[] }[];
}

/** Every version that is a trained model: the parametric one states coefficients. */
const versions = readdirSync(MODELS).flatMap((name) =>
  readdirSync(new URL(`${name}/`, MODELS))
    .map((version) => `${name}/${version}`)
    .filter((modelVersion) => existsSync(new URL(`${modelVersion}/model.onnx`, MODELS))),
);

const read = (modelVersion: string, file: string): string =>
  readFileSync(new URL(`${modelVersion}/${file}`, MODELS), 'utf8');

const manifestOf = (modelVersion: string): ModelManifest => {
  const parsed = parseModelManifest(read(modelVersion, 'manifest.json'), DEFINITIONS);
  if (!parsed.ok) throw new Error(`${modelVersion}: ${parsed.error.message}`);
  return parsed.value;
};

const additiveOf = (manifest: ModelManifest): AdditiveModel | undefined => {
  if (manifest.compiled === undefined) return undefined;
  const parsed = parseAdditiveModel(read(manifest.modelVersion, manifest.compiled.file), manifest);
  if (!parsed.ok) throw new Error(`${manifest.modelVersion}: ${parsed.error.message}`);
  return parsed.value;
};

interface Answering {
  readonly forecast: (request: ImpactRequest) => Promise<ImpactForecast>;
  /** Of the arithmetic that answers. */
  readonly roundingBps: number;
}

/** The additive form where there is one, else the model's own file. */
const answering = async (manifest: ModelManifest): Promise<Answering> => {
  const model = trainedModel(manifest);
  const additive = additiveOf(manifest);
  if (additive !== undefined)
    return { forecast: (request) => Promise.resolve(compiledForecast(model, additive, request)), roundingBps: 1e-6 };
  const loaded = await library.load(manifest.modelVersion);
  if (!loaded.ok || loaded.value.session === null) throw new Error(`${manifest.modelVersion} has no session`);
  const { session } = loaded.value;
  return { forecast: (request) => sessionForecast(model, session, request), roundingBps: 1e-4 };
};

/** Figures that must never fall in quantity. */
const worse = ({ slippage }: ImpactForecast): readonly number[] => [
  slippage.meanBps,
  ...[0.75, 0.9, 0.95, 0.99].map((probability) => quantileBps(slippage, probability)),
  expectedShortfallBps(slippage, RISK_PROBABILITY),
];

/** Quiet and wild markets of a cheap and a dear stock. */
const requests: readonly ImpactRequest[] = [
  { price: 14, volatility: 0.2 },
  { price: 14, volatility: 2 },
  { price: 140, volatility: 0.2 },
  { price: 140, volatility: 2 },
].flatMap(({ price, volatility }) =>
  [5, 60, 300, 900, 7_200].map((horizonSeconds) => ({
    side: 'BUY' as const,
    quantity: 0,
    horizonSeconds,
    aggression: 0.5,
    market: market({
      terms: terms({ averageDailyVolume: 1e7 }),
      bids: [{ price: price - 0.005, size: 5_000 }],
      asks: [{ price: price + 0.005, size: 3_000 }],
    }),
    features: features({
      spreadBps: 100 / price,
      tickBps: 100 / price,
      volatility60sBpsPerSqrtSecond: volatility,
      volatility300sBpsPerSqrtSecond: volatility,
      volatility1800sBpsPerSqrtSecond: volatility,
      volumeRate300sUnitsPerSecond: 400,
      bidDepthBestUnits: 5_000,
      askDepthBestUnits: 3_000,
    }),
  })),
);

describe('trained models', () => {
  it('are named by their folders', () => {
    expect(versions.map((version) => manifestOf(version).modelVersion)).toEqual(versions);
  });

  const additives = versions
    .map(manifestOf)
    .map((manifest) => ({ manifest, additive: additiveOf(manifest) }))
    .filter((model): model is { manifest: ModelManifest; additive: AdditiveModel } => model.additive !== undefined);

  it('answer their golden vectors in additive form', () => {
    for (const { manifest, additive } of additives) {
      const golden = JSON.parse(read(manifest.modelVersion, manifest.golden.file)) as Golden;
      const rows = Float32Array.from(golden.vectors.flatMap(({ inputs }) => inputs));
      const answers = new Float64Array(golden.vectors.length * additive.outputs);
      additiveQuantiles(additive, rows, answers, golden.vectors.length);
      const expected = golden.vectors.flatMap(({ quantiles }) => quantiles);
      const apart = expected.map((quantile, i) => Math.abs(quantile - answers[i]!));
      expect([manifest.modelVersion, Math.max(...apart) <= golden.absoluteToleranceBps]).toEqual([
        manifest.modelVersion,
        true,
      ]);
    }
  });

  it('never cost less for more, from far below their reach to far beyond', async () => {
    for (const manifest of versions.map(manifestOf)) {
      const { forecast, roundingBps } = await answering(manifest);
      for (const request of requests.flatMap((decided) => [decided, { ...decided, inHindsight: true as const }])) {
        const falls: number[] = [];
        let before = worse(await forecast(request));
        for (let power = 1; power < 7.5; power += 0.2) {
          const quantity = 10 ** power;
          const figures = worse(await forecast({ ...request, quantity }));
          if (figures.some((figure, i) => figure < before[i]! - roundingBps)) falls.push(quantity);
          before = figures;
        }
        expect([manifest.modelVersion, request.horizonSeconds, falls]).toEqual([
          manifest.modelVersion,
          request.horizonSeconds,
          [],
        ]);
      }
    }
  });
});
