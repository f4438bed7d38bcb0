import { err, formatInstant, KeyedRng, ok, startOfUtcDay, wordOf, type Instant, type Result } from '#domain/core';
import { dailyInputs, type DailyBar, type MarketSession } from '#domain/market-data';
import {
  checkParentFlow,
  drawParents,
  simulatedBar,
  simulatedEvents,
  type ImpossibleParameters,
  type MarketParameters,
  type ParentFlow,
  type SimulatedParent,
} from '#domain/simulation';
import { asAsync } from '#application/play-session';
import { workParents, type WorkedParent } from './worked-parents.js';

export { type WorkedParent } from './worked-parents.js';

/** Days of one instrument in the market of agents. */
export interface SimulationPlan {
  readonly parameters: MarketParameters;
  readonly instrumentId: string;
  /** Whole, at least 1. */
  readonly days: number;
  /** Integer in [0, 2^32). */
  readonly seed: number;
  /** Parent orders of ours that are worked on the days that are asked for; absent: none. The days before have none. */
  readonly parents?: ParentFlow;
}

/** Hears how far it is: days simulated so far, of all, the history included. */
export type SimulationObserver = (done: number, of: number) => void;

/** As many days of history as average volume and volatility are taken over. */
const HISTORY_DAYS = 20;
const NS_PER_DAY = 86_400_000_000_000n;
/** The first day is Thursday, 2025-01-02; every session opens at 14:30 UTC. */
const FIRST_DAY = startOfUtcDay(2025, 1, 2);
const OPEN_NS = 52_200_000_000_000n;
const FIRST_WEEKDAY = 4;
/** Round figure: no flow depends on it. */
const SHARES_OUTSTANDING = 900_000_000;

/**
 * Sessions of consecutive weekdays, each with the bars of the days before it, of which twenty come before the first. A day is a
 * function of the parameters, the seed, the instrument and its number, whatever other days are asked for. Days do not follow
 * from one another: each opens at the initial mid.
 */
export const simulateSessions = (
  plan: SimulationPlan,
  observer: SimulationObserver = () => undefined,
): Result<readonly MarketSession[], ImpossibleParameters> => {
  const { parameters, instrumentId, days, seed } = plan;
  const wrong = plan.parents === undefined ? undefined : checkParentFlow(plan.parents);
  if (wrong !== undefined) return err(wrong);
  const bars: DailyBar[] = [];
  const sessions: MarketSession[] = [];
  for (let day = -HISTORY_DAYS; day < days; day += 1) {
    const origin = openOf(day);
    if (day >= 0) {
      const events = simulatedEvents(parameters, daySeed(plan, day), dayParents(plan, day));
      if (!events.ok) return events;
      sessions.push({
        instrumentId,
        source: { kind: 'SIMULATED', name: `market of agents, seed ${seed}, ${dateOf(origin)}` },
        origin,
        openNs: 0,
        closeNs: parameters.sessionSeconds * 1e9,
        priceUnitsPerCurrency: 1 / parameters.tickSize,
        sizeUnitsPerUnit: 1,
        tickUnits: 1,
        depth: 'ORDERS',
        terms: {
          kind: 'EQUITY',
          currency: 'USD',
          tickSize: parameters.tickSize,
          lotSize: 1,
          contractMultiplier: 1,
          sessionSeconds: parameters.sessionSeconds,
          sharesOutstanding: SHARES_OUTSTANDING,
          feesAndSettlementBps: 0,
          ...dailyInputs(bars, dateOf(origin)),
        },
        dailyBars: [...bars],
        events: () => asAsync(events.value),
      });
    }
    // The last day is nobody's history.
    if (day === days - 1) break;
    const bar = simulatedBar(parameters, daySeed(plan, day));
    if (!bar.ok) return bar;
    bars.push({ date: dateOf(origin), ...bar.value });
    observer(bars.length, HISTORY_DAYS + days - 1);
  }
  return ok(sessions);
};

/**
 * The parent orders of one of the plan's days, counted from 0, with their fills; the same orders in the same market as that day's
 * session has. None where the plan has none.
 */
export const simulatedParents = (
  plan: SimulationPlan,
  day: number,
): Result<readonly WorkedParent[], ImpossibleParameters> => {
  const origin = openOf(day);
  return workParents(plan.parameters, daySeed(plan, day), dayParents(plan, day), {
    instrumentId: plan.instrumentId,
    date: dateOf(origin),
    origin,
  });
};

/** The seed of the market on one of the plan's days, counted from 0. */
export const daySeed = ({ seed, instrumentId }: SimulationPlan, day: number): number =>
  wordOf(`${seed} ${instrumentId} ${day}`) >>> 0;

/** The parents that are worked on one of the plan's days. */
export const dayParents = (plan: SimulationPlan, day: number): readonly SimulatedParent[] =>
  plan.parents === undefined
    ? []
    : drawParents(
        plan.parents,
        plan.parameters.sessionSeconds,
        new KeyedRng(daySeed(plan, day)).select(wordOf('parents'), 0),
      );

/** When the weekday so many after the first one opens; before it for negative numbers. */
const openOf = (day: number): Instant => {
  // Weekdays since the Monday of the first week, which has five of them in seven days.
  const sinceMonday = day + FIRST_WEEKDAY - 1;
  const weeks = Math.floor(sinceMonday / 5);
  const calendarDays = 7 * weeks + (sinceMonday - 5 * weeks) - (FIRST_WEEKDAY - 1);
  return FIRST_DAY + BigInt(calendarDays) * NS_PER_DAY + OPEN_NS;
};

const dateOf = (instant: Instant): string => formatInstant(instant).slice(0, 10);
