import { Hysteresis } from './hysteresis.js';
import { type MarketRegime } from './market-regime.js';
import { SignalReader, type MarketSignals } from './market-signals.js';
import { plannedPace, type Pace, type PacePlanner } from './pace.js';
import { placed, type Placing } from './placing.js';
import { CONTROL_RULES, type ControlProblem, type ControlRules } from './control-problem.js';
import { type Observation, type Policy, type PolicyFactory, type Request } from './policy.js';

/** What can make a market tense. */
export type Tension = 'SPREAD' | 'VOLATILITY' | 'THINNESS';

/** What was decided, and why: for the record and for pictures. */
export interface ControlState {
  readonly elapsedSeconds: number;
  readonly regime: MarketRegime;
  /** What makes it tense, if anything; by thresholds of their own, so that a stressed market need not be tense. */
  readonly tensions: readonly Tension[];
  readonly signals: MarketSignals;
  /** Share of the order that the pace wants done by the next decision. */
  readonly paceShare: number;
  readonly isToxic: boolean;
  /** What the price has moved against the order beyond own lasting impact, in standard deviations of chance. */
  readonly unexplainedSds: number;
  readonly isLeaking: boolean;
  /** The price has left the range of its distribution: nothing is taken. */
  readonly isBeyondLimit: boolean;
  /** The end is near: completion comes before cost. */
  readonly isFinishing: boolean;
  /** The pace was planned anew with this decision. */
  readonly isReplanned: boolean;
}

/**
 * The plain controller. It follows the pace of least cost and risk for what is left (`plannedPace`), planned anew when the market's
 * regime changes and from time to time:
 *
 * - calm: orders wait at the best price; what falls behind its pace is taken, a displayed size at a time;
 * - tense (spread, volatility or thinness): larger orders that wait further away, and more patience before anything is taken;
 * - stressed: nothing is taken until the spread has come back; what waits goes on waiting, for a spread that pays for it;
 * - own passive fills that are followed by moves against them, and moves of the price beyond own impact and chance (informed flow, or
 *   a leak): more patience, and more of the order where blocks meet;
 * - nothing is taken beyond the limit price, which follows the distribution of the price; near the end all of it is.
 *
 * Every trigger has hysteresis. A policy works one order.
 */
export class RuleController implements Policy {
  private readonly reader: SignalReader;
  private readonly tense: readonly Hysteresis[];
  private readonly stressed: Hysteresis;
  private readonly toxic: Hysteresis;
  private readonly leaking: Hysteresis;
  private regime: MarketRegime = 'CALM';
  private tensions: readonly Tension[] = [];
  private pace: Pace | undefined;
  private plannedSeconds = 0;

  /** `hear` is told of every decision; `planner` finds the pace whenever it is to be planned anew. */
  constructor(
    private readonly problem: ControlProblem,
    private readonly rules: ControlRules,
    private readonly hear: (state: ControlState) => void = () => undefined,
    private readonly planner: PacePlanner = plannedPace,
  ) {
    this.reader = new SignalReader(problem.normal);
    this.tense = [rules.tenseSpread, rules.tenseVolatility, rules.tenseThinness].map(
      (levels) => new Hysteresis(levels),
    );
    this.stressed = new Hysteresis(rules.stressedSpread);
    this.toxic = new Hysteresis(rules.toxic);
    this.leaking = new Hysteresis(rules.leaking);
  }

  act(observation: Observation): readonly Request[] {
    const { problem, rules } = this;
    const signals = this.reader.read(observation);
    const isReplanned = this.replan(observation, signals);
    const { elapsedSeconds, leftSeconds, filled, quantity } = observation;
    const decisionSeconds = leftSeconds / (observation.decisions - observation.decision);
    const { movedBps, sdBps } = unexplained(problem, observation, signals);
    const placing: Placing = {
      regime: this.regime,
      paceUnits: Math.round(quantity * this.pace!(elapsedSeconds + decisionSeconds)),
      aheadUnits: Math.round(quantity * this.pace!(elapsedSeconds + rules.lookaheadSeconds)),
      isToxic: this.toxic.at(signals.toxicityBps / problem.normal.spreadBps),
      isLeaking: this.leaking.at(movedBps / sdBps),
      isBeyondLimit: movedBps > rules.limitDeviates * sdBps,
      isFinishing: leftSeconds <= rules.finishSeconds,
      // Behind at all is what may be taken of the flow that others bring, less where less is known.
      unitsMax: participationUnits(problem, rules, observation, decisionSeconds),
    };
    const { regime, isToxic, isLeaking, isBeyondLimit, isFinishing, paceUnits } = placing;
    const paceShare = paceUnits / quantity;
    this.hear({
      elapsedSeconds,
      regime,
      tensions: this.tensions,
      signals,
      paceShare,
      isToxic,
      unexplainedSds: movedBps / sdBps,
      isLeaking,
      isBeyondLimit,
      isFinishing,
      isReplanned,
    });
    return filled >= quantity ? [] : placed(problem, rules, observation, placing);
  }

  private replan(observation: Observation, signals: MarketSignals): boolean {
    const { elapsedSeconds, leftSeconds, filled, quantity } = observation;
    const before = this.regime;
    this.regime = this.regimeAt(signals);
    const isDue = elapsedSeconds - this.plannedSeconds >= this.rules.replanSeconds;
    if (this.pace !== undefined && before === this.regime && !isDue) return false;
    const endSeconds = elapsedSeconds + leftSeconds - this.rules.finishSeconds / 2;
    // Too late for a pace: what is left is taken as fast as it may be.
    if (endSeconds <= elapsedSeconds || filled >= quantity) {
      this.pace ??= () => 1;
      return false;
    }
    this.plannedSeconds = elapsedSeconds;
    this.pace = this.planner(
      this.problem,
      signals,
      {
        elapsedSeconds,
        endSeconds,
        horizonSeconds: elapsedSeconds + leftSeconds,
        share: 1 - filled / quantity,
      },
      this.rules.riskAversion,
    );
    return true;
  }

  private regimeAt({ spreadRatio, volatilityRatio, depthRatio }: MarketSignals): MarketRegime {
    const levels = [spreadRatio, volatilityRatio, 1 / depthRatio];
    // Each of them looks, so that none misses what happened.
    const on = this.tense.map((trigger, i) => trigger.at(levels[i]!));
    this.tensions = TENSIONS.filter((_, i) => on[i]);
    if (this.stressed.at(spreadRatio)) return 'STRESSED';
    return this.tensions.length > 0 ? 'TENSE' : 'CALM';
  }
}

/** In the order of the triggers. */
const TENSIONS: readonly Tension[] = ['SPREAD', 'VOLATILITY', 'THINNESS'];

/** A controller for each run. */
export const ruleController =
  (problem: ControlProblem, rules: ControlRules = CONTROL_RULES): PolicyFactory =>
  () =>
    new RuleController(problem, rules);

/** What the price has moved against the order beyond own lasting impact, and the standard deviation of chance by now, bps. */
const unexplained = (
  { normal, lastingShiftBps }: ControlProblem,
  { elapsedSeconds, filled, quantity }: Observation,
  { adverseMoveBps, volatilityRatio }: MarketSignals,
): { readonly movedBps: number; readonly sdBps: number } => ({
  movedBps: adverseMoveBps - (lastingShiftBps * filled) / quantity,
  sdBps: normal.volatilityBps * Math.max(1, volatilityRatio) * Math.sqrt(Math.max(1, elapsedSeconds)),
});

/** What may be traded by the next decision: the most of the flow that others brought until now, at that pace. */
const participationUnits = (
  { uncertaintyRatio }: ControlProblem,
  { participationMax }: ControlRules,
  { othersVolume, elapsedSeconds }: Observation,
  decisionSeconds: number,
): number => {
  if (elapsedSeconds === 0) return Infinity;
  const rate = participationMax / uncertaintyRatio;
  return Math.round(((rate / (1 - rate)) * othersVolume * decisionSeconds) / elapsedSeconds);
};
