import { apiConfig } from '#adapters/config';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { Database, PrismaQuoteRequestStore } from '#adapters/prisma';
import { QuoteRequests } from '#application/quote-requests';
import { AUCTION_DEALERS, auctionOpening, auctionQuote, rankedDealers } from '../../factories/rfq-auction.js';

// Runs auctions without end, ten dealers at once in each, and prints every quote once it is acknowledged: the request and
// its version, the quote, and the dealers as they rank then.
const database = new Database({ url: apiConfig().databaseUrl, poolSize: 4, applicationName: 'auctions' });
const identifiers = new NodeIdentifiers();
const requests = new QuoteRequests({ store: new PrismaQuoteRequestStore(database), identifiers });

const auction = async (): Promise<void> => {
  const requestId = identifiers.newId();
  await requests.change('alpha', auctionOpening(requestId));
  await Promise.all(
    AUCTION_DEALERS.map(async (dealer) => {
      for (let round = 0; round < 5; round += 1) {
        const quoted = await requests.change('alpha', auctionQuote(requestId, dealer, round));
        if (!quoted.ok) throw new Error(quoted.error.message);
        const { version, state } = quoted.value;
        console.log(`QUOTED ${JSON.stringify({ requestId, version, dealer, round, ranks: rankedDealers(state) })}`);
      }
    }),
  );
};

const auctions = async (): Promise<never> => {
  for (;;) await auction();
};

await Promise.all(Array.from({ length: 8 }, auctions));
