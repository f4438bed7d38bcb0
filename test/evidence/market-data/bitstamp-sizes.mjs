import { EventKind, L2Book, L3Book } from '#domain/market-data';
import { figure } from '../figure.mjs';

const FILE = 'bitstamp/btcusd_orders_20150501_00-16h.csv.bz2';

export const bitstampSizes = {
  title: 'Bitstamp: order events after which a price has a size below zero',
  needs: [FILE],
  async measure({ recordings }) {
    const [session] = await recordings.open(FILE);
    const book = new L3Book(new L2Book(session.tickUnits), 'ORDERS');
    let [events, negative] = [0, 0];
    for await (const batch of session.events()) {
      for (let row = 0; row < batch.length; row += 1) {
        if (batch.kind[row] !== EventKind.ORDER) continue;
        const [side, price] = [batch.side[row], batch.price[row]];
        book.apply(batch.detail[row], batch.orderId[row], side, price, batch.size[row]);
        events += 1;
        if (book.levels.sizeAtPrice(side, price) < 0) negative += 1;
      }
    }
    return {
      figures: [figure('bitstamp_negative_sizes', 'events', negative, { n: events, goal: 0, better: 'lower' })],
    };
  },
};
