import { DEFAULT_DEALER_PRIORS, DealerHistory } from '#domain/scoring';
import { BuyerDataset, simulateAuctions } from '#domain/simulation';
import { anyLive, clientPolicy } from './policies.mjs';
import { panelsByLot, PRIOR, simulationOf } from './world.mjs';

/** All requests of a seed under a policy, in their order. */
export const playedBy = (world, seed, requests, policy, onSettled) => {
  const dataset = new BuyerDataset();
  const listeners = onSettled === undefined ? [dataset] : [dataset, { event: () => undefined, settled: onSettled }];
  const played = simulateAuctions(simulationOf(world, seed, requests), policy, listeners);
  if (!played.ok) throw new RangeError(played.error.message);
  return {
    rows: [...dataset.rows].sort((a, b) => a.auction - b.auction),
    truths: [...dataset.truths].sort((a, b) => a.auction - b.auction),
  };
};

/** What a client learns of dealers who traded with whoever was live, asking two to six by lot. */
export const learn = (world, seed, requests) => {
  const history = new DealerHistory(world.names, 1);
  const policy = clientPolicy(seed, panelsByLot(seed, 2, 6), anyLive(seed));
  for (const row of playedBy(world, seed, requests, policy).rows) history.add(row, PRIOR.meanBps);
  return history.profiles(DEFAULT_DEALER_PRIORS);
};
