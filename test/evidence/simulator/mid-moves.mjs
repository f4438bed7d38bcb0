import { ASK, BID } from '#domain/market-data';
import { midMoveTable, SimulatedMarket, skyPerfectTo, SKY_PERFECT, zeroIntelligenceMarket } from '#domain/simulation';
import { figure } from '../figure.mjs';

/** Cont, Stoikov and Talreja (2010), table 3: bid queue down, ask queue across. */
const PUBLISHED = [
  [0.5, 0.336, 0.259, 0.216, 0.188],
  [0.664, 0.5, 0.407, 0.348, 0.307],
  [0.741, 0.593, 0.5, 0.437, 0.391],
];
const DISTANCES = 10;
/** States that came up less often say nothing. */
const STATES_MIN = 50;

export const midMoves = {
  title: 'Where the mid of a zero-intelligence book goes next',
  needs: [],
  notes:
    'P(the next move of the mid is up) by the queues at the best prices, one tick apart: the linear solve against the published table, ' +
    'and the matching engine under the same rates against the linear solve, in standard errors.',
  measure({ quick }) {
    const published = tableOf(SKY_PERFECT);
    const apart = PUBLISHED.flatMap((row, b) =>
      row.map((probability, a) => Math.abs(published.upProbability(b + 1, a + 1) - probability)),
    );
    const rates = skyPerfectTo(DISTANCES);
    const solved = tableOf(rates);
    const moves = [...movesOf(rates, quick ? 10_000 : 100_000)].filter(([, { n }]) => n >= STATES_MIN);
    const errors = moves.map(([state, { n, up }]) => {
      const [bid, ask] = state.split(' ').map(Number);
      const probability = solved.upProbability(bid, ask);
      return Math.abs(up / n - probability) / Math.sqrt((probability * (1 - probability)) / n);
    });
    const n = moves.reduce((sum, [, { n: times }]) => sum + times, 0);
    return {
      figures: [
        figure('solve_less_published_max', 'probability', Math.max(...apart), { n: 15, goal: 0.001, better: 'lower' }),
        figure('engine_less_solve_max', 'standard errors', Math.max(...errors), { n, goal: 4, better: 'lower' }),
        figure('engine_less_solve_states', 'states', errors.length),
      ],
    };
  },
};

const tableOf = (rates) => {
  const table = midMoveTable(rates, 1);
  if (!table.ok) throw new Error(table.error.message);
  return table.value;
};

/** By state, `<bid queue> <ask queue>` up to five orders each: how often it came up, and how often the mid rose from it. */
const movesOf = (rates, seconds) => {
  const opened = SimulatedMarket.open(zeroIntelligenceMarket(rates, seconds), 11);
  if (!opened.ok) throw new Error(opened.error.message);
  const { book, best } = opened.value;
  const moves = new Map();
  let [mid, state] = [best.midTicks, ''];
  opened.value.listen(() => {
    if (best.midTicks === mid) return;
    const known = moves.get(state);
    if (known !== undefined) {
      known.n += 1;
      if (best.midTicks > mid) known.up += 1;
    }
    mid = best.midTicks;
    const queues = [book.ordersAt(BID, best.bidTicks), book.ordersAt(ASK, best.askTicks)];
    state = best.askTicks - best.bidTicks === 1 && Math.max(...queues) <= 5 ? queues.join(' ') : '';
    if (state !== '' && !moves.has(state)) moves.set(state, { n: 0, up: 0 });
  });
  opened.value.advanceTo(seconds);
  return moves;
};
