import { err, ok, type Result, type Rng } from '#domain/core';
import { type MarketTape, type OrderFlow } from '#domain/microstructure';
import { curveShare } from '../flow/intraday/intraday-curve.js';
import { type HiddenOrderParameters } from '../flow/metaorders/hidden-order-flow.js';
import { impossible, type ImpossibleParameters } from '../impossible-parameters.js';
import { checkMarket, type MarketParameters } from '../market/market-parameters.js';
import { fitCurve } from './curve-fit.js';
import { assumed, estimated, type FittedParameter } from './fitted.js';
import { fitHawkes } from './hawkes-fit.js';
import { fitJumps } from './jump-fit.js';
import { fitLiquidity } from './liquidity-fit.js';
import { fitMetaorders, MOST_CHILDREN } from './metaorder-fit.js';
import { censoredMeanLots, lotOf, sizesOfMean } from './size-fit.js';

/** One recorded session, as it was measured in one pass. */
export interface CalibrationSession {
  readonly tape: MarketTape;
  readonly flow: OrderFlow;
}

/** A market that was fitted to sessions, and what each of its parameters rests on. */
export interface MarketFit {
  readonly parameters: MarketParameters;
  readonly fitted: readonly FittedParameter[];
}

const NS_PER_SECOND = 1e9;
/** A recording of less of its session says nothing of the course of a day. */
const WHOLE_SESSION_SHARE = 0.9;
const SECONDS_LEAST = 60;
const WARM_UP_MOST_SECONDS = 5400;
const WARM_UP_LEAST_SECONDS = 300;
/** Mean lives of an order far from the market after which its book has settled. */
const WARM_UP_LIVES = 3;

/**
 * Fits the flow parameters of `MarketParameters` to sessions of one instrument, each by an estimator of its own; what no estimator finds is
 * assumed and said to be. The fitted market has no makers: what they do is in the rates near the best prices, as a tape does not say whose an
 * order is. Refuses, by name, what is no market of whole units and ticks. `rng` draws the bootstraps.
 */
export const fitMarket = (
  sessions: readonly CalibrationSession[],
  rng: Rng,
): Result<MarketFit, ImpossibleParameters> => {
  const spans = sessions.map(({ tape }) => spanOf(tape));
  const seconds = Math.min(...spans.map((span) => span.toSeconds - span.fromSeconds));
  if (!(seconds >= SECONDS_LEAST)) return err(impossible('seconds', `at least ${SECONDS_LEAST} with a mid`, seconds));
  const flows = sessions.map(({ flow }) => flow);
  const tapes = sessions.map(({ tape }) => tape);
  const wrongSize = flows.flatMap(({ trades }) => [...trades.units]).find((units) => !Number.isInteger(units));
  if (wrongSize !== undefined) return err(impossible('sizes', 'whole units', wrongSize));

  const isWholeSession = spans.every((span) => span.toSeconds - span.fromSeconds >= WHOLE_SESSION_SHARE * span.hours);
  const shares = flows.map(({ trades }, i) => sharesOf(trades.timeNs, tapes[i]!, spans[i]!));
  const volumeCurve = isWholeSession ? fitCurve(shares, rng) : undefined;
  const depth = volumeCurve?.depth ?? 0;
  const hidden = fitHidden(flows, shares, depth, seconds, rng);
  if (hidden === undefined) {
    const trades = flows.reduce((sum, flow) => sum + flow.trades.sign.length, 0);
    return err(impossible('trades', 'at least 1000 with a known side', trades));
  }
  const liquidity = fitLiquidity(flows, rng);
  if (liquidity === undefined)
    return err(impossible('depth', 'levels or orders: of best prices no book is fitted', 'none'));
  const jumps = fitJumps(tapes, rng);
  const limitLot = lotOf(flows[0]!.limitUnits);
  const limitMean = meanOf(flows.map(({ limitUnits }) => limitUnits));
  const { rates } = liquidity;
  const parameters: MarketParameters = {
    sessionSeconds: Math.floor(seconds),
    warmUpSeconds: warmUpOf(rates.cancel),
    tickSize: tapes[0]!.tickUnits / tapes[0]!.priceUnitsPerCurrency,
    initialMidTicks: halfTicks(spans[0]!.firstMid / tapes[0]!.tickUnits),
    liquidity: rates,
    liquiditySizes: sizesOfMean(limitLot, limitMean),
    hiddenOrders: hidden.parameters,
    jumps: { jumpsPerSecond: jumps?.jumpsPerSecond.value ?? 0, sdBps: jumps?.sdBps.value ?? 0 },
    volumeCurve: { depth },
    volatilityCurve: { depth: 0 },
    news: [],
  };
  const wrong = checkMarket(parameters);
  if (wrong !== undefined) return err(wrong);
  const none = { low: NaN, high: NaN };
  return ok({
    parameters,
    fitted: [
      ...hidden.fitted,
      jumps === undefined
        ? assumed('jumps.jumpsPerSecond', 0, 'fewer than ten returns beyond the threshold')
        : estimated('jumps.jumpsPerSecond', jumps.jumpsPerSecond, `${jumps.jumps} returns beyond ${jumps.thresholdBps.toFixed(2)} bps in a second, by a cut normal law`), // prettier-ignore
      ...(jumps === undefined ? [] : [estimated('jumps.sdBps', jumps.sdBps, 'mean square beyond the threshold')]),
      volumeCurve === undefined
        ? assumed('volumeCurve.depth', 0, 'the recording is a part of a session')
        : estimated('volumeCurve.depth', volumeCurve, 'second moment of the times of trades'),
      assumed('volatilityCurve.depth', 0, 'jumps of one size over the session'),
      estimated(
        'liquiditySizes.meanLots',
        { value: parameters.liquiditySizes.meanLots, ...none },
        `lots of ${limitLot}, mean of orders`,
      ),
      ...liquidity.parameters,
    ],
  });
};

interface Span {
  /** Of the seconds with a mid, from the open on. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly firstMid: number;
  /** Length of the session. */
  readonly hours: number;
}

const spanOf = ({ seconds: { second, mid }, openNs, closeNs }: MarketTape): Span => {
  const first = mid.findIndex((value) => !Number.isNaN(value));
  const last = mid.findLastIndex((value) => !Number.isNaN(value));
  const open = openNs / NS_PER_SECOND;
  return {
    fromSeconds: first < 0 ? NaN : second[first]! - 1 - open,
    toSeconds: last < 0 ? NaN : second[last]! - open,
    firstMid: mid[first] ?? NaN,
    hours: (closeNs - openNs) / NS_PER_SECOND,
  };
};

/** When things happened, as shares of the span. */
const sharesOf = (timeNs: Float64Array, { openNs }: MarketTape, { fromSeconds, toSeconds }: Span): Float64Array =>
  timeNs
    .map((ns) => ((ns - openNs) / NS_PER_SECOND - fromSeconds) / (toSeconds - fromSeconds))
    .filter((share) => share >= 0 && share <= 1);

const fitHidden = (
  flows: readonly OrderFlow[],
  shares: readonly Float64Array[],
  depth: number,
  seconds: number,
  rng: Rng,
): { readonly parameters: HiddenOrderParameters; readonly fitted: readonly FittedParameter[] } | undefined => {
  const hawkes = fitHawkes(
    shares.map((session) => ({ times: session.map((x) => seconds * curveShare({ depth }, x)), seconds })),
  );
  const signs = flows.map(({ trades }) => trades.sign);
  const metaorders = fitMetaorders(signs, rng);
  if (hawkes === undefined || metaorders === undefined) return undefined;
  const lotUnits = lotOf(flows[0]!.trades.units);
  const means = flows.map(({ trades }) => censoredMeanLots(trades, lotUnits)).filter((mean) => !Number.isNaN(mean));
  const meanLots = means.length === 0 ? 1 : means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const likelihood = 'maximum likelihood in activity time';
  const path = 'hiddenOrders';
  return {
    parameters: {
      metaorders: metaorders.parameters,
      arrivals: hawkes.parameters,
      sizes: sizesOfMean(lotUnits, meanLots * lotUnits),
    },
    fitted: [
      estimated(`${path}.arrivals.baseline.0`, hawkes.baseline, likelihood),
      estimated(`${path}.arrivals.offspring.0.0`, hawkes.branchingRatio, `${likelihood}: the branching ratio`),
      estimated(`${path}.arrivals.decays.0`, hawkes.decays[0], likelihood),
      estimated(`${path}.arrivals.decays.1`, hawkes.decays[1], likelihood),
      estimated(`${path}.arrivals.weights.0`, hawkes.weight, likelihood),
      estimated(`${path}.metaorders.concurrent`, metaorders.concurrent, 'autocorrelation of signs, least squares'),
      estimated(`${path}.metaorders.tailExponent`, metaorders.tailExponent, `autocorrelation of signs falls as lag^-(alpha - 1); residual ${metaorders.residual.toFixed(3)}`), // prettier-ignore
      assumed(`${path}.metaorders.mostChildren`, MOST_CHILDREN, 'lags of one session do not tell it'),
      estimated(`${path}.sizes.meanLots`, { value: meanLots, low: NaN, high: NaN }, `lots of ${lotUnits}, cut at what the best price displayed`), // prettier-ignore
    ],
  };
};

const warmUpOf = (hazards: readonly number[]): number =>
  Math.min(WARM_UP_MOST_SECONDS, Math.max(WARM_UP_LEAST_SECONDS, Math.ceil(WARM_UP_LIVES / Math.min(...hazards))));

const halfTicks = (ticks: number): number => Math.round(2 * ticks) / 2;

const meanOf = (lists: readonly Float64Array[]): number => {
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  return lists.reduce((sum, list) => sum + list.reduce((part, value) => part + value, 0), 0) / count;
};
