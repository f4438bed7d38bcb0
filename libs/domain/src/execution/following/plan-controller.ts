import { type Side } from '#domain/core';
import { type ControlRules } from '../control/control-problem.js';
import {
  FallbackChain,
  type ChainDecision,
  type ControlLinkName,
  type LinkFailure,
  type PassedLink,
} from '../control/fallback-chain.js';
import { type MarketRegime } from '../control/market-regime.js';
import { type MarketSignals } from '../control/market-signals.js';
import { type Pace } from '../control/pace.js';
import { type Policy, type Request } from '../control/policy.js';
import { RuleController, type ControlState, type Tension } from '../control/rule-controller.js';
import { pacePolicy } from '../control/schedule-policy.js';
import { type BookTop, type FollowedOrder } from './followed-order.js';

/**
 * What has gone off: something makes the market tense, its spread is so wide that it is stressed, own presence seems to be known
 * (LEAK), the price has left its expected range (PRICE_RANGE) or is beyond the slice's limit (PRICE_BOUND), or the end is near (FINISH).
 */
export type PlanTrigger = Tension | 'STRESS' | 'LEAK' | 'PRICE_RANGE' | 'PRICE_BOUND' | 'FINISH';

/** What is to be done now, by which link of the chain, and what it saw. */
export interface PlanAdvice {
  readonly link: ControlLinkName;
  readonly passed: readonly PassedLink[];
  /** What the rules saw; absent where they did not decide. */
  readonly regime?: MarketRegime;
  readonly signals?: MarketSignals;
  readonly triggers: readonly PlanTrigger[];
  /** To be taken at the other side's best price, and to wait in the book, units. */
  readonly takenUnits: number;
  readonly shownUnits: number;
  /** At which they wait; absent where nothing does. */
  readonly shownTicks?: number;
}

/** What the controller goes by, besides the market. */
export interface Course {
  /** By the plan that is followed, and evenly. */
  readonly pace: Pace;
  readonly evenPace: Pace;
}

/** One decision's moment. */
interface Look {
  readonly elapsedSeconds: number;
  /** Units of the order that are done. */
  readonly done: number;
  readonly book: BookTop;
  /** Of the slice that is worked, or of the next. */
  readonly limitTicks: number;
  /** That may be placed: no more than the plan works now. */
  readonly unitsMax: number;
}

/** Decisions for which a link that failed rests. */
const REST_DECISIONS = 10;

/** Asks the fallback chain what to do about a followed order, one decision after the other; learned agents are not served. */
export class PlanController {
  /** So many decisions, evenly over the time until the order is to be done. */
  private readonly decisions: number;
  private readonly stepSeconds: number;
  private readonly chain: FallbackChain;
  /** By the links, at the last decision. */
  private heard: { state?: ControlState; decision?: ChainDecision } = {};

  /** `course` is asked at each decision. */
  constructor(
    private readonly order: FollowedOrder,
    rules: ControlRules,
    stepSeconds: number,
    course: () => Course,
  ) {
    this.decisions = Math.ceil(order.finishSeconds / stepSeconds);
    this.stepSeconds = stepSeconds;
    const even: Pace = (seconds) => course().evenPace(seconds);
    this.chain = new FallbackChain(
      {
        rules: rulesLink(
          order,
          rules,
          () => course().pace,
          (state) => {
            this.heard.state = state;
          },
        ),
        twap: pacePolicy(even, stepSeconds, 'POST'),
      },
      REST_DECISIONS,
      (decision) => {
        this.heard.decision = decision;
      },
    );
  }

  decisionAt(elapsedSeconds: number): number {
    return Math.min(this.decisions - 1, Math.floor(elapsedSeconds / this.stepSeconds));
  }

  /** Advice, and whether the rules want what is left to be planned anew. */
  decide(look: Look): { readonly advice: PlanAdvice; readonly isReplanDue: boolean } {
    this.heard = {};
    const { limitTicks, book, unitsMax } = look;
    const requests = this.chain.act(this.observation(look));
    const { side } = this.order;
    const isBeyond = side === 'BUY' ? book.askTicks > limitTicks : book.bidTicks < limitTicks;
    const { state, decision } = this.heard;
    const advice: PlanAdvice = {
      link: decision!.link,
      passed: decision!.passed,
      ...(state && { regime: state.regime, signals: state.signals }),
      triggers: [...(state ? triggersOf(state) : []), ...(isBeyond ? (['PRICE_BOUND'] as const) : [])],
      ...placedWithin(requests, { side, limitTicks, unitsMax, isBeyond }),
    };
    return { advice, isReplanDue: state?.isReplanned ?? false };
  }

  /** Advice while there is no market, and why there is none. */
  pause(elapsedSeconds: number, message: string): PlanAdvice {
    this.chain.pause(this.decisionAt(elapsedSeconds), message);
    const { link, passed } = this.heard.decision!;
    return { link, passed, triggers: [], takenUnits: 0, shownUnits: 0 };
  }

  private observation({ elapsedSeconds, done, book }: Look): Parameters<Policy['act']>[0] {
    const { side, quantity, finishSeconds, arrivalMidTicks } = this.order;
    return {
      ...book,
      decision: this.decisionAt(elapsedSeconds),
      decisions: this.decisions,
      elapsedSeconds,
      leftSeconds: finishSeconds - elapsedSeconds,
      side,
      quantity,
      filled: done,
      filledElsewhere: 0,
      // Nobody says what waits, so that every advice is of all that shall.
      resting: [],
      arrivalMidTicks,
      tops: [book],
      marketVolume: book.othersVolume + done,
    };
  }
}

interface Bounds {
  readonly side: Side;
  readonly limitTicks: number;
  readonly unitsMax: number;
  /** Nothing may be taken at the price of now. */
  readonly isBeyond: boolean;
}

/** What the requests place within the plan's bounds; what may not be taken waits at the limit instead. */
const placedWithin = (
  requests: readonly Request[],
  { side, limitTicks, unitsMax, isBeyond }: Bounds,
): Pick<PlanAdvice, 'takenUnits' | 'shownUnits' | 'shownTicks'> => {
  const { min, max } = Math;
  const taken = requests.reduce((sum, request) => sum + (request.kind === 'MARKET' ? request.units : 0), 0);
  const waiting = requests.find((request) => request.kind === 'LIMIT');
  const takenUnits = isBeyond ? 0 : min(unitsMax, taken);
  const shownUnits = min(unitsMax - takenUnits, (waiting?.units ?? 0) + (isBeyond ? taken : 0));
  if (shownUnits === 0) return { takenUnits, shownUnits };
  const wantedTicks = waiting?.priceTicks ?? limitTicks;
  const shownTicks = side === 'BUY' ? min(wantedTicks, limitTicks) : max(wantedTicks, limitTicks);
  return { takenUnits, shownUnits, shownTicks };
};

const rulesLink = (
  { control }: FollowedOrder,
  rules: ControlRules,
  pace: () => Pace,
  hear: (state: ControlState) => void,
): Policy | LinkFailure => {
  const { spreadBps, topUnits, volatilityBps } = control.normal;
  if (!(spreadBps > 0 && topUnits > 0 && volatilityBps > 0)) {
    return {
      code: 'LINK_ABSENT',
      message: 'RULES: when the plan was made it was not known what spread, size and volatility are normal',
    };
  }
  // The pace is the plan's, whatever there is to plan anew: that is a decision of its own.
  return new RuleController(control, rules, hear, () => (seconds) => pace()(seconds));
};

const triggersOf = (state: ControlState): readonly PlanTrigger[] => [
  ...(state.regime === 'STRESSED' ? (['STRESS'] as const) : []),
  ...state.tensions,
  ...(state.isLeaking ? (['LEAK'] as const) : []),
  ...(state.isBeyondLimit ? (['PRICE_RANGE'] as const) : []),
  ...(state.isFinishing ? (['FINISH'] as const) : []),
];
