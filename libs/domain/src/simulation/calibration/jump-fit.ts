import { BPS, normalCdf, normalPdf, type Rng } from '#domain/core';
import { BlockSums, type Estimate, type MarketTape } from '#domain/microstructure';

export interface JumpFit {
  readonly jumpsPerSecond: Estimate;
  readonly sdBps: Estimate;
  /** Seconds whose return is beyond the threshold. */
  readonly jumps: number;
  readonly thresholdBps: number;
}

const BLOCK_SECONDS = 300;
/**
 * Makers who move on trades give ordinary returns fat tails: at five standard deviations they are taken for jumps (six times too many in
 * the default market), at eight the planted rate and size are found.
 */
const JUMP_SDS = 8;
const JUMPS_MIN = 10;
const LEAST_MOVE_TICKS = 3;

/**
 * Normal jumps at Poisson times, from the one-second returns of the mid beyond eight standard deviations (bipower variation, which jumps
 * hardly touch) and three ticks: the mean square of what is beyond gives the standard deviation of a normal law cut there, the number
 * the rate. Undefined with fewer than ten. Small jumps that hide below the threshold count by the law; what fat tails
 * of the ordinary returns are beyond it counts as jumps.
 */
export const fitJumps = (tapes: readonly MarketTape[], rng: Rng): JumpFit | undefined => {
  const threshold = Math.max(JUMP_SDS * bipowerSd(tapes), ...tapes.map(leastMove));
  const blocks = new BlockSums(3);
  tapes.forEach(({ seconds: { mid } }, session) => {
    for (let i = 1; i < mid.length; i += 1) {
      const size = Math.abs(Math.log(mid[i]! / mid[i - 1]!));
      if (Number.isNaN(size)) continue;
      const sums = blocks.of(session * BLOCKS_PER_SESSION + Math.floor(i / BLOCK_SECONDS));
      sums[0]! += 1;
      if (!(size > threshold)) continue;
      sums[1]! += 1;
      sums[2]! += size * size;
    }
  });
  const jumps = blocks.total()[1]!;
  if (jumps < JUMPS_MIN) return undefined;
  const [jumpsPerSecond, sdBps] = blocks.estimate((sums) => {
    const cut = cutInSds(sums[2]! / sums[1]! / threshold ** 2);
    return [sums[1]! / sums[0]! / (2 * normalCdf(-cut)), (BPS * threshold) / cut];
  }, rng) as [Estimate, Estimate];
  return { jumpsPerSecond, sdBps, jumps, thresholdBps: BPS * threshold };
};

const BLOCKS_PER_SESSION = 100_000;

const bipowerSd = (tapes: readonly MarketTape[]): number => {
  let [sum, n] = [0, 0];
  for (const { seconds } of tapes) {
    const { mid } = seconds;
    for (let i = 2; i < mid.length; i += 1) {
      const product = Math.abs(Math.log(mid[i]! / mid[i - 1]!) * Math.log(mid[i - 1]! / mid[i - 2]!));
      if (Number.isNaN(product)) continue;
      sum += product;
      n += 1;
    }
  }
  return Math.sqrt(((Math.PI / 2) * sum) / n);
};

const leastMove = ({ seconds: { mid }, tickUnits }: MarketTape): number => {
  const first = mid.find((value) => !Number.isNaN(value)) ?? NaN;
  return (LEAST_MOVE_TICKS * tickUnits) / first;
};

/** The z at which a normal law cut at z standard deviations has a mean square of `ratio` z^2: `(1 + z h(z)) / z^2`, h its hazard; falls in z. */
const cutInSds = (ratio: number): number => {
  let [low, high] = [CUT_LEAST, CUT_MOST];
  for (let step = 0; step < 60; step += 1) {
    const z = (low + high) / 2;
    if ((1 + (z * normalPdf(z)) / normalCdf(-z)) / (z * z) > ratio) low = z;
    else high = z;
  }
  return (low + high) / 2;
};

/** Beyond lies no normal law that the few returns above the threshold could tell. */
const CUT_LEAST = 0.05;
const CUT_MOST = 6;
