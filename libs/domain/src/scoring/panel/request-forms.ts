import { normalCdf, normalPdf } from '#domain/core';
import { noneBelowIntegral, type PossibleCost } from '../fair-value/index.js';
import { possibleCost, type PanelCandidate } from './candidate.js';
import { choosePanel } from './panel-choice.js';

/** How a request is sent. */
export type RequestForm = 'ONE_WAY' | 'TWO_WAY' | 'STAGGERED';

/** What the forms differ in; stated by the desk or learned from its own requests. */
export interface FormTerms {
  /** Share of the leakage that is left where losers are not told the side. */
  readonly twoWayLeakageShare: number;
  /** What a dealer adds who must price both sides and does not know which one is traded. */
  readonly twoWaySpreadBps: number;
  /** What waiting for one dealer before the next is asked costs: drift, and the risk of the time. */
  readonly waitBps: number;
}

/** A form at its best: its panel, or for a staggered request the order of asking. */
export interface FormCost {
  readonly form: RequestForm;
  readonly dealers: readonly string[];
  readonly costBps: number;
}

/**
 * One-way, two-way and staggered requests, each at its best, the cheapest first; the simpler one of equals. `dealersMax`: who may be asked
 * at once.
 */
export const compareForms = (
  candidates: readonly PanelCandidate[],
  alternativeBps: number,
  terms: FormTerms,
  dealersMax = candidates.length,
): readonly FormCost[] => {
  const oneWay = choosePanel(candidates, alternativeBps, dealersMax).cheapest;
  const twoWay = choosePanel(
    candidates.map((candidate) => askedTwoWay(candidate, terms)),
    alternativeBps,
    dealersMax,
  ).cheapest;
  const forms: readonly FormCost[] = [
    { form: 'ONE_WAY', dealers: oneWay.dealers, costBps: oneWay.costBps },
    { form: 'TWO_WAY', dealers: twoWay.dealers, costBps: twoWay.costBps },
    staggered(candidates, alternativeBps, terms.waitBps),
  ];
  return [...forms].sort((a, b) => a.costBps - b.costBps);
};

const askedTwoWay = (
  candidate: PanelCandidate,
  { twoWayLeakageShare, twoWaySpreadBps }: FormTerms,
): PanelCandidate => ({
  ...candidate,
  costBps: { mean: candidate.costBps.mean + twoWaySpreadBps, sd: candidate.costBps.sd },
  leakageBps: candidate.leakageBps * twoWayLeakageShare,
});

/**
 * One after the other, as long as it pays: the optimal search of Weitzman (Econometrica 47(3), 1979). Asking costs the leakage and the
 * wait; who then wins has not leaked, so his quote counts as cheaper by his leakage. Each dealer has a reservation price z with
 * `p E[(z - (quote - l))+] = l + wait`; the lowest is asked first, and nobody more once a quote is below the next z. The expected cost
 * is `E[min_i max(quote_i - l_i, z_i)]`, with the alternative among them (Kleinberg, Waggoner and Weyl, EC 2016).
 */
const staggered = (candidates: readonly PanelCandidate[], alternativeBps: number, waitBps: number): FormCost => {
  const order = candidates
    .map((candidate) => {
      const refunded = lessLeakage(candidate);
      return { candidate: refunded, reservationBps: reservationPrice(refunded, candidate.leakageBps + waitBps) };
    })
    .filter(({ reservationBps }) => reservationBps < alternativeBps)
    .sort((a, b) => a.reservationBps - b.reservationBps || (a.candidate.dealer < b.candidate.dealer ? -1 : 1));
  const first = order[0];
  if (first === undefined) return { form: 'STAGGERED', dealers: [], costBps: alternativeBps };
  return {
    form: 'STAGGERED',
    dealers: order.map(({ candidate }) => candidate.dealer),
    costBps: alternativeBps - gainOver(order, first.reservationBps, alternativeBps),
  };
};

const lessLeakage = (candidate: PanelCandidate): PanelCandidate => ({
  ...candidate,
  costBps: { mean: candidate.costBps.mean - candidate.leakageBps, sd: candidate.costBps.sd },
});

interface Reserved {
  readonly candidate: PanelCandidate;
  readonly reservationBps: number;
}

/** `int (1 - prod P(max(quote_i - l_i, z_i) > x)) dx` up to the alternative: below the lowest z nothing is gained. */
const gainOver = (order: readonly Reserved[], lowBps: number, highBps: number): number => {
  const asked: PossibleCost[] = [];
  let gain = 0;
  let from = lowBps;
  // Between two reservation prices the integrand is smooth.
  for (const [i, { candidate }] of order.entries()) {
    const to = order[i + 1]?.reservationBps ?? highBps;
    asked.push(possibleCost(candidate));
    gain += to - from - noneBelowIntegral(asked, from, to);
    from = to;
  }
  return gain;
};

const BISECTIONS = 60;

/** Cost at which asking him is worth exactly what it costs; Infinity where he never answers. */
const reservationPrice = ({ costBps, responseProbability }: PanelCandidate, askingBps: number): number => {
  if (responseProbability === 0) return Infinity;
  const gain = (bps: number): number => {
    const z = (bps - costBps.mean) / costBps.sd;
    return responseProbability * costBps.sd * (z * normalCdf(z) + normalPdf(z));
  };
  let low = costBps.mean - 8 * costBps.sd;
  let high = costBps.mean + 8 * costBps.sd + askingBps / responseProbability;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (gain(middle) < askingBps) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
