import { type StateReader, type StateWriter } from '#domain/core';
import { volumeShare, type MarketView, type SessionTimeNs } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { countsInVolume } from '../trade/prints.js';

const WINDOW_SECONDS = 300;
/** No ratio divides by less than what is expected in this time: one early print is not a busy day. */
const SECONDS_MIN = 60;
const NS_PER_SECOND = 1e9;
const CURVE =
  'share: of a day’s volume, from the curve 0.6 + 1.2 (2x - 1)^2 over trading hours; even where they never end';

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'sessionVolumeAdvFraction',
    group: 'volume-profile',
    unit: 'fraction',
    window: 'session so far',
    formula: 'size of all prints but those of auctions / ADV',
    least: 0,
    most: Infinity,
    missing: 'nobody states the ADV',
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'expectedVolumeFraction',
    group: 'volume-profile',
    unit: 'fraction',
    window: 'now',
    formula: `share that has usually traded by now; ${CURVE}`,
    least: 0,
    most: 1,
    missing: 'never',
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'relativeVolumeSession',
    group: 'volume-profile',
    unit: 'ratio',
    window: 'session so far',
    formula: `sessionVolumeAdvFraction / share since the session was first followed; ${CURVE}`,
    least: 0,
    most: Infinity,
    missing: `nobody states the ADV, or less than ${SECONDS_MIN} s of trading hours were followed`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `relativeVolume${WINDOW_SECONDS}s`,
    group: 'volume-profile',
    unit: 'ratio',
    window: `${WINDOW_SECONDS} s`,
    formula: `size of all prints but those of auctions / (ADV * share of the window); ${CURVE}`,
    least: 0,
    most: Infinity,
    missing: `nobody states the ADV, or less than ${SECONDS_MIN} s of trading hours of the window were followed`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** Whether more trades than usual at this time of the day. */
class VolumeProfile implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly averageDailyVolumeUnits: number;
  private readonly sessionSeconds: number;
  private readonly recentVolume = new RollingSum([WINDOW_SECONDS]);
  private sessionVolume = 0;
  /** From when on the session was followed: the start of that second. */
  private fromNs = NaN;

  constructor({ terms, view }: FeatureContext) {
    this.averageDailyVolumeUnits = (terms.averageDailyVolume ?? NaN) * view.sizeUnitsPerUnit;
    this.sessionSeconds = terms.sessionSeconds ?? (view.closeNs - view.openNs) / NS_PER_SECOND;
  }

  onTrade(view: MarketView): void {
    if (Number.isNaN(this.fromNs)) this.fromNs = Math.floor(view.timeNs / NS_PER_SECOND) * NS_PER_SECOND;
    if (!countsInVolume(view)) return;
    this.sessionVolume += view.tradeSize;
    this.recentVolume.add(view.tradeSize);
  }

  onSecond(_view: MarketView, second: number): void {
    if (Number.isNaN(this.fromNs)) this.fromNs = (second - 1) * NS_PER_SECOND;
    this.recentVolume.endSecond();
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const windowNs = (Math.floor(view.timeNs / NS_PER_SECOND) - WINDOW_SECONDS) * NS_PER_SECOND;
    out[offset] = this.sessionVolume / this.averageDailyVolumeUnits;
    out[offset + 1] = this.shareBy(view.timeNs, view);
    out[offset + 2] = this.relative(this.sessionVolume, this.fromNs, view);
    out[offset + 3] = this.relative(this.recentVolume.sum(0), Math.max(this.fromNs, windowNs), view);
  }

  save(into: StateWriter): void {
    into.number(this.sessionVolume);
    into.number(this.fromNs);
    this.recentVolume.save(into);
  }

  restore(from: StateReader): void {
    this.sessionVolume = from.number();
    this.fromNs = from.number();
    this.recentVolume.restore(from);
  }

  /** What traded since `sinceNs` over what usually does. */
  private relative(volume: number, sinceNs: SessionTimeNs, view: MarketView): number {
    const fromNs = Math.max(sinceNs, view.openNs);
    const toNs = Math.min(view.timeNs, view.closeNs);
    if (!(toNs - fromNs >= SECONDS_MIN * NS_PER_SECOND)) return NaN;
    const share = this.shareBy(toNs, view) - this.shareBy(fromNs, view);
    return volume / (this.averageDailyVolumeUnits * share);
  }

  private shareBy(timeNs: SessionTimeNs, { openNs }: MarketView): number {
    return volumeShare((timeNs - openNs) / NS_PER_SECOND, this.sessionSeconds);
  }
}

export const volumeProfile: FamilyFactory = (context) => new VolumeProfile(context);
