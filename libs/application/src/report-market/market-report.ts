import { formatInstant, seededRng } from '#domain/core';
import { type InstrumentTerms, type MarketQuality, type MarketSource, type SessionDepth } from '#domain/market-data';
import {
  intradayCurve,
  ofiRegression,
  responseBySeconds,
  responseByTrades,
  sessionSummary,
  signaturePlot,
  signCorrelation,
  TAPE_LEVELS,
  tradeSizes,
  type IntradayBucket,
  type LaggedEstimate,
  type OfiRegression,
  type SessionSummary,
  type SignaturePoint,
  type TradeSizes,
} from '#domain/microstructure';
import { impactStudy, type ImpactStudy } from './impact-study.js';
import { type ObservedSession } from './observe-session.js';

/** What one recording says of its market. Where there is too little of something it is undefined, or an empty list. */
export interface MarketReport {
  readonly instrumentId: string;
  readonly source: MarketSource;
  readonly depth: SessionDepth;
  /** Instants of the first and the last event; undefined for a recording without events. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Offset of the session's origin from the epoch, seconds: intraday seconds count from there. */
  readonly originSeconds: number;
  readonly events: number;
  readonly terms: InstrumentTerms;
  readonly summary: SessionSummary;
  readonly impact: readonly ImpactStudy[];
  readonly responseByTrades: readonly LaggedEstimate[];
  readonly responseBySeconds: readonly LaggedEstimate[];
  readonly signCorrelation: readonly LaggedEstimate[];
  readonly ofi: readonly OfiRegression[];
  readonly intraday: readonly IntradayBucket[];
  readonly signature: readonly SignaturePoint[];
  readonly tradeSizes: TradeSizes | undefined;
  readonly quality: MarketQuality;
  readonly rows: RowsOfRecording;
}

/** Rows of a recording that no event is made of, by reason. */
export interface RowsOfRecording {
  /** Broken or absurd. */
  readonly setAside: ReadonlyMap<string, number>;
  /** Good, and of no use here. */
  readonly leftOut: ReadonlyMap<string, number>;
}

const OFI_BIN_SECONDS = [1, 10, 60];

/** All statistics of one session. `seed` deals the prints to synthetic traders and draws the bootstraps. */
export const marketReport = (observed: ObservedSession, rows: RowsOfRecording, seed: number): MarketReport => {
  const { session, tape, quality, firstNs, lastNs } = observed;
  const at = (timeNs: number): string | undefined =>
    Number.isNaN(timeNs) ? undefined : formatInstant(session.origin + BigInt(timeNs));
  const hasLevels = session.depth !== 'TOP' && tape.seconds.ofi[1]!.some((imbalance) => imbalance !== 0);
  const regressions = [
    ...OFI_BIN_SECONDS.map((seconds) => [seconds, 1] as const),
    ...(hasLevels ? [[10, TAPE_LEVELS] as const] : []),
  ];
  return {
    instrumentId: session.instrumentId,
    source: session.source,
    depth: session.depth,
    from: at(firstNs),
    to: at(lastNs),
    originSeconds: Number(session.origin / 1_000_000_000n),
    events: observed.events,
    terms: observed.terms,
    summary: sessionSummary(tape),
    impact: [
      impactStudy([observed], 'METAORDERS', seededRng(seed)),
      impactStudy([observed], 'WINDOWS', seededRng(seed)),
    ],
    responseByTrades: responseByTrades([tape], seededRng(seed)),
    responseBySeconds: responseBySeconds([tape], seededRng(seed)),
    signCorrelation: signCorrelation([tape], seededRng(seed)),
    ofi: regressions
      .map(([seconds, levels]) => ofiRegression([tape], seconds, levels, seededRng(seed)))
      .filter((fit) => fit !== undefined),
    intraday: intradayCurve(tape),
    signature: signaturePlot([tape]),
    tradeSizes: tradeSizes([tape]),
    quality,
    rows,
  };
};
