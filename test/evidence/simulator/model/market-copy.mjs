import { KeyedRng } from '#domain/core';

/**
 * Puts everything that one simulated market holds into another one of the same parameters, which then goes on as the first would:
 * by walking the objects, as a copy by hand for each of its dozens of classes would be wrong with the next field of any. Functions
 * stay: they belong to the market that they were made in. Listeners beyond those that a market has from the first are dropped.
 */
export const copyMarket = (from, to, listeners) => {
  const copies = new Map();
  const own = to.listeners.slice(0, listeners);
  copied(from, to, copies);
  to.listeners.length = 0;
  to.listeners.push(...own);
  return copies;
};

const copied = (value, into, copies) => {
  if (value === into || value === null || typeof value !== 'object') return value;
  if (copies.has(value)) return copies.get(value);
  if (ArrayBuffer.isView(value)) {
    const fits = into?.constructor === value.constructor && into.length === value.length;
    const copy = fits ? into : new value.constructor(value.length);
    copies.set(value, copy);
    copy.set(value);
    return copy;
  }
  const copy = isAlike(value, into) ? into : emptyLike(value);
  copies.set(value, copy);
  if (Array.isArray(copy)) copy.length = value.length;
  for (const key of Reflect.ownKeys(value)) {
    if (key === 'length' && Array.isArray(value)) continue;
    if (typeof value[key] !== 'function') copy[key] = copied(value[key], copy[key], copies);
  }
  return copy;
};

const isAlike = (value, into) =>
  typeof into === 'object' && into !== null && Object.getPrototypeOf(into) === Object.getPrototypeOf(value);

const emptyLike = (value) => {
  if (value instanceof Map || value instanceof Set) throw new TypeError('copyMarket: a market holds no Map and no Set');
  return Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
};

/**
 * What is still to come is drawn anew: every stream goes on as another one, named by the branch, and so does the wait for the
 * next jump of value. Other events that have been drawn already (the next child of the background, the next look of a maker)
 * are a second away and count as part of the present, as do the lengths of the background's metaorders.
 */
export const branchOff = (market, copies, branch) => {
  let place = 0;
  for (const object of copies.values()) {
    if (object instanceof KeyedRng) object.select(branch, (place += 1), BRANCH);
  }
  for (const source of market.sources) {
    const rate = source.parameters?.jumpsPerSecond;
    if (rate > 0) source.nextSeconds = market.activitySeconds + source.rng.exponential(rate);
  }
};

/** Third word of the key of such a stream: no other has one. */
const BRANCH = 0x6272616e;
