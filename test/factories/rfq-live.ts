import { parametricForecast } from '#domain/impact';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { QuoteRequestFollowers, type RankedRequest } from '#application/follow-quote-request';
import { AssumedDealerProfiles } from '#application/dealer-profiles';
import { type ImpactModel, type QuoteRequestStore } from '#application/ports';
import { QuoteRequests, type QuoteRequestVersion, type RequestChange } from '#application/quote-requests';
import { MemoryMarketState } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { market } from './market.js';
import { AUCTION_DEALERS, auctionOpening, auctionQuote } from './rfq-auction.js';
import { rfqTime } from './rfq.js';

const identifiers = new NodeIdentifiers();

/** The desk alpha, as its settings are. */
export const LIVE_DESK = { deskId: 'alpha', name: 'alpha', riskAversion: 0.1, quoting: DEFAULT_QUOTING_POLICY };

const parametricModel: ImpactModel = {
  forecast: (requests) => Promise.resolve({ ok: true, value: requests.map(parametricForecast) }),
};

/** Requests on a store, in a market that stands still at two seconds after they are opened until it is moved. */
export const openLive = (store: QuoteRequestStore) => {
  const state = new MemoryMarketState();
  state.setSnapshot(market());
  state.setNow(rfqTime(2));
  const requests = new QuoteRequests({ store, identifiers });
  const followers = new QuoteRequestFollowers({
    requests,
    market: state,
    model: parametricModel,
    dealerProfiles: new AssumedDealerProfiles(),
  });
  const change = async (wanted: RequestChange): Promise<QuoteRequestVersion> => {
    const outcome = await requests.change('alpha', wanted);
    if (!outcome.ok) throw new Error(outcome.error.message);
    followers.changed('alpha', wanted.requestId);
    return outcome.value;
  };
  return { market: state, requests, followers, change };
};

/** What one subscriber of an auction saw. */
export interface SeenAuction {
  readonly requestId: string;
  /** Versions, in the order seen. */
  readonly versions: readonly number[];
  readonly last: RankedRequest;
}

/**
 * `count` auctions of ten dealers at once, each followed until it has traded: all quote, then the first dealer is
 * lifted and fills. Every tenth subscriber is slow: he reads once, and then not before all is over.
 */
export const followAuctions = async (
  live: ReturnType<typeof openLive>,
  count: number,
): Promise<readonly SeenAuction[]> => {
  const requestIds = Array.from({ length: count }, () => identifiers.newId());
  await Promise.all(requestIds.map((requestId) => live.change(auctionOpening(requestId))));
  const auctions = Promise.all(requestIds.map((requestId) => runAuction(live, requestId)));
  const seen = requestIds.map(async (requestId, i) => {
    const subscription = await live.followers.follow(LIVE_DESK, requestId);
    if (subscription === undefined) throw new Error(`no request ${requestId}`);
    const versions: number[] = [];
    for await (const view of subscription) {
      versions.push(view.version);
      if (view.status === 'TRADED') return { requestId, versions, last: view };
      if (i % 10 === 0) await auctions;
    }
    throw new Error(`${requestId} ended before it traded`);
  });
  await auctions;
  return Promise.all(seen);
};

const runAuction = async ({ change }: ReturnType<typeof openLive>, requestId: string): Promise<void> => {
  await Promise.all(AUCTION_DEALERS.map((dealer) => change(auctionQuote(requestId, dealer, 0))));
  const taken = (type: 'LIFT' | 'FILL'): RequestChange => {
    const target = { at: rfqTime(2), dealer: 'Dealer 0', quoteId: 'Dealer 0, 0', lots: 1_000 };
    const command = type === 'LIFT' ? { type, ...target } : { type, execId: 'x', ...target };
    return { requestId, idempotencyKey: `${requestId}: ${type}`, requestText: type, command };
  };
  await change(taken('LIFT'));
  await change(taken('FILL'));
};
