import { dayParents, daySeed } from '#application/simulate-sessions';
import { KeyedRng, sideSign, wordOf } from '#domain/core';
import { drawStyle, ParentDesk, SimulatedMarket } from '#domain/simulation';
import { branchOff, copyMarket } from './market-copy.mjs';
import { valueOf } from './parent-orders.mjs';

/** Listeners that a market has from the first: its makers. */
const OWN_LISTENERS = 1;

/**
 * What a parent order could have cost: `branches` slippages in bps, each in a copy of the market as it stood at the arrival
 * that goes on by luck of its own. The style is drawn anew as well, as nobody tells a model. `isAsked(place)` picks among the
 * parents of a day.
 */
export const branchedCosts = (simulated, day, branches, isAsked) => {
  const [parents, seed] = [dayParents(simulated, day), daySeed(simulated, day)];
  const market = valueOf(SimulatedMarket.open(simulated.parameters, seed));
  const branch = valueOf(SimulatedMarket.open(simulated.parameters, seed));
  const desk = new ParentDesk(market, parents);
  const costs = new Map();
  for (const [place, parent] of parents.entries()) {
    if (!isAsked(place)) continue;
    desk.advanceTo(parent.arrivalSeconds);
    const own = new Float64Array(branches);
    for (let i = 0; i < branches; i += 1) {
      const copies = copyMarket(market, branch, OWN_LISTENERS);
      branchOff(branch, copies, i + 1);
      const style = drawStyle(new KeyedRng(seed).select(wordOf('style'), place, i));
      own[i] = slippageBps(branch, { ...parent, style });
    }
    costs.set(place, own);
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
