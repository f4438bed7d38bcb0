import { err, ok, type Result } from '#domain/core';
import { impossible, type ImpossibleParameters, type Verdict } from '../impossible-parameters.js';
import { checkMarket, type MarketParameters } from './market-parameters.js';

/** What a field must be; a trailing `?` in its name: it may be absent. */
type Shape = 'number' | 'numbers' | 'rows' | ShapeOfObject | readonly [Shape];

interface ShapeOfObject {
  readonly [field: string]: Shape;
}

const SIZES: Shape = { lotUnits: 'number', meanLots: 'number' };

const MARKET: Shape = {
  sessionSeconds: 'number',
  warmUpSeconds: 'number',
  tickSize: 'number',
  initialMidTicks: 'number',
  liquidity: { limit: 'numbers', cancel: 'numbers', market: 'number' },
  liquiditySizes: SIZES,
  'hiddenOrders?': {
    metaorders: { concurrent: 'number', tailExponent: 'number', mostChildren: 'number' },
    arrivals: { baseline: 'numbers', offspring: 'rows', decays: 'numbers', weights: 'numbers' },
    sizes: SIZES,
  },
  'makers?': {
    count: 'number',
    quoteUnits: 'number',
    halfSpreadTicks: 'number',
    widerTicks: 'number',
    looksPerSecond: 'number',
    reactionSeconds: 'number',
    surpriseTicks: 'number',
    memoryTrades: 'numbers',
    anchorHalfLifeSeconds: 'number',
    inventoryUnits: 'number',
  },
  jumps: { jumpsPerSecond: 'number', sdBps: 'number' },
  volumeCurve: { depth: 'number' },
  volatilityCurve: { depth: 'number' },
  news: [
    {
      atSeconds: 'number',
      leadSeconds: 'number',
      spreadFactor: 'number',
      depthFactor: 'number',
      volatilityFactor: 'number',
      gapBps: 'number',
      recoveryHalfLifeSeconds: 'number',
    },
  ],
};

/** A market from a JSON text: every field is there, none is unknown, and none is impossible; else the first that is, by its path. */
export const parseMarket = (json: string): Result<MarketParameters, ImpossibleParameters> => {
  const value = valueOf(json);
  const wrong = shapeFault('', value, MARKET) ?? checkMarket(value as MarketParameters);
  return wrong === undefined ? ok(value as MarketParameters) : err(wrong);
};

const valueOf = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const shapeFault = (path: string, value: unknown, shape: Shape): Verdict => {
  if (shape === 'number') return isNumber(value) ? undefined : refused(path, 'a number', value);
  if (shape === 'numbers') return isList(value, isNumber) ? undefined : refused(path, 'a list of numbers', value);
  if (shape === 'rows') {
    return isList(value, (row) => isList(row, isNumber))
      ? undefined
      : refused(path, 'a list of lists of numbers', value);
  }
  if (isListShape(shape)) {
    if (!Array.isArray(value)) return refused(path, 'a list', value);
    return firstFault(value.map((item, i) => () => shapeFault(`${path}.${i}`, item, shape[0])));
  }
  return objectFault(path, value, shape);
};

const objectFault = (path: string, value: unknown, shape: ShapeOfObject): Verdict => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused(path === '' ? 'parameters' : path, 'a JSON object', value);
  }
  const below = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const fields = Object.keys(shape).map((field) => field.replace('?', ''));
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined) return refused(below(unknown), `one of ${fields.join(', ')}`, unknown);
  return firstFault(
    Object.entries(shape).map(([name, part]) => () => {
      const field = name.replace('?', '');
      const own = (value as Readonly<Record<string, unknown>>)[field];
      return own === undefined && name.endsWith('?') ? undefined : shapeFault(below(field), own, part);
    }),
  );
};

const firstFault = (checks: readonly (() => Verdict)[]): Verdict => {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const isListShape = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

const refused = (path: string, allowed: string, value: unknown): ImpossibleParameters =>
  impossible(path, allowed, value === undefined ? 'nothing' : JSON.stringify(value));
