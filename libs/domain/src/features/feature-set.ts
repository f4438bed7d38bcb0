import { canonicalJson } from '#domain/core';
import { L2Book, MarketView } from '#domain/market-data';
import { type FeatureDefinition } from './definition.js';
import { FeatureEngine } from './engine.js';
import { type FamilyFactory } from './family.js';
import { REQUEST_DEFINITIONS } from './request/request-features.js';
import { NO_SIGNALS } from './signals.js';

/** An ordered list of features under a version. What a version means never changes. */
export interface FeatureSet {
  readonly version: string;
  /** Makes the families of a `FeatureEngine`. */
  readonly families: readonly FamilyFactory[];
  /** Of the market's vector, as `FeatureEngine.write` fills it. */
  readonly definitions: readonly FeatureDefinition[];
  /** Of what `requestFeatures` adds to it. */
  readonly requestDefinitions: readonly FeatureDefinition[];
}

/** RangeError when two features have the same name. */
export const featureSet = (version: string, families: readonly FamilyFactory[]): FeatureSet => {
  const { definitions } = new FeatureEngine(NOWHERE, families);
  const names = [...definitions, ...REQUEST_DEFINITIONS].map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw new RangeError(`feature set ${version}: ${repeated} is defined twice`);
  return { version, families, definitions, requestDefinitions: REQUEST_DEFINITIONS };
};

/**
 * The definitions of a set, the market's and then the request's, as one text: equal sets give equal bytes. A range without
 * an end is written as "Infinity" or "-Infinity".
 */
export const featureSetJson = ({ definitions, requestDefinitions }: FeatureSet): string =>
  canonicalJson(
    [...definitions, ...requestDefinitions].map((definition) => ({
      ...definition,
      least: writtenBound(definition.least),
      most: writtenBound(definition.most),
    })),
  );

const writtenBound = (bound: number): number | string => (Number.isFinite(bound) ? bound : String(bound));

/** Definitions do not depend on the instrument: any context will do. */
const NOWHERE = {
  view: new MarketView(new L2Book(), 0, 1, 1, 1),
  origin: 0n,
  priceUnitsPerCurrency: 1,
  terms: {},
  dailyBars: [],
  signals: NO_SIGNALS,
};
