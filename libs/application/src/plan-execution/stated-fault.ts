import { type InvalidSchedule } from '#domain/execution';
import { type StatedKernel, type StatedOrder, type StatedStrategy } from './stated-order.js';

/** What of a stated order would be passed over in silence: a number that its kind has no use for, and a venue named twice. */
export const statedFault = (
  { kernel, venues = [] }: Partial<Pick<StatedOrder, 'kernel' | 'venues'>>,
  strategy: StatedStrategy | undefined,
): InvalidSchedule | undefined =>
  (strategy && unusedFault('strategy', strategy, strategy.kind, STRATEGY_NUMBERS)) ??
  (kernel && unusedFault('kernel', kernel, kernel.kind, KERNEL_NUMBERS)) ??
  repeatedFault(venues.map(({ venue }) => venue));

/** Which kind each number is of. */
const STRATEGY_NUMBERS: Readonly<Record<Exclude<keyof StatedStrategy, 'kind'>, StatedStrategy['kind']>> = {
  participationRate: 'POV',
  riskAversion: 'IMPLEMENTATION_SHORTFALL',
  probability: 'LEAST_VALUE_AT_RISK',
};
const KERNEL_NUMBERS: Readonly<Record<Exclude<keyof StatedKernel, 'kind'>, StatedKernel['kind']>> = {
  resiliencePerSecond: 'EXPONENTIAL',
  lagSeconds: 'POWER_LAW',
  exponent: 'POWER_LAW',
};

const unusedFault = <Name extends string>(
  path: string,
  stated: Readonly<Partial<Record<Name, number>>>,
  kind: string,
  kindOf: Readonly<Record<Name, string>>,
): InvalidSchedule | undefined => {
  const names = Object.keys(kindOf) as Name[];
  const unused = names.find((name) => stated[name] !== undefined && kindOf[name] !== kind);
  if (unused === undefined) return undefined;
  const allowed = `left out of ${kind}: of ${kindOf[unused]} only`;
  return invalid(`${path}.${unused}`, allowed, stated[unused]);
};

const repeatedFault = (venues: readonly string[]): InvalidSchedule | undefined => {
  const repeated = venues.findIndex((venue, i) => venues.indexOf(venue) < i);
  return repeated < 0
    ? undefined
    : invalid(`venues.${repeated}.venue`, 'a venue that is not named before', venues[repeated]);
};

const invalid = (field: string, allowed: string, value: unknown): InvalidSchedule => ({
  code: 'INVALID_SCHEDULE',
  field,
  message: `${field} must be ${allowed}, got ${String(value)}`,
  allowed,
});
