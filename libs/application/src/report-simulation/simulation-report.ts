import { KeyedRng, ok, seededRng, type Result } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { marketProfile, type MarketProfile, type MarketTape } from '#domain/microstructure';
import {
  recordSession,
  scheduleStudy,
  stylisedFacts,
  type ImpossibleParameters,
  type MarketParameters,
  type ScheduleStudy,
  type SessionRecord,
  type StylisedFacts,
} from '#domain/simulation';
import { observeSession } from '#application/report-market';
import { auctionStudies, type AuctionStudies } from './auction-studies.js';

/** What a page about a simulated market tells. */
export interface SimulationReport {
  readonly parameters: MarketParameters;
  readonly instrumentId: string;
  readonly seed: number;
  /** Names of the sessions that were simulated, and of those that the profile is of. */
  readonly sessions: readonly string[];
  readonly profiledSessions: number;
  /** Of the first session. */
  readonly path: readonly PathPoint[];
  readonly profile: MarketProfile;
  /** Of the sessions of `seeds`. */
  readonly facts: StylisedFacts;
  readonly schedules: ScheduleStudy;
  readonly seeds: readonly number[];
  readonly auctions: AuctionStudies;
}

/** The market at the end of a second. */
export interface PathPoint {
  readonly seconds: number;
  /** Currency. */
  readonly mid: number;
  /** Mean since the point before, ticks. */
  readonly spreadTicks: number;
}

/** What is being done. */
export type SimulationReportStage = 'PROFILE' | 'SESSIONS' | 'SCHEDULES' | 'AUCTIONS';

/** Hears how far a stage is. */
export type SimulationReportObserver = (stage: SimulationReportStage, done: number, of: number) => void;

export interface SimulationReportRequest {
  readonly parameters: MarketParameters;
  readonly instrumentId: string;
  readonly seed: number;
  /** What was simulated with these parameters: of one instrument, one at least. */
  readonly sessions: readonly MarketSession[];
  /** Sessions that facts and schedules are measured on; 20. */
  readonly seeds?: number;
  /** Requests of each study of auctions; 10,000. */
  readonly requests?: number;
}

/** Sessions are played for the profile; more than these say hardly more. */
const PROFILED_MOST = 5;
const SEEDS = 20;
const REQUESTS = 10_000;
const POINTS = 400;

/**
 * Measures a market: its profile on the sessions that were simulated, its stylised facts and schedules on sessions of
 * seeds of their own, and auctions among the reference's dealers, who do not know this market. Some minutes of one core.
 */
export const simulationReport = async (
  { parameters, instrumentId, seed, sessions, seeds: count = SEEDS, requests = REQUESTS }: SimulationReportRequest,
  observer: SimulationReportObserver = () => undefined,
): Promise<Result<SimulationReport, ImpossibleParameters>> => {
  const seeds = Array.from({ length: count }, (_, i) => (seed + i) % SEEDS_END);
  const observed = [];
  for (const session of sessions.slice(0, PROFILED_MOST)) {
    observed.push(await observeSession(session));
    observer('PROFILE', observed.length, Math.min(sessions.length, PROFILED_MOST));
  }
  const records: SessionRecord[] = [];
  for (const one of seeds) {
    const recorded = recordSession(parameters, one);
    if (!recorded.ok) return recorded;
    records.push(recorded.value);
    observer('SESSIONS', records.length, count);
  }
  const sessionUnits = records.reduce((sum, { tradedUnits }) => sum + tradedUnits, 0) / count;
  const schedules = scheduleStudy(parameters, sessionUnits, seeds, (done, of) => {
    observer('SCHEDULES', done, of);
  });
  if (!schedules.ok) return schedules;
  return ok({
    ...{ parameters, instrumentId, seed, seeds },
    sessions: sessions.map(({ source }) => source.name),
    profiledSessions: observed.length,
    path: pathOf(observed[0]!.tape),
    profile: marketProfile(
      observed.map(({ tape }) => tape),
      observed.map(({ flow }) => flow),
      seededRng(seed),
    ),
    facts: stylisedFacts(records, new KeyedRng(seed)),
    schedules: schedules.value,
    auctions: auctionStudies(seed, requests, (done, of) => {
      observer('AUCTIONS', done, of);
    }),
  });
};

/** Seeds are integers in [0, 2^32). */
const SEEDS_END = 2 ** 32;

const pathOf = ({ seconds, openNs, priceUnitsPerCurrency, tickUnits }: MarketTape): readonly PathPoint[] => {
  const { second, mid, spread } = seconds;
  const step = Math.max(1, Math.floor(mid.length / POINTS));
  const points: PathPoint[] = [];
  for (let end = step - 1; end < mid.length; end += step) {
    let spreads = 0;
    for (let i = end - step + 1; i <= end; i += 1) spreads += spread[i]! / tickUnits;
    points.push({
      seconds: second[end]! - openNs / 1e9,
      mid: mid[end]! / priceUnitsPerCurrency,
      spreadTicks: spreads / step,
    });
  }
  return points;
};
