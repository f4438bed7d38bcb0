import { CONTROL_RULES, RuleController } from '#domain/execution';
import { ASK } from '#domain/market-data';
import { ExecutionEnvironment, VOLATILITY_SURGE } from '#domain/simulation';

/** The market of the surge on a day without announcement. */
const MARKET = { ...VOLATILITY_SURGE.market, news: [] };
const TASK = { ...VOLATILITY_SURGE.task, quantity: 150_000, horizonSeconds: 3600, decisions: 120 };
const PROBLEM = {
  normal: { spreadBps: 5, topUnits: 2000, volatilityBps: 1 },
  passingImpactBps: 8,
  lastingShiftBps: 15,
  uncertaintyRatio: 1,
  events: [],
  blockVenue: VOLATILITY_SURGE.blockVenue,
};

/** Of those who know that value has moved and take what waits on the wrong side of it: four times as many. */
const INFORMED_PER_SECOND = 0.05;
/** Decisions between which somebody who knows of the order sells along with it. */
const [LEAK_FROM, LEAK_TO] = [20, 90];
const LEAK_CHILD_UNITS = 500;

export const WORLDS = {
  plain: { market: MARKET, leakChildren: 0 },
  informed: {
    market: { ...MARKET, jumps: { ...MARKET.jumps, jumpsPerSecond: INFORMED_PER_SECOND } },
    leakChildren: 0,
  },
  leaking: { market: MARKET, leakChildren: 4 },
  leaking_thrice: { market: MARKET, leakChildren: 12 },
};

const NEVER = { enter: Infinity, leave: Infinity };
export const WATCHFUL = CONTROL_RULES;
export const CARELESS = { ...CONTROL_RULES, toxic: NEVER, leaking: NEVER };

/** Signals are read from a few minutes on, when there is something to read. */
const FIRST_SECONDS = 300;

/** One run: its cost, the highest level of each signal, and whether and how long the rules held it for an alarm. */
export const worked = ({ market, leakChildren }, rules, seed) => {
  const environment = valueOf(ExecutionEnvironment.open(market, TASK, seed));
  const seen = { toxicity: -Infinity, leak: -Infinity, toxicDecisions: 0, leakingDecisions: 0 };
  const controller = new RuleController(PROBLEM, rules, ({ elapsedSeconds, signals, unexplainedSds, ...state }) => {
    if (elapsedSeconds < FIRST_SECONDS) return;
    seen.toxicity = Math.max(seen.toxicity, signals.toxicityBps / PROBLEM.normal.spreadBps);
    seen.leak = Math.max(seen.leak, unexplainedSds);
    seen.toxicDecisions += state.isToxic ? 1 : 0;
    seen.leakingDecisions += state.isLeaking ? 1 : 0;
  });
  for (let decision = 0; !environment.isDone; decision += 1) {
    if (decision >= LEAK_FROM && decision < LEAK_TO) sellAlong(environment.market, leakChildren);
    environment.step(controller.act(environment.observe()));
  }
  return { ...seen, shortfallBps: environment.result().shortfallBps };
};

const sellAlong = (market, children) => {
  for (let child = 0; child < children; child += 1) market.take(ANONYMOUS, ASK, LEAK_CHILD_UNITS, NaN);
};

const ANONYMOUS = 0;

const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
