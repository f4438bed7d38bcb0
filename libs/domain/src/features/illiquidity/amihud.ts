import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { countsInVolume } from '../trade/prints.js';

const MINUTE_SECONDS = 60;
const MINUTES = 30;
const MINUTES_MIN = 5;
/** Notional is counted in millions of currency. */
const MILLION = 1e6;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'amihudBpsPerMillion',
    group: 'illiquidity',
    unit: 'bps per million of currency',
    window: `${MINUTES} ended minutes`,
    formula:
      'mean over minutes with volume of 1e4 |log(mid at the end / mid at the start)| / notional of all prints but those ' +
      'of auctions; Amihud (J. Financial Markets 5(1), 2002), by the minute',
    least: 0,
    most: Infinity,
    missing: `fewer than ${MINUTES_MIN} minutes with volume and a mid at both ends`,
    mirror: 'SAME',
    priceScaleFree: false,
  },
];

/** How far the mid moves with what trades, whoever the aggressor was. */
class Amihud implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  /** Of each minute; NaN where it says nothing. */
  private readonly ratios = new Float64Array(MINUTES).fill(NaN);
  /** Of the running minute, in price units times size units. */
  private notional = 0;
  private startMid = NaN;
  /** In bps per price unit times size unit. */
  private mean = NaN;

  constructor(private readonly priceUnitsPerCurrency: number) {}

  onTrade(view: MarketView): void {
    if (countsInVolume(view)) this.notional += view.tradePrice * view.tradeSize;
  }

  onSecond(view: MarketView, second: number): void {
    if (second % MINUTE_SECONDS !== 0) return;
    const moveBps = BPS * Math.abs(Math.log(view.mid / this.startMid));
    this.ratios[(second / MINUTE_SECONDS) % MINUTES] = this.notional === 0 ? NaN : moveBps / this.notional;
    this.notional = 0;
    this.startMid = view.mid;
    this.mean = meanOf(this.ratios);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    out[offset] = this.mean * this.priceUnitsPerCurrency * view.sizeUnitsPerUnit * MILLION;
  }

  save(into: StateWriter): void {
    for (const value of [this.notional, this.startMid, this.mean]) into.number(value);
    into.numbers(this.ratios);
  }

  restore(from: StateReader): void {
    this.notional = from.number();
    this.startMid = from.number();
    this.mean = from.number();
    from.numbers(this.ratios);
  }
}

const meanOf = (ratios: Float64Array): number => {
  let sum = 0;
  let minutes = 0;
  for (const ratio of ratios) {
    if (Number.isNaN(ratio)) continue;
    sum += ratio;
    minutes += 1;
  }
  return minutes < MINUTES_MIN ? NaN : sum / minutes;
};

export const amihud: FamilyFactory = ({ priceUnitsPerCurrency }) => new Amihud(priceUnitsPerCurrency);
