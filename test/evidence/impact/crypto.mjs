import { cutOrders } from '#application/export-training-set';
import { figure } from '../figure.mjs';
import { EXPORT_SEED } from './day-orders.mjs';
import { DEFINITIONS } from './judged-days.mjs';

const SESSIONS = {
  binance_btcusdt_perp_20230404: ['binance/usdm_btcusdt_20230404.dat.gz', 'binance/usdm_btcusdt_20230405.dat.gz'],
  binance_btcusdt_perp_20240718: ['binance/usdm_btcusdt_20240718.gz', 'binance/usdm_btcusdt_20240719.gz'],
  binance_ethusdt_perp_20240718: ['binance/usdm_ethusdt_20240718.gz', 'binance/usdm_ethusdt_20240719.gz'],
  bitstamp_btcusd_20150501: ['bitstamp/btcusd_orders_20150501_00-16h.csv.bz2'],
};

const BLOCK_MS = 300_000;

export const cryptoOrders = {
  title: 'Why nothing is claimed of crypto: what those recordings hold',
  needs: Object.values(SESSIONS).flat(),
  isForTheWhole: true,
  notes:
    'Orders that count in scores, those of them with a label 15 minutes after the end, and 5-minute blocks with any order. The ' +
    'Binance sessions are a quarter of an hour around a midnight: two or three blocks, where an interval by blocks needs six, ' +
    'and not one order whose 15 minutes are over before the recording is. Bitstamp is a single day: a fold needs three, one ' +
    'each to train, calibrate and test on. None of them comes with daily bars, so that there is neither the average daily ' +
    'volume nor the daily volatility that sizes and the square-root law are measured in, and a training set leaves such rows ' +
    'out. So no skill on crypto is stated: a figure from these would be noise.',
  async measure({ recordings }) {
    const figures = [];
    for (const [name, paths] of Object.entries(SESSIONS)) {
      recordings.progress(`playing ${name}`);
      const [session] = await recordings.open(...paths);
      const plan = { overrides: new Map(), seed: EXPORT_SEED, desk: [], setAside: () => undefined };
      const { rows, terms } = await cutOrders(session, name, plan);
      const scored = rows.filter(({ onGrid }) => onGrid);
      const knowsDays = terms.averageDailyVolume !== undefined && terms.dailyVolatility !== undefined;
      const blocks = new Set(scored.map(({ startMs }) => Math.floor(startMs / BLOCK_MS)));
      for (const definition of DEFINITIONS) {
        const own = scored.filter((row) => row.definition === definition);
        const lasting = own.filter(({ labels }) => Number.isFinite(labels.perm15Bps));
        const what = `crypto_${definition.toLowerCase()}_${name}`;
        figures.push(
          figure(what, 'orders', own.length),
          figure(`${what}_with_perm15`, 'orders', lasting.length),
          figure(`${what}_with_daily_terms`, 'orders', knowsDays ? own.length : 0),
        );
      }
      figures.push(figure(`crypto_blocks_${name}`, 'blocks', blocks.size));
    }
    return { figures };
  },
};
