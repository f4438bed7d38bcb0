import { join } from 'node:path';
import { seededRng, type Rng } from '#domain/core';
import { writeZip } from './zip.js';

export interface LeanOptions {
  readonly seed: number;
  readonly dir: string;
  /** Small letters, as LEAN names its files. */
  readonly symbol?: string;
  /** yyyymmdd. */
  readonly day?: string;
  /** Moments at which quotes or trades happen, spread over regular hours. */
  readonly moments?: number;
  /** Whether to write daily bars around the day: 30 before it, the day itself and 5 after. */
  readonly daily?: boolean;
}

export interface WrittenLean {
  readonly trades: string;
  readonly quotes: string;
  readonly daily?: string;
  /** Shares of all prints that are not suspicious. */
  readonly tradedVolume: number;
  /** Rows marked as suspicious, in both files. */
  readonly suspicious: number;
  /** The quote as it stood at the end, `[price in 1/10,000, size]`. */
  readonly lastBid: readonly [number, number];
  readonly lastAsk: readonly [number, number];
  /** Mean volume and Parkinson volatility of the 20 bars before the day. */
  readonly averageDailyVolume: number;
  readonly dailyVolatility: number;
}

const TICK = 100;
const OPEN_MS = 34_200_000;
const SESSION_MS = 23_400_000;

/** Writes a made-up LEAN day: trade and quote ticks, and daily bars when asked. */
export const writeLean = (options: LeanOptions): WrittenLean => {
  const { dir, symbol = 'test', day = '20131007', moments = 2000 } = options;
  const market = new LeanMarket(seededRng(options.seed));
  for (let i = 0; i < moments; i += 1) market.step(OPEN_MS + Math.floor((SESSION_MS * i) / moments));
  const trades = join(dir, `${symbol}_${day}_trade.zip`);
  const quotes = join(dir, `${symbol}_${day}_quote.zip`);
  // As LEAN's own files: no line feed after the last row.
  writeZip(trades, { [`${day}_${symbol}_Trade_Tick.csv`]: market.tradeRows.join('\n') });
  writeZip(quotes, { [`${day}_${symbol}_Quote_Tick.csv`]: market.quoteRows.join('\n') });
  const bars = dailyBars(seededRng(options.seed + 1), day);
  const daily = join(dir, `${symbol}_daily.zip`);
  if (options.daily === true) writeZip(daily, { [`${symbol}.csv`]: bars.map(({ row }) => row).join('\n') });
  const before = bars.filter((bar) => bar.day < day).slice(-20);
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  return {
    trades,
    quotes,
    ...(options.daily === true && { daily }),
    tradedVolume: market.tradedVolume,
    suspicious: market.suspicious,
    lastBid: market.bid,
    lastAsk: market.ask,
    averageDailyVolume: mean(before.map(({ volume }) => volume)),
    dailyVolatility: Math.sqrt(mean(before.map(({ high, low }) => Math.log(high / low) ** 2)) / (4 * Math.LN2)),
  };
};

class LeanMarket {
  readonly tradeRows: string[] = [];
  readonly quoteRows: string[] = [];
  tradedVolume = 0;
  suspicious = 0;
  bid: readonly [number, number] = [139_900, 500];
  ask: readonly [number, number] = [140_000, 700];

  constructor(private readonly rng: Rng) {}

  step(ms: number): void {
    if (this.rng.uniform() < 0.4) this.trade(ms);
    // Several rows within a millisecond: only the last state of it counts.
    for (let rows = 1 + this.rng.below(3); rows > 0; rows -= 1) this.quote(ms);
    if (this.rng.uniform() < 0.01) this.suspiciousRows(ms);
  }

  private quote(ms: number): void {
    const size = 100 * (1 + this.rng.below(80));
    const move = (this.rng.below(3) - 1) * TICK;
    if (this.rng.uniform() < 0.5) {
      this.bid = [Math.min(this.bid[0] + move, this.ask[0] - TICK), size];
      this.quoteRows.push([ms, ...this.bid, 0, 0, this.exchange(), 1, 0].join(','));
    } else {
      this.ask = [Math.max(this.ask[0] + move, this.bid[0] + TICK), size];
      this.quoteRows.push([ms, 0, 0, ...this.ask, this.exchange(), 1, 0].join(','));
    }
  }

  private trade(ms: number): void {
    const size = 100 * (1 + this.rng.below(10));
    const price = this.rng.uniform() < 0.5 ? this.bid[0] : this.ask[0];
    const offExchange = this.rng.uniform() < 0.35;
    this.tradedVolume += size;
    this.tradeRows.push([ms, price, size, offExchange ? 'D' : this.exchange(), '20000020', 0].join(','));
  }

  private suspiciousRows(ms: number): void {
    this.tradeRows.push([ms, this.bid[0] + 40 * TICK, 100, 'P', '1', 1].join(','));
    this.quoteRows.push([ms, this.bid[0] + 40 * TICK, 100, 0, 0, 'P', 1, 1].join(','));
    this.suspicious += 2;
  }

  private exchange(): string {
    return 'NPQZK'.charAt(this.rng.below(5));
  }
}

interface Bar {
  readonly day: string;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly row: string;
}

/** Bars of 36 days of which `day` is the 31st. */
const dailyBars = (rng: Rng, day: string): readonly Bar[] => {
  const dayMs = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
  return Array.from({ length: 36 }, (_, i) => {
    const date = new Date(dayMs + (i - 30) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const low = 138_000 + rng.below(2000);
    const high = low + 1000 + rng.below(2000);
    const volume = 1_000_000 + rng.below(500_000);
    return { day: date, high, low, volume, row: `${date} 00:00,${low},${high},${low},${high},${volume}` };
  });
};
