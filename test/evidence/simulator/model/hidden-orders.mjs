import { BID } from '#domain/market-data';
import { BookEventKind, FIRST_DESK, LIQUID_STOCK } from '#domain/simulation';

const { concurrent, tailExponent, mostChildren } = LIQUID_STOCK.hiddenOrders.metaorders;
const PARTICLES = 400;

/** The power law of lengths, cut at the longest, as `MetaorderLengths` draws them. */
const cut = (mostChildren + 1) ** -tailExponent;
const drawChildren = (rng) => Math.floor((cut + (1 - rng.uniform()) * (1 - cut)) ** (-1 / tailExponent));

/** P(what is left of a metaorder that is under way >= r), at r - 1. */
const LEFT_TAIL = (() => {
  const tail = new Float64Array(mostChildren + 1);
  for (let r = mostChildren; r >= 1; r -= 1) tail[r - 1] = tail[r] + (r ** -tailExponent - cut);
  return tail.map((value) => value / tail[0]);
})();

const drawLeft = (rng) => {
  const u = 1 - rng.uniform();
  let [low, high] = [1, mostChildren];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (LEFT_TAIL[middle - 1] >= u) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * What somebody who knows the rules of the market, and has watched its trades since the open, can know of the orders behind the
 * flow: a bootstrap particle filter (Gordon, Salmond, Smith 1993) over the signs and remaining children of the metaorders that
 * are worked at a time. Each next trade of the background is a child of one of them at random; orders of our own desk are known
 * to be ours. At the open it knows nothing but the stationary law.
 */
export class HiddenOrderFilter {
  #rng;
  #sign = new Int8Array(PARTICLES * concurrent);
  #left = new Int32Array(PARTICLES * concurrent);
  /** How many of a particle's metaorders buy. */
  #buyers = new Int32Array(PARTICLES);
  #weight = new Float64Array(PARTICLES).fill(1 / PARTICLES);

  constructor(market, rng) {
    this.#rng = rng;
    for (let at = 0; at < this.#sign.length; at += 1) {
      this.#sign[at] = rng.uniform() < 0.5 ? 1 : -1;
      this.#left[at] = drawLeft(rng);
      if (this.#sign[at] > 0) this.#buyers[Math.floor(at / concurrent)] += 1;
    }
    market.listen((events) => {
      const row = firstExecution(events);
      if (row !== undefined && events.owner(row) !== FIRST_DESK) this.#observe(events.side(row) === BID ? 1 : -1);
    });
  }

  /** Puts metaorders as they may be, given what was seen, in place of those that a market has. */
  drawInto(signs, rng) {
    let [particle, u] = [0, rng.uniform() - this.#weight[0]];
    while (u > 0 && particle < PARTICLES - 1) u -= this.#weight[(particle += 1)];
    const from = particle * concurrent;
    signs.sign.set(this.#sign.subarray(from, from + concurrent));
    signs.left.set(this.#left.subarray(from, from + concurrent));
  }

  #observe(sign) {
    let [total, squares] = [0, 0];
    for (let particle = 0; particle < PARTICLES; particle += 1) {
      total += this.#weight[particle] *= this.#willing(particle, sign) / concurrent;
    }
    if (total === 0) throw new Error('no particle explains the trade: there are too few of them');
    for (let particle = 0; particle < PARTICLES; particle += 1) {
      const weight = (this.#weight[particle] /= total);
      squares += weight ** 2;
      if (weight > 0) this.#advance(particle, sign);
    }
    if (squares * PARTICLES > 2) this.#resample();
  }

  /** Metaorders of a particle that trade this way. */
  #willing(particle, sign) {
    return sign > 0 ? this.#buyers[particle] : concurrent - this.#buyers[particle];
  }

  /** One of the metaorders that trade this way has sent a child. */
  #advance(particle, sign) {
    let skip = this.#rng.below(this.#willing(particle, sign));
    let at = particle * concurrent;
    while (this.#sign[at] !== sign || skip > 0) {
      if (this.#sign[at] === sign) skip -= 1;
      at += 1;
    }
    this.#left[at] -= 1;
    if (this.#left[at] > 0) return;
    this.#sign[at] = this.#rng.uniform() < 0.5 ? 1 : -1;
    this.#left[at] = drawChildren(this.#rng);
    this.#buyers[particle] += (this.#sign[at] - sign) / 2;
  }

  /** Systematic resampling. */
  #resample() {
    const [sign, left, buyers] = [this.#sign.slice(), this.#left.slice(), this.#buyers.slice()];
    const offset = this.#rng.uniform();
    let [from, passed] = [0, this.#weight[0]];
    for (let particle = 0; particle < PARTICLES; particle += 1) {
      while (passed < (particle + offset) / PARTICLES && from < PARTICLES - 1) passed += this.#weight[(from += 1)];
      this.#sign.set(sign.subarray(from * concurrent, (from + 1) * concurrent), particle * concurrent);
      this.#left.set(left.subarray(from * concurrent, (from + 1) * concurrent), particle * concurrent);
      this.#buyers[particle] = buyers[from];
    }
    this.#weight.fill(1 / PARTICLES);
  }
}

const firstExecution = (events) => {
  for (let row = 0; row < events.length; row += 1) if (events.kind(row) === BookEventKind.EXECUTED) return row;
  return undefined;
};
