import { dayParents, daySeed } from '#application/simulate-sessions';
import { KeyedRng, sideSign, wordOf } from '#domain/core';
import { drawStyle, ParentDesk, SimulatedMarket } from '#domain/simulation';
import { HiddenOrderFilter } from './hidden-orders.mjs';
import { branchOff, copyMarket } from './market-copy.mjs';
import { valueOf } from './parent-orders.mjs';

/** Listeners that a market has from the first: its makers. */
const OWN_LISTENERS = 1;

/**
 * What a parent order could have cost: twice `branches` slippages in bps, each in a copy of the market as it stood at the arrival
 * that goes on by luck of its own. The style is drawn anew as well, as nobody tells a model. `costs`: the market as it was;
 * `foreseen`: the orders behind its flow, which nobody sees, drawn anew from what its trades tell of them. `isAsked(place)` picks among
 * the parents of a day.
 */
export const branchedCosts = (simulated, day, branches, isAsked) => {
  const [parents, seed] = [dayParents(simulated, day), daySeed(simulated, day)];
  const market = valueOf(SimulatedMarket.open(simulated.parameters, seed));
  const branch = valueOf(SimulatedMarket.open(simulated.parameters, seed));
  const filter = new HiddenOrderFilter(market, new KeyedRng(seed).select(wordOf('filter'), 0));
  const desk = new ParentDesk(market, parents);
  const costs = new Map();
  for (const [place, parent] of parents.entries()) {
    if (!isAsked(place)) continue;
    desk.advanceTo(parent.arrivalSeconds);
    const branched = (number, prepare) => {
      const copies = copyMarket(market, branch, OWN_LISTENERS);
      branchOff(branch, copies, number + 1);
      const rng = new KeyedRng(seed).select(wordOf('style'), place, number);
      prepare(rng);
      return slippageBps(branch, { ...parent, style: drawStyle(rng) });
    };
    costs.set(place, {
      costs: Float64Array.from({ length: branches }, (_, i) => branched(i, () => undefined)),
      foreseen: Float64Array.from({ length: branches }, (_, i) =>
        branched(branches + i, (rng) => {
          filter.drawInto(branch.hidden.signs, rng);
        }),
      ),
    });
  }
  return costs;
};

/** Whether a copy that no branch was made of goes on as the market does, to the last event. */
export const copiesGoOnAlike = (simulated, day, atSeconds, untilSeconds) => {
  const [market, copy] = [0, 1].map(() => valueOf(SimulatedMarket.open(simulated.parameters, daySeed(simulated, day))));
  market.advanceTo(atSeconds);
  copyMarket(market, copy, OWN_LISTENERS);
  for (const one of [market, copy]) one.advanceTo(untilSeconds);
  return market.hash() === copy.hash();
};

/** What the order costs in the market as it goes on from here. */
const slippageBps = (market, parent) => {
  const arrivalMid = market.best.midTicks;
  const desk = new ParentDesk(market, [parent]);
  desk.advanceTo(parent.arrivalSeconds + parent.horizonSeconds);
  const units = desk.fills.reduce((sum, fill) => sum + fill.units, 0);
  const paid = desk.fills.reduce((sum, fill) => sum + fill.units * fill.priceTicks, 0);
  return (1e4 * sideSign(parent.side) * (paid / units - arrivalMid)) / arrivalMid;
};
