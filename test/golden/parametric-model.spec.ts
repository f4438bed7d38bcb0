import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PARAMETRIC_COEFFICIENTS, parametricForecast, type ImpactForecast, type ImpactRequest } from '#domain/impact';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly modelVersion: string;
  readonly golden: { readonly file: string; readonly sha256: string };
  readonly coefficients: readonly { readonly name: string; readonly value: number; readonly source: string }[];
}

interface Golden {
  readonly modelVersion: string;
  readonly relativeTolerance: number;
  readonly vectors: readonly {
    readonly name: string;
    readonly request: ImpactRequest;
    readonly forecast: Omit<ImpactForecast, 'residual'> & {
      readonly residual: readonly { readonly name: string; readonly kind: string; readonly sdBps: number }[];
    };
  }[];
}

const read = (file: string): string =>
  readFileSync(new URL(`../../models/${PARAMETRIC_COEFFICIENTS.modelVersion}/${file}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('manifest.json')) as Manifest;
const goldenText = read(manifest.golden.file);
const golden = JSON.parse(goldenText) as Golden;

/** Every leaf of a value, by its path. */
const leaves = (value: unknown): Record<string, unknown> => Object.fromEntries(leafEntries(value, ''));

const leafEntries = (value: unknown, path: string): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => leafEntries(item, path === '' ? key : `${path}.${key}`))
    : [[path, value]];

const within = (tolerance: number, actual: unknown, expected: unknown): boolean =>
  typeof actual === 'number' && typeof expected === 'number'
    ? Math.abs(actual - expected) <= tolerance * Math.abs(expected)
    : actual === expected;

describe('parametric model', () => {
  it('has the coefficients of its manifest, each with a source', () => {
    const { modelVersion, ...coefficients } = PARAMETRIC_COEFFICIENTS;
    expect(leaves(coefficients)).toEqual(
      Object.fromEntries(manifest.coefficients.map(({ name, value }) => [name, value])),
    );
    expect(manifest.coefficients.filter(({ source }) => source === '')).toEqual([]);
    expect(manifest.modelVersion).toBe(modelVersion);
    expect(`${manifest.name}/${manifest.version}`).toBe(modelVersion);
  });

  it('has the golden vectors of its manifest', () => {
    expect(createHash('sha256').update(goldenText).digest('hex')).toBe(manifest.golden.sha256);
    expect(golden.modelVersion).toBe(manifest.modelVersion);
  });

  it.each(golden.vectors.map((vector) => [vector.name, vector] as const))('replays: %s', (_, { request, forecast }) => {
    const replayed = parametricForecast(request);
    const actual = leaves({
      ...replayed,
      residual: replayed.residual.map(({ name, kind, sdBps }) => ({ name, kind, sdBps })),
    });
    const expected = leaves(forecast);
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    const apart = Object.keys(expected).filter(
      (path) => !within(golden.relativeTolerance, actual[path], expected[path]),
    );
    expect(apart).toEqual([]);
  });
});
