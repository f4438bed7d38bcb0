import { KeyedRng } from '#domain/core';
import { type L3Book } from '#domain/market-data';
import { type QueueModel } from '../replayed-venue.js';
import { LevelQueue } from './level-queue.js';
import { OrderByOrderQueue } from './order-by-order.js';
import { probabilistic, type QueueWeight } from './probabilistic.js';
import { riskAverse } from './risk-averse.js';

/** How the place of our orders in their queues is told; each kind's file states what it assumes. */
export type FillModel =
  | { readonly kind: 'RISK_AVERSE' }
  | { readonly kind: 'PROBABILISTIC'; readonly weight: QueueWeight }
  /** Of a session that tells orders only. */
  | { readonly kind: 'ORDER_BY_ORDER'; readonly orders: L3Book };

/** The queues of one order's children. Each has draws of its own, named by seed, `key` and child, whatever else is worked. */
export const queueModel = (model: FillModel, seed: number, key: number): QueueModel => {
  switch (model.kind) {
    case 'RISK_AVERSE':
      return () => new LevelQueue(riskAverse);
    case 'PROBABILISTIC':
      return (orderId) => new LevelQueue(probabilistic(model.weight, new KeyedRng(seed).select(key, orderId)));
    case 'ORDER_BY_ORDER':
      return (_, side, price) => new OrderByOrderQueue(model.orders, side, price);
  }
};
