import { type ImpactDecay } from './own-impact.js';
import { type FeeSchedule, type LiquidityFee } from '../venue/fee-schedule.js';
import { type Latency } from '../venue/latency.js';
import { type DeskLatency } from './latency.js';
import { type FillModel } from './queue/queue-models.js';
import { type Tactic } from './work-plan.js';

/** What a backtest was told to assume. */
export interface BacktestAssumptions {
  /** How queues were told, of each kind of recording that was played. */
  readonly fillModels: readonly Pick<FillModel, 'kind'>['kind'][];
  readonly latency: DeskLatency;
  readonly fees: FeeSchedule;
  /** Absent: the recorded market is not moved. */
  readonly overlay: ImpactDecay | undefined;
  /** Absent: each order was sent as it stands in the list. */
  readonly tactic: Tactic | undefined;
}

/** Everything that the result rests on and the recording does not say, in words for whoever reads the result. */
export const statedAssumptions = (assumptions: BacktestAssumptions): readonly string[] => [
  'The recorded book does not react to our orders: nobody follows, fades or refills because of them. What an order of a size that others would notice costs, it costs more than is said here.',
  assumptions.overlay === undefined
    ? 'Our own executions move no later price (no overlay).'
    : `Overlay: our executions move the market that we trade in, by a propagator that decays as (1 + lag / ${assumptions.overlay.onsetSeconds} s)^-${assumptions.overlay.decayExponent}, scaled so that the order worked evenly would have moved it at its end as the square-root law says. It is a formula put on the recording, not a reaction of it.`,
  'Each order is alone: orders of the list do not see each other.',
  "A take gets what is displayed, level by level, and no more; what lies behind the recording's last level is not there. What we took is missing for us until the recorded level shows less, empties or leaves sight.",
  ...assumptions.fillModels.map((kind) => FILL_MODELS[kind]),
  'A posted order is also filled by prints at a worse price, up to their size, and when the other side comes to display at its price. Auctions, off-exchange and irregular prints fill nothing, nor does anything while the market is closed, halted or marked invalid.',
  ...(assumptions.tactic === undefined ? [] : [TACTICS[assumptions.tactic]]),
  latencyInWords(assumptions.latency),
  `Fees: ${feeInWords(assumptions.fees.taker)} for what is taken, ${feeInWords(assumptions.fees.maker)} for what is posted and filled; below zero is a rebate.`,
];

const FILL_MODELS: Readonly<Record<FillModel['kind'], string>> = {
  RISK_AVERSE:
    'Queue position, risk-averse: whoever cancels stood behind us, so we advance by executions only. The latest fill that the recorded sizes allow.',
  PROBABILISTIC:
    'Queue position, probabilistic: a cancel stood ahead of us with a probability that follows from how much is ahead and behind; drawn with the seed.',
  ORDER_BY_ORDER:
    'Queue position, order by order: the recording tells every order, so those ahead of us are known; what a venue displays without telling whose it is counts as ahead.',
};

const TACTICS: Readonly<Record<Tactic, string>> = {
  TAKE: 'Every child crosses the spread when it is sent; what was not displayed is sent again with the next.',
  POST: 'Every child joins the best price of its own side and follows it from decision to decision; what is left at the end is not done and counts at the mid of the end.',
  POST_THEN_TAKE:
    'Every child joins the best price of its own side and follows it from decision to decision; what is left at the end crosses.',
};

const NS_PER_MS = 1e6;

const latencyInWords = ({ feedNs, order, report }: DeskLatency): string =>
  `Latency: the desk sees the book ${feedNs / NS_PER_MS} ms late, its messages arrive ${delayInWords(order)} after a decision, it knows of a fill ${delayInWords(report)} after it. The venue's book at a moment is the recording up to its decision time, so delays of the recording itself come on top.`;

const delayInWords = ({ constantNs, meanJitterNs }: Latency): string =>
  `${constantNs / NS_PER_MS} ms${meanJitterNs === 0 ? '' : ` and an exponential rest of ${meanJitterNs / NS_PER_MS} ms on average`}`;

const feeInWords = ({ bps, perUnit }: LiquidityFee): string =>
  `${bps} bps${perUnit === 0 ? '' : ` and ${perUnit} per unit`}`;
