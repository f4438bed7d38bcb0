import { COMPARE_STRATEGIES } from './compare-strategies.js';
import { DEALER_SCORECARDS } from './dealer-scorecards.js';
import { DECISIONS, DECISIONS_MADE, REPLAY_DECISION } from './decisions.js';
import { type Example } from './example.js';
import { BATCH_ANSWERS, REQUEST_FORECAST_BATCH } from './forecast-batch.js';
import { FRONTIER } from './frontier.js';
import { HIT_CURVE } from './hit-curve.js';
import { IMPACT_CURVE } from './impact-curve.js';
import { IMPACT_FORECAST } from './impact-forecast.js';
import { MODELS } from './models.js';
import { ANALYSE_PORTFOLIO, PORTFOLIO_COST } from './portfolio.js';
import { ASK_DEALERS, REQUEST_UPDATES, TAKE_QUOTE } from './quote-requests.js';
import { RANK_QUOTES } from './rank-quotes.js';
import { ANALYSE_SCENARIOS, ANALYSIS_UPDATES, SCENARIO_ROWS } from './scenarios.js';
import { RUN_SIMULATION, SIMULATION_RUN } from './simulation.js';
import { SIMULATED_AUCTIONS } from './simulated-auctions.js';
import { QUOTE_STREAM, TWO_SIDED_QUOTE } from './two-sided-quote.js';
import { ANALYSE_VENUES, VENUE_SPLITS } from './venue-splits.js';
import { WHOM_TO_ASK } from './whom-to-ask.js';

export { NO_ID, type Example, type IdField } from './example.js';

/** In the order of their tabs. */
export const EXAMPLES: readonly Example[] = [
  RANK_QUOTES,
  ASK_DEALERS,
  REQUEST_UPDATES,
  WHOM_TO_ASK,
  DEALER_SCORECARDS,
  TAKE_QUOTE,
  TWO_SIDED_QUOTE,
  QUOTE_STREAM,
  HIT_CURVE,
  IMPACT_FORECAST,
  IMPACT_CURVE,
  COMPARE_STRATEGIES,
  FRONTIER,
  MODELS,
  ANALYSE_SCENARIOS,
  SCENARIO_ROWS,
  ANALYSIS_UPDATES,
  ANALYSE_PORTFOLIO,
  PORTFOLIO_COST,
  ANALYSE_VENUES,
  VENUE_SPLITS,
  REQUEST_FORECAST_BATCH,
  BATCH_ANSWERS,
  RUN_SIMULATION,
  SIMULATION_RUN,
  DECISIONS_MADE,
  DECISIONS,
  REPLAY_DECISION,
  SIMULATED_AUCTIONS,
];
