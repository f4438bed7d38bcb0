import { type BacktestSettings, type FillChoice, type Way } from '#application/backtest-orders';
import { DEFAULT_IMPACT_DECAY, type DeskLatency, type FeeSchedule, type Tactic } from '#domain/simulation';
import { seedOf } from './command.js';
import { UsageError } from './usage-error.js';

/** The options of `backtest` that say how orders are worked, as they were typed. */
export interface BacktestOptions {
  readonly schedule?: string | undefined;
  readonly tactic: string;
  readonly intervals: string;
  readonly rate: string;
  readonly urgency: string;
  readonly fill: string;
  readonly 'queue-exponent': string;
  readonly 'latency-ms': string;
  readonly 'jitter-ms': string;
  readonly 'fees-bps': string;
  readonly 'fees-per-unit': string;
  readonly overlay?: string | undefined;
  readonly seed: string;
}

const NS_PER_MS = 1e6;
const INTERVALS_MAX = 10_000;
const LATENCY_MS_MAX = 60_000;
const FEE_BPS_MAX = 100;
const FEE_PER_UNIT_MAX = 1_000;
const URGENCY_MAX = 100;
const EXPONENT_MAX = 10;

/** What the options say; UsageError, by the option's name, where one says nothing that there is. */
export const backtestSettings = (options: BacktestOptions): BacktestSettings => ({
  ways: options.schedule === undefined ? ['AS_STATED'] : schedules(options.schedule),
  tactic: oneOf('tactic', TACTICS, options.tactic),
  intervals: numberIn('intervals', options.intervals, 1, INTERVALS_MAX, 'a whole number'),
  participationRate: numberIn('rate', options.rate, 0.001, 0.9),
  urgency: numberIn('urgency', options.urgency, 0, URGENCY_MAX),
  fill: fillChoice(options),
  latency: latency(options['latency-ms'], options['jitter-ms']),
  fees: fees(options['fees-bps'], options['fees-per-unit']),
  overlay: options.overlay === undefined ? undefined : oneOf('overlay', OVERLAYS, options.overlay),
  seed: seedOf('seed', options.seed),
});

const SCHEDULES: Readonly<Record<string, Way>> = {
  twap: 'TWAP',
  vwap: 'VWAP',
  pov: 'POV',
  'almgren-chriss': 'ALMGREN_CHRISS',
};
const TACTICS: Readonly<Record<string, Tactic>> = { take: 'TAKE', post: 'POST', 'post-then-take': 'POST_THEN_TAKE' };
const OVERLAYS = { propagator: DEFAULT_IMPACT_DECAY };
const FILLS: Readonly<Record<string, 'AUTO' | 'RISK_AVERSE' | 'POWER' | 'LOG' | 'ORDER_BY_ORDER'>> = {
  auto: 'AUTO',
  'risk-averse': 'RISK_AVERSE',
  probabilistic: 'POWER',
  'probabilistic-log': 'LOG',
  'order-by-order': 'ORDER_BY_ORDER',
};

const schedules = (text: string): readonly Way[] => {
  const ways = text.split(',').map((name) => oneOf('schedule', SCHEDULES, name.trim()));
  if (new Set(ways).size < ways.length) throw new UsageError(`--schedule is "${text}"; expected each name once`);
  return ways;
};

const fillChoice = ({ fill, 'queue-exponent': exponent }: BacktestOptions): FillChoice => {
  const kind = oneOf('fill', FILLS, fill);
  if (kind === 'LOG') return { kind: 'PROBABILISTIC', weight: { kind: 'LOG' } };
  if (kind !== 'POWER') return { kind };
  return {
    kind: 'PROBABILISTIC',
    weight: { kind: 'POWER', exponent: numberIn('queue-exponent', exponent, 0.1, EXPONENT_MAX) },
  };
};

const latency = (text: string, jitter: string): DeskLatency => {
  const [feed, order = feed, report = feed, ...more] = numbersIn('latency-ms', text, 0, LATENCY_MS_MAX);
  if (more.length > 0 || text.split(',').length === 2) {
    throw new UsageError(`--latency-ms is "${text}"; expected one number, or three: FEED,ORDER,REPORT`);
  }
  const meanJitterNs = numberIn('jitter-ms', jitter, 0, LATENCY_MS_MAX) * NS_PER_MS;
  const messages = (ms: number) => ({ constantNs: Math.round(ms * NS_PER_MS), meanJitterNs });
  return { feedNs: Math.round(feed! * NS_PER_MS), order: messages(order!), report: messages(report!) };
};

const fees = (bps: string, perUnit: string): FeeSchedule => {
  const [takenBps, postedBps] = takenAndPosted('fees-bps', bps, FEE_BPS_MAX);
  const [takenPerUnit, postedPerUnit] = takenAndPosted('fees-per-unit', perUnit, FEE_PER_UNIT_MAX);
  return { taker: { bps: takenBps, perUnit: takenPerUnit }, maker: { bps: postedBps, perUnit: postedPerUnit } };
};

const takenAndPosted = (option: string, text: string, most: number): readonly [number, number] => {
  const [taken, posted, ...more] = numbersIn(option, text, -most, most);
  if (posted === undefined || more.length > 0) {
    throw new UsageError(`--${option} is "${text}"; expected two numbers: TAKEN,POSTED`);
  }
  return [taken!, posted];
};

const oneOf = <T>(option: string, allowed: Readonly<Record<string, T>>, text: string): T => {
  if (!Object.hasOwn(allowed, text)) {
    throw new UsageError(`--${option} is "${text}"; expected ${Object.keys(allowed).join(', ')}`);
  }
  return allowed[text]!;
};

const numbersIn = (option: string, text: string, least: number, most: number): readonly number[] =>
  text.split(',').map((part) => numberIn(option, part.trim(), least, most));

const numberIn = (
  option: string,
  text: string,
  least: number,
  most: number,
  kind: 'a number' | 'a whole number' = 'a number',
): number => {
  const value = /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  const isOfKind = kind === 'a number' || Number.isInteger(value);
  if (isOfKind && value >= least && value <= most) return value;
  throw new UsageError(`--${option} is "${text}"; expected ${kind} from ${least} to ${most}`);
};
