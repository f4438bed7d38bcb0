import { backtestOrders, type BacktestOrdersSummary } from '#application/backtest-orders';
import { backtestPage } from '#adapters/html-report';
import { readInstrumentFile } from '#adapters/instrument-file';
import { Quarantine } from '#adapters/recordings';
import { BacktestFolder } from '../backtest-folder.js';
import { backtestSettings } from '../backtest-settings.js';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, type Terminal } from '../command.js';
import { openCsvList } from '../csv-list.js';
import { listProgress } from '../list-progress.js';
import { openRecordings } from '../open-recordings.js';

const USAGE = `
--session PATH [--session PATH ...] --orders FILE.csv --out DIR [options]

  --session PATH        a recording: file, archive or folder; may be repeated; the format is recognised by content
  --orders FILE.csv     one order in each line: columns id, symbol, day, start_ms, T_sec, side, shares, and price: the limit, or
                        nothing for a market order; others are ignored (docs/backtest.md)
  --out DIR             orders.csv, summary.json and report.html
  --schedule NAMES      work each order by twap, vwap, pov, almgren-chriss: one or more, compared order by order
                        (default: send each order as it stands, and cancel what is left of a limit order after T_sec)
  --tactic NAME         of the schedules' children: take, post, post-then-take [take]
  --intervals N         of a schedule [20]
  --rate SHARE          of pov: our share of all volume [0.1]
  --urgency X           of almgren-chriss: kappa T, 0 is even [2]
  --fill NAME           queues: auto (order-by-order where the recording tells orders, else risk-averse), risk-averse,
                        probabilistic, probabilistic-log, order-by-order [auto]
  --queue-exponent N    of probabilistic: f(x) = x^N [1]
  --latency-ms MS       of feed, orders and reports alike, or FEED,ORDER,REPORT [0]
  --jitter-ms MS        mean of an exponential rest that orders and reports take beside [0]
  --fees-bps A,B        of what is taken and of what is posted, below zero a rebate, as --fees-bps=0.3,-0.2 [0,0]
  --fees-per-unit A,B   the same in currency per unit [0,0]
  --overlay propagator  our executions move the market that we trade in, and the move decays
  --instruments FILE    JSON with terms of instruments that win over the recording's
  --seed N              draws queues, jitter and intervals [1]
  --json                results as JSON lines: one per order that is refused, and one for all

The recorded book does not react to the orders; the report says what else is assumed. An order that cannot be worked is told by
its line, and the rest goes on. The exit status is 0 when any was worked, 1 when none was.
`;

/** `replay backtest`: a list of orders inserted into recorded markets. */
export const backtest = defineCommand({
  name: 'backtest',
  summary: 'Works a list of orders in recorded markets, as they stand or by schedules, and says what they cost.',
  usage: USAGE,
  options: {
    session: { type: 'string', multiple: true },
    orders: { type: 'string' },
    out: { type: 'string' },
    schedule: { type: 'string' },
    tactic: { type: 'string', default: 'take' },
    intervals: { type: 'string', default: '20' },
    rate: { type: 'string', default: '0.1' },
    urgency: { type: 'string', default: '2' },
    fill: { type: 'string', default: 'auto' },
    'queue-exponent': { type: 'string', default: '1' },
    'latency-ms': { type: 'string', default: '0' },
    'jitter-ms': { type: 'string', default: '0' },
    'fees-bps': { type: 'string', default: '0,0' },
    'fees-per-unit': { type: 'string', default: '0,0' },
    overlay: { type: 'string' },
    instruments: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const paths = required('session', values.session);
    const ordersPath = required('orders', values.orders);
    const outPath = required('out', values.out);
    const settings = backtestSettings(values);
    const { columns, rows } = await openCsvList('orders', ordersPath);
    const sessions = await openRecordings(paths, new Quarantine());
    const overrides = await readInstrumentFile(values.instruments);
    const folder = await BacktestFolder.open(outPath);
    try {
      const answer = await backtestOrders(
        { columns, rows, sessions, overrides, settings },
        { observer: listProgress(terminal, values.json), write: (orders) => folder.write(orders) },
      );
      if (!answer.ok) {
        const { field, message } = answer.error;
        throw new CommandFailure(`--${field === 'fill' ? 'fill' : `orders ${ordersPath}`}: ${message}`);
      }
      const { paths: _, ...summary } = answer.value;
      const sources = sessions.map(({ source }) => source.name);
      tell(answer.value, outPath, values.json, terminal);
      if (answer.value.worked === 0) throw new CommandFailure('no order could be worked');
      await folder.finish({ ...summary, settings, sources }, backtestPage(answer.value, sources));
    } finally {
      await folder.discard();
    }
  },
});

const tell = (summary: BacktestOrdersSummary, out: string, asJson: boolean, terminal: Terminal): void => {
  const { orders, worked, refused, ways } = summary;
  if (asJson) {
    terminal.result(JSON.stringify({ backtest: { out, orders, worked, refused, ways } }));
    return;
  }
  terminal.result(`${worked} of ${orders} orders worked, ${refused} refused; report in ${out}`);
  if (worked === 0) return;
  for (const { way, shortfallBps, filledShare } of ways) {
    const { value, low, high } = shortfallBps.total;
    const interval = Number.isNaN(low) ? '' : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`;
    terminal.result(`  ${way}: ${value.toFixed(2)}${interval} bps, ${(100 * filledShare.value).toFixed(1)} % filled`);
  }
  terminal.result('  the recorded book does not react to these orders');
};
