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
  'share: of a day’s volume, by the density 0.6 + 1.2 (2x - 1)^2 over trading hours, a stylised shape that is fitted to ' +
  'nothing; even where they never end';

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
    formula: `share that would have traded by now; ${CURVE}`,
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
  /** From when on the session was followed: the start of that second; and the share of the day's volume by then. */
  private fromNs = NaN;
  private fromShare = NaN;
  /** As long as the running second lasts: from when on the window holds what was followed, and the share by then. */
  private recentNs = NaN;
  private recentShare = NaN;

  constructor({ terms, view }: FeatureContext) {
    this.averageDailyVolumeUnits = (terms.averageDailyVolume ?? NaN) * view.sizeUnitsPerUnit;
    this.sessionSeconds = terms.sessionSeconds ?? (view.closeNs - view.openNs) / NS_PER_SECOND;
  }

  onTrade(view: MarketView): void {
    if (Number.isNaN(this.fromNs)) this.begin(Math.floor(view.timeNs / NS_PER_SECOND), view);
    if (!countsInVolume(view)) return;
    this.sessionVolume += view.tradeSize;
    this.recentVolume.add(view.tradeSize);
  }

  onSecond(view: MarketView, second: number): void {
    if (Number.isNaN(this.fromNs)) this.begin(second - 1, view);
    this.recentVolume.endSecond();
    this.recentNs = Math.max(this.fromNs, (second - WINDOW_SECONDS) * NS_PER_SECOND);
    this.recentShare = this.shareBy(this.recentNs, view);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const share = this.shareBy(view.timeNs, view);
    const sessionFraction = this.sessionVolume / this.averageDailyVolumeUnits;
    const recentFraction = this.recentVolume.sum(0) / this.averageDailyVolumeUnits;
    out[offset] = sessionFraction;
    out[offset + 1] = share;
    out[offset + 2] = isLongEnough(this.fromNs, view) ? sessionFraction / (share - this.fromShare) : NaN;
    out[offset + 3] = isLongEnough(this.recentNs, view) ? recentFraction / (share - this.recentShare) : NaN;
  }

  save(into: StateWriter): void {
    for (const value of [this.fromNs, this.fromShare, this.recentNs, this.recentShare]) into.number(value);
    into.number(this.sessionVolume);
    this.recentVolume.save(into);
  }

  restore(from: StateReader): void {
    this.fromNs = from.number();
    this.fromShare = from.number();
    this.recentNs = from.number();
    this.recentShare = from.number();
    this.sessionVolume = from.number();
    this.recentVolume.restore(from);
  }

  private begin(second: number, view: MarketView): void {
    this.fromNs = second * NS_PER_SECOND;
    this.fromShare = this.shareBy(this.fromNs, view);
    this.recentNs = this.fromNs;
    this.recentShare = this.fromShare;
  }

  private shareBy(timeNs: SessionTimeNs, { openNs, closeNs }: MarketView): number {
    const inHoursNs = Math.min(Math.max(timeNs, openNs), closeNs);
    return volumeShare((inHoursNs - openNs) / NS_PER_SECOND, this.sessionSeconds);
  }
}

/** Whether enough trading hours lie between `fromNs` and now for a ratio. */
const isLongEnough = (fromNs: SessionTimeNs, { timeNs, openNs, closeNs }: MarketView): boolean =>
  Math.min(timeNs, closeNs) - Math.max(fromNs, openNs) >= SECONDS_MIN * NS_PER_SECOND;

export const volumeProfile: FamilyFactory = (context) => new VolumeProfile(context);
