import { almgrenImpact } from './almgren.js';
import { crossoverFactor } from './crossover.js';
import { iStarImpact, TRADING_DAYS_PER_YEAR } from './i-star.js';
import { type ParametricCoefficients } from './parametric-coefficients.js';
import { squareRootImpactBps } from './square-root.js';
import { participationRate, type WorkedOrder } from './worked-order.js';

/** One formula's answer in the parts that the forecast reports; in bps, unsigned, without the spread. */
export interface MemberImpact {
  readonly name: string;
  /** What the average fill pays and is gone afterwards. */
  readonly temporaryBps: number;
  /** The share of the lasting shift that the average fill pays. */
  readonly permanentBps: number;
  readonly lastingShiftBps: number;
  /** Move of the mid from arrival to the last fill. */
  readonly peakBps: number;
}

export type MemberImpacts = readonly [squareRoot: MemberImpact, almgren: MemberImpact, iStar: MemberImpact];

export const memberImpacts = (order: WorkedOrder, coefficients: ParametricCoefficients): MemberImpacts => [
  squareRootMember(order, coefficients),
  almgrenMember(order, coefficients),
  iStarMember(order, coefficients),
];

/**
 * The mid climbs to the peak along `sqrt(q/Q)`, so that the average fill pays 2/3 of it. Of the peak 0.66 stands at the
 * close; the same share of what each fill pays is counted as permanent, the rest as temporary. Far below the crossover,
 * where the path is linear, the average fill pays 1/2 of the peak: 2/3 overstates by a third what is a third of a bp at
 * Q/V 1e-4 and sig 2 %.
 */
const squareRootMember = (order: WorkedOrder, coefficients: ParametricCoefficients): MemberImpact => {
  const { prefactor, averageFillToPeak, closeToPeak } = coefficients.squareRoot;
  const { sizeDays, dailyVolatility } = order;
  const peakBps =
    squareRootImpactBps({ dailyVolatility, sizeDays, prefactor }) * crossover(order, 0.5, coefficients.crossoverDays);
  const paidBps = averageFillToPeak * peakBps;
  return {
    name: 'squareRoot',
    temporaryBps: (1 - closeToPeak) * paidBps,
    permanentBps: closeToPeak * paidBps,
    lastingShiftBps: closeToPeak * peakBps,
    peakBps,
  };
};

/**
 * As the paper splits it: the shift I builds up evenly, the fills pay I/2 of it; the rest of the cost, J - I/2, is
 * temporary. I is linear in size as it stands; the 3/5 power crosses over.
 */
const almgrenMember = (order: WorkedOrder, coefficients: ParametricCoefficients): MemberImpact => {
  const { permanentBps, temporaryBps } = almgrenImpact(order, coefficients.almgren);
  const paidBps = temporaryBps * crossover(order, coefficients.almgren.beta, coefficients.crossoverDays);
  return {
    name: 'almgren2005',
    temporaryBps: paidBps,
    permanentBps: permanentBps / 2,
    lastingShiftBps: permanentBps,
    peakBps: permanentBps + paidBps,
  };
};

/**
 * As Kissell splits it: b1 of I* passes and depends on the pace, 1 - b1 stays and every fill pays it in full, since it
 * moves the price when the order becomes known and not fill by fill. I* crosses over in size; the pace is a factor apart.
 */
const iStarMember = (order: WorkedOrder, coefficients: ParametricCoefficients): MemberImpact => {
  const { temporaryBps, permanentBps } = iStarImpact(
    {
      sizeDays: order.sizeDays,
      annualVolatility: order.dailyVolatility * Math.sqrt(TRADING_DAYS_PER_YEAR),
      participationRate: participationRate(order),
    },
    coefficients.iStar,
  );
  const bend = crossover(order, coefficients.iStar.a2, coefficients.crossoverDays);
  return {
    name: 'iStar',
    temporaryBps: temporaryBps * bend,
    permanentBps: permanentBps * bend,
    lastingShiftBps: permanentBps * bend,
    peakBps: (temporaryBps + permanentBps) * bend,
  };
};

const crossover = ({ sizeDays }: WorkedOrder, exponent: number, crossoverDays: number): number =>
  crossoverFactor({ sizeDays, exponent, crossoverDays });

/** Equal-weight average cost of the average fill over the members, in bps, without the spread. */
export const meanImpactBps = (members: MemberImpacts): number => {
  let sum = 0;
  for (const member of members) sum += member.temporaryBps + member.permanentBps;
  return sum / members.length;
};

/** Equal-weight average of one part over the members, in bps. */
export const meanPartBps = (members: MemberImpacts, part: Exclude<keyof MemberImpact, 'name'>): number =>
  (members[0][part] + members[1][part] + members[2][part]) / 3;
