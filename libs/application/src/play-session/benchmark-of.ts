import { type MarketSession } from '#domain/market-data';

/** What an instrument is compared with when it plays too: the most traded one of its market, first those named first. */
const BENCHMARKS = ['SPY', 'BTCUSDT-PERP', 'BTCUSDT', 'BTCUSD'];

/**
 * The session whose market the cross-asset features of another are taken against: of the sessions in the same currency the
 * first benchmark, or else the only other one; undefined where there is none.
 */
export const benchmarkOf = (session: MarketSession, sessions: readonly MarketSession[]): MarketSession | undefined => {
  const others = sessions.filter((other) => other !== session && other.terms?.currency === session.terms?.currency);
  for (const name of BENCHMARKS) {
    const benchmark = others.find(({ instrumentId }) => instrumentId === name);
    if (benchmark !== undefined) return benchmark;
  }
  return others.length === 1 ? others[0] : undefined;
};
