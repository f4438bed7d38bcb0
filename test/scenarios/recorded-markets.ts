import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openSessions, Quarantine } from '#adapters/recordings';
import { SignalTable, type SignalRow } from '#domain/features';
import { EventBatch, type MarketSession } from '#domain/market-data';
import { sessionDays, livingMarket, type SessionDay, type Surroundings } from '#application/play-session';
import {
  writeBinance,
  writeBitstamp,
  writeLean,
  writeLobster,
  type BinanceOptions,
} from '../factories/recordings/index.js';

const SECOND_NS = 1e9;

/** Every market that our writers can record, two instruments where a recording has several, so that peers count. */
export const MARKETS = ['LEAN', 'LOBSTER', 'Binance', 'Bitstamp', 'living'] as const;
export type MarketName = (typeof MARKETS)[number];

interface RecordingPlan {
  /** Where a folder for the files is made. */
  readonly base: string;
  /** How much of each session is kept, from its first event. */
  readonly seconds?: number;
  /** Of BTCUSDT. */
  readonly spoil?: BinanceOptions['spoil'];
}

/** The day of a market as its recording tells it, from files that are written now. */
export const recordedDay = async (market: MarketName, { base, seconds, spoil }: RecordingPlan): Promise<SessionDay> => {
  const sessions =
    market === 'living' ? livingMarket(7) : await opened(record(market, mkdtempSync(join(base, 'day-')), spoil));
  return dayOf(seconds === undefined ? sessions : await Promise.all(sessions.map((one) => shortened(one, seconds))));
};

const record = (market: MarketName, dir: string, spoil: BinanceOptions['spoil']): string => {
  const binance = { dir, updates: 3000, seconds: 600, from: '2023-04-04T10:00:00Z' };
  switch (market) {
    case 'LEAN':
      // A number of moments by which few of them fall on whole seconds.
      writeLean({ seed: 1, dir, symbol: 'aaa', moments: 1999, daily: true });
      writeLean({ seed: 2, dir, symbol: 'spy', moments: 1999 });
      break;
    case 'LOBSTER':
      writeLobster({ seed: 3, dir, symbol: 'AAA', levels: 5, messages: 2000 });
      writeLobster({ seed: 4, dir, symbol: 'SPY', levels: 3, messages: 2000 });
      break;
    case 'Binance':
      writeBinance({ ...binance, seed: 5, ...(spoil !== undefined && { spoil }) });
      writeBinance({ ...binance, seed: 6, symbol: 'ETHUSDT' });
      break;
    case 'Bitstamp':
      writeBitstamp({ seed: 7, dir, moments: 2000 });
      break;
    case 'living':
      throw new RangeError('record: a living market is generated');
  }
  return dir;
};

/** Opens a recording; throws its RecordingError. */
export const opened = async (path: string, quarantine = new Quarantine()): Promise<readonly MarketSession[]> => {
  const sessions = await openSessions([path], quarantine);
  if (!sessions.ok) throw sessions.error;
  return sessions.value;
};

/** The one day that these sessions are of. */
export const dayOf = (sessions: readonly MarketSession[]): SessionDay => {
  const days = sessionDays(sessions);
  if (!days.ok || days.value.length !== 1) throw new RangeError('dayOf: not the sessions of one day');
  return days.value[0]!;
};

/** A session up to `seconds` after its first event, held in memory: cheap to play again and again. */
export const shortened = async (session: MarketSession, seconds = Infinity): Promise<MarketSession> => {
  const batches: EventBatch[] = [];
  let untilNs: number | undefined;
  for await (const batch of session.events()) {
    untilNs ??= batch.length === 0 ? undefined : batch.decisionNs[0]! + seconds * SECOND_NS;
    const kept = new EventBatch(batch.length);
    while (kept.length < batch.length && batch.decisionNs[kept.length]! <= untilNs!) kept.copy(batch, kept.length);
    batches.push(kept);
    if (kept.length < batch.length) break;
  }
  return {
    ...session,
    events: async function* () {
      for (const batch of batches) yield await Promise.resolve(batch);
    },
  };
};

/** Signals of every market of the day: figures that change every five minutes, events announced before they come. */
export const surroundingsOf = ({ origin, openNs, sessions }: SessionDay): Surroundings => {
  const currencies = new Set(sessions.map(({ terms }) => terms?.currency ?? ''));
  const at = (minute: number): bigint => origin + BigInt(openNs) + BigInt(minute) * 60_000_000_000n;
  const rows = [...currencies].flatMap((currency) =>
    Array.from({ length: 288 }, (_, i): readonly SignalRow[] => {
      const row = { scope: `market:${currency}` as const, knownAt: at(5 * i), source: 'a test', version: 1 };
      return [
        { ...row, name: 'sentiment', value: (i % 7) / 7 - 0.5 },
        { ...row, name: 'implied-volatility', value: 0.2 + 0.01 * (i % 5) },
        { ...row, name: 'rate decision', eventAt: at(5 * i + 3), value: NaN },
      ];
    }).flat(),
  );
  return { overrides: new Map(), signals: new SignalTable(rows) };
};
