import { ASK, BID, EventKind, FROM_SNAPSHOT, L2Book, MORE_FOLLOWS } from '#domain/market-data';
import { figure } from '../figure.mjs';

const SESSIONS = {
  ethusdt_perp_20240718: ['binance/usdm_ethusdt_20240718.gz', 'binance/usdm_ethusdt_20240719.gz'],
  btcusdt_perp_20240718: ['binance/usdm_btcusdt_20240718.gz', 'binance/usdm_btcusdt_20240719.gz'],
  btcusdt_perp_20230404: ['binance/usdm_btcusdt_20230404.dat.gz', 'binance/usdm_btcusdt_20230405.dat.gz'],
};

export const binanceBest = {
  title: "Binance: depth events u after which the best prices differ from those of the last bookTicker u' <= u",
  needs: Object.values(SESSIONS).flat(),
  async measure({ recordings, quick }) {
    const figures = [];
    for (const [name, paths] of Object.entries(SESSIONS).slice(0, quick ? 1 : 3)) {
      const [session] = await recordings.open(...paths);
      const { compared, mismatched } = await compareBest(session);
      figures.push(
        figure(`binance_best_mismatches_${name}`, 'events', mismatched, { n: compared, goal: 0, better: 'lower' }),
      );
    }
    return { figures };
  },
};

/** The book by snapshot and diffs alone against the best quotes, wherever in the recording they are. */
const compareBest = async (session) => {
  const quotes = [];
  const diffs = [];
  const book = new L2Book(session.tickUnits);
  let snapshot = NaN;
  for await (const batch of session.events()) {
    for (let row = 0; row < batch.length; row += 1) {
      const [kind, side, price, update] = [batch.kind[row], batch.side[row], batch.price[row], batch.sequence[row]];
      if (kind === EventKind.BEST && side === ASK) quotes.push({ update, bid: batch.price[row - 1], ask: price });
      if (kind !== EventKind.LEVEL) continue;
      const change = { side, price, size: batch.size[row], update, ends: (batch.flags[row] & MORE_FOLLOWS) === 0 };
      if ((batch.flags[row] & FROM_SNAPSHOT) === 0) diffs.push(change);
      else {
        book.set(side, price, change.size);
        snapshot = update;
      }
    }
  }
  let [next, compared, mismatched] = [0, 0, 0];
  for (const { side, price, size, update, ends } of diffs) {
    if (!(update >= snapshot)) continue;
    book.set(side, price, size);
    if (!ends) continue;
    while (next < quotes.length && quotes[next].update <= update) next += 1;
    const quote = quotes[next - 1];
    if (quote === undefined) continue;
    compared += 1;
    if (book.priceAt(BID, 0) !== quote.bid || book.priceAt(ASK, 0) !== quote.ask) mismatched += 1;
  }
  return { compared, mismatched };
};
