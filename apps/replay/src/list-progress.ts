import { type BacktestOrdersObserver } from '#application/backtest-orders';
import { type ForecastOrdersObserver } from '#application/forecast-orders';
import { type Terminal } from './command.js';

/** Progress is told when so much more of the list is done. */
const PROGRESS_SHARE = 0.05;

/** Says how far a list of orders is, and which of them are refused. */
export const listProgress = (terminal: Terminal, asJson: boolean): ForecastOrdersObserver & BacktestOrdersObserver => {
  let toldShare = 0;
  return {
    working: (day, index, days) => {
      terminal.progress(`day ${index + 1} of ${days}, ${day}`);
    },
    settled: (orders, of) => {
      if (orders / of < toldShare + PROGRESS_SHARE && orders < of) return;
      toldShare = orders / of;
      terminal.progress(`${orders} of ${of} orders, ${Math.floor(100 * toldShare)} %`);
    },
    refused: (line, { field, message, allowed }) => {
      if (asJson) terminal.result(JSON.stringify({ refused: { line, field, message, allowed } }));
      else terminal.progress(`line ${line}${field === undefined ? '' : `, ${field}`}: ${message}${hint(allowed)}`);
    },
  };
};

const hint = (allowed: string | undefined): string => (allowed === undefined ? '' : `; allowed: ${allowed}`);
