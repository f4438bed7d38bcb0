import { ok, seededRng, type Result } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { marketProfile, type Estimate, type MarketProfile } from '#domain/microstructure';
import { fitMarket, type ImpossibleParameters, type MarketFit } from '#domain/simulation';
import { impactStudy, observeSession, type ObservedSession } from '#application/report-market';
import { simulateSessions } from '#application/simulate-sessions';
import { comparedFigures, type ComparedFigure } from './compared-figures.js';

/** A market fitted to recordings, beside what it was fitted to. */
export interface Calibration {
  readonly fit: MarketFit;
  readonly instrumentId: string;
  readonly sources: readonly string[];
  readonly seed: number;
  readonly simulatedSessions: number;
  readonly recorded: MarketProfile;
  readonly simulated: MarketProfile;
  readonly figures: readonly ComparedFigure[];
}

/** Hears how far it is. */
export type CalibrationObserver = (stage: 'RECORDED' | 'SIMULATED', done: number, of: number) => void;

/** Enough that the simulated side is known better than the recorded one. */
const SIMULATED_SESSIONS = 4;

/**
 * Fits a market to sessions of one instrument, plays the fitted market as often as four times, and measures both alike. The recording is
 * read once; what is kept of it grows with its trades, mids and seconds, and not with its events.
 */
export const calibrateMarket = async (
  sessions: readonly MarketSession[],
  seed: number,
  observer: CalibrationObserver = () => undefined,
  simulatedSessions = SIMULATED_SESSIONS,
): Promise<Result<Calibration, ImpossibleParameters>> => {
  const recorded = await observedAll(sessions, 'RECORDED', observer);
  const fit = fitMarket(recorded, seededRng(seed));
  if (!fit.ok) return fit;
  const { instrumentId } = sessions[0]!;
  const { parameters } = fit.value;
  const made = simulateSessions({ parameters, instrumentId, days: simulatedSessions, seed });
  if (!made.ok) return made;
  const simulated = await observedAll(made.value, 'SIMULATED', observer);
  const profiles = { recorded: profileOf(recorded, seed), simulated: profileOf(simulated, seed) };
  return ok({
    fit: fit.value,
    instrumentId,
    sources: sessions.map(({ source }) => source.name),
    seed,
    simulatedSessions,
    ...profiles,
    figures: comparedFigures(profiles.recorded, profiles.simulated, {
      recorded: exponentOf(recorded, seed),
      simulated: exponentOf(simulated, seed),
    }),
  });
};

const observedAll = async (
  sessions: readonly MarketSession[],
  stage: 'RECORDED' | 'SIMULATED',
  observer: CalibrationObserver,
): Promise<readonly ObservedSession[]> => {
  const observed: ObservedSession[] = [];
  for (const session of sessions) {
    observed.push(await observeSession(session));
    observer(stage, observed.length, sessions.length);
  }
  return observed;
};

const profileOf = (observed: readonly ObservedSession[], seed: number): MarketProfile =>
  marketProfile(
    observed.map(({ tape }) => tape),
    observed.map(({ flow }) => flow),
    seededRng(seed),
  );

/** Of windows of net flow, which both sides have; undefined where it is not identified. */
const exponentOf = (observed: readonly ObservedSession[], seed: number): Estimate | undefined => {
  const { curve } = impactStudy(observed, 'WINDOWS', seededRng(seed));
  return curve?.isIdentified === true ? curve.exponent : undefined;
};
