import { describe, expect, it } from '@jest/globals';
import { DEFINITIONS, heldOutFigures, modelManifest } from '../../../../../test/factories/trained-model.js';
import { parseModelManifest, type HeldOutReliability, type ModelManifest } from '../index.js';

type Json = Record<string, never>;

/** The factory's manifest with the value at a path set, or taken away when undefined. */
const changed = (path: string, value: unknown): string => {
  const manifest = JSON.parse(JSON.stringify(modelManifest())) as Json;
  const names = path.split('.');
  let at: Record<string, unknown> = manifest;
  for (const name of names.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[names.at(-1)!] = value;
  return JSON.stringify(manifest);
};

const parse = (json: string) => parseModelManifest(json, DEFINITIONS);

describe('parseModelManifest', () => {
  it.each<[string, Partial<ModelManifest>]>([
    ['as the factory makes it', {}],
    ['of an earlier version of the inputs', { inputSet: DEFINITIONS.inputSets[0]! }],
    ['without regimes', { regimes: null, calibration: overallOnly() }],
    ['for some instruments, with an additive form', { instruments: ['AIG'], compiled: modelManifest().golden }],
    ['with figures of rows it had not seen', heldOutFigures()],
    [
      'with analogues',
      {
        analogues: [
          { inputs: [1, 2, 3, 4, 5, 6, 7], n: 9, meanBps: 1, quantilesBps: [...modelManifest().probabilities] },
        ],
      },
    ],
  ])('accepts one %s', (_, overrides) => {
    const manifest = modelManifest(overrides);
    expect(parse(JSON.stringify(manifest))).toEqual({ ok: true, value: manifest });
  });

  it.each<[field: string, path: string, value: unknown]>([
    ['other', 'other', 1],
    ['name', 'name', 'Meta Order'],
    ['version', 'version', '1.0'],
    ['modelVersion', 'modelVersion', 'factory/2.0.0'],
    ['kind', 'kind', 'TORCH'],
    ['identification', 'identification', 'GUESSED'],
    ['definition', 'definition', 'X'],
    ['instruments', 'instruments', []],
    ['model.sha256', 'model.sha256', 'abc'],
    ['model.file', 'model.file', '../model.onnx'],
    ['model.opset', 'model.opset', 0.5],
    ['golden', 'golden', undefined],
    ['featureSet.version', 'featureSet.version', 'v2'],
    ['inputSet.sha256', 'inputSet.sha256', 'a'.repeat(64)],
    ['inputs', 'inputs', []],
    ['inputs.1.name', 'inputs.1.name', 'colour'],
    ['inputs.1.name', 'inputs.1.name', 'lnAdvFraction'],
    ['inputs.1.low', 'inputs.1.low', 8],
    ['inputs.1.high', 'inputs.1.high', 1e39],
    ['inputs.1.imputeWith', 'inputs.1.imputeWith', null],
    ['inputs.1.imputeWith', 'inputs.1.imputeWith', 100],
    ['labels', 'labels', ['slippage']],
    ['labels.0', 'labels', ['peak', 'slippage', 'perm1', 'perm5', 'perm15']],
    ['probabilities.0', 'probabilities.0', 0],
    ['probabilities.2', 'probabilities.2', 0.04],
    ['probabilities.1', 'probabilities.1', 0.06],
    ['families.peak', 'families.peak', ''],
    ['calibration.cells.sizeInput', 'calibration.cells.sizeInput', 'halfSpreadBps'],
    ['calibration.cells.sizeEdges.1', 'calibration.cells.sizeEdges.1', -9],
    ['calibration.labels.perm1.overall', 'calibration.labels.perm1.overall', [1, 2, 3]],
    ['calibration.labels.perm1.cells.3:0', 'calibration.labels.perm1.cells.3:0', [1, 2, 3, 4]],
    ['calibration.labels.perm1.cells.0:0', 'calibration.labels.perm1.cells.0:0', [1]],
    ['regimes.inputs.0', 'regimes.inputs.0', 'spreadTicks'],
    ['regimes.inputs.0', 'regimes.inputs.0', 'sqrtImpactBps'],
    ['regimes.inputs.1', 'regimes.inputs.1', 'risk300Bps'],
    ['regimes.scaler.scale.0', 'regimes.scaler.scale.0', 0],
    ['regimes.scaler.mean', 'regimes.scaler.mean', [1]],
    ['regimes.weights', 'regimes.weights', [0.7, 0.4]],
    ['regimes.means.1', 'regimes.means.1', [1]],
    ['regimes.precisionsCholesky.1.1.0', 'regimes.precisionsCholesky.1.1.0', 0.1],
    ['regimes.precisionsCholesky.1.1.1', 'regimes.precisionsCholesky.1.1.1', -0.7],
    ['regimes.names', 'regimes.names', ['calm']],
    ['regimes.golden.0.probabilities', 'regimes.golden', [{ inputs: [10, 1], probabilities: [0.5, 0.5] }]],
    ['reach.advFractionMax', 'reach.advFractionMax', 0],
    ['reach.horizonSecondsMin', 'reach.horizonSecondsMin', 901],
    ['training.days.0', 'training.days.0', 'monday'],
    ['training.seed', 'training.seed', -1],
    ['outOfSample.0.label', 'outOfSample.0.label', 'cost'],
    ['outOfSample.0.skill', 'outOfSample.0.skill', null],
    ['notes', 'notes', 'none'],
    ['reliability.peak', 'reliability', { ...heldOutFigures().reliability, peak: undefined }],
    ['reliability.perm1.n', 'reliability', reliabilityWith({ n: 0 })],
    ['reliability.perm1.observed.1', 'reliability', reliabilityWith({ observed: [0, 1.01] })],
    ['reliability.perm1.high', 'reliability', reliabilityWith({ high: [0.5] })],
    ['pit.peak', 'pit', { ...heldOutFigures().pit, peak: [1] }],
    ['pit.slippage.0', 'pit', { ...heldOutFigures().pit, slippage: new Array<number>(20).fill(0.5) }],
    ['pit.perm1', 'pit', { ...heldOutFigures().pit, perm1: [] }],
    ['importance.0.input', 'importance', [{ ...heldOutFigures().importance[0], input: 'colour' }]],
    ['importance.0.label', 'importance', [{ ...heldOutFigures().importance[0], label: 'cost' }]],
    ['importance.0.points', 'importance', [{ ...heldOutFigures().importance[0], points: null }]],
    ['analogues.0.inputs', 'analogues', [{ inputs: [1], n: 1, meanBps: 1, quantilesBps: [1] }]],
  ])('names %s', (field, path, value) => {
    const parsed = parse(changed(path, value));
    expect(parsed).toMatchObject({ ok: false, error: { code: 'INVALID_MANIFEST', field } });
    expect(parsed.ok ? '' : parsed.error.allowed).not.toBe('');
  });

  it('refuses an input that came after the version that it states', () => {
    const { inputs } = modelManifest();
    const later = { name: 'slopeTilt5LevelsBps', imputeWith: 0, low: -1, high: 1 };
    const manifest = modelManifest({ inputSet: DEFINITIONS.inputSets[0]!, inputs: [...inputs, later] });
    expect(parse(JSON.stringify(manifest))).toMatchObject({
      ok: false,
      error: { field: `inputs.${inputs.length}.name`, allowed: 'an input of version v1' },
    });
  });

  it.each(['', 'null', '[]', '{'])('refuses %j', (json) => {
    expect(parse(json)).toMatchObject({ ok: false, error: { code: 'INVALID_MANIFEST' } });
  });
});

function reliabilityWith(other: Partial<HeldOutReliability>): ModelManifest['reliability'] {
  const { reliability } = heldOutFigures();
  return { ...reliability, perm1: { ...reliability.perm1, ...other } };
}

function overallOnly(): ModelManifest['calibration'] {
  const calibration = modelManifest().calibration;
  const { overall } = calibration.labels.slippage;
  const of = { overall, cells: { '1:0': overall } };
  return { ...calibration, labels: { slippage: of, peak: of, perm1: of, perm5: of, perm15: of } };
}
