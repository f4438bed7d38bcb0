import { cheapestOf, panelSizeStudy } from '#domain/simulation';
import { figure } from '../../figure.mjs';
import { compared, farthest } from './comparisons.mjs';

const QUOTES = { meanBps: 5, quoteSdBps: 2 };

/** Leakage, and how many sizes to look at. */
const LEAKAGES = [
  [0.2, 9],
  [0.5, 6],
  [1, 5],
];

export const bestOfN = {
  title: 'The best of N quotes is too good by sig d_N',
  needs: [],
  notes:
    'Quotes are value plus a normal error of 2 bps, all answer, nothing leaks: mean of the best quote less the mean of one.',
  async measure({ quick }) {
    const sizes = panelSizeStudy(102, { ...QUOTES, leakageBps: 0 }, 10, quick ? 5_000 : 100_000);
    const biases = sizes.map(({ dealers, cost }) => ({ dealers, bias: less(cost, QUOTES.meanBps) }));
    return {
      figures: [
        farthest(
          'best_of_n_deviation_max',
          biases.map(({ bias }) => bias),
        ),
        ...biases.flatMap(({ dealers, bias }) => compared(`best_of_${dealers}_bias`, 'bps', bias)),
      ],
    };
  },
};

export const panelSizes = {
  title: 'Asking one dealer more pays up to where its leakage says',
  needs: [],
  notes:
    'Losers move the mid by l bps each, and who quotes charges for it: C(N) = m - sig d_N + l (N - 1), sig 2 bps. The same requests and ' +
    'the same luck for every N.',
  async measure({ quick }) {
    const figures = [];
    for (const [leakageBps, dealersMax] of LEAKAGES) {
      const cost = { ...QUOTES, leakageBps };
      const sizes = panelSizeStudy(103, cost, dealersMax, quick ? 20_000 : 100_000);
      const { simulated, formula } = cheapestOf(sizes, cost);
      const name = `leakage_${leakageBps}`;
      figures.push(
        figure(`${name}_cheapest_panel`, 'dealers', simulated, { n: sizes.length }),
        figure(`${name}_cheapest_panel_formula`, 'dealers', formula),
        farthest(
          `${name}_deviation_max`,
          sizes.flatMap(({ cost: ofCost, drift }) => [ofCost, drift]),
        ),
        ...sizes.flatMap(({ dealers, cost: ofCost }) => compared(`${name}_cost_of_${dealers}`, 'bps', ofCost)),
      );
    }
    return { figures };
  },
};

const less = ({ of, formula, simulated }, offset) => {
  const { value, low, high } = simulated;
  return {
    of,
    formula: formula - offset,
    simulated: { ...simulated, value: value - offset, low: low - offset, high: high - offset },
  };
};
