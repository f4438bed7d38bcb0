import { SCORE_TERMS } from '#domain/scoring';
import { type BestExecutionRecord, type OfferedQuote } from './best-execution.js';

type Cell = string | number | boolean | undefined;

/** A decision's own columns, and those of one of its quotes. */
const DECISION_COLUMNS: Readonly<Record<string, (record: BestExecutionRecord) => Cell>> = {
  decisionId: ({ decisionId }) => decisionId,
  decidedAt: ({ decidedAt }) => decidedAt,
  recordedAt: ({ recordedAt }) => recordedAt,
  instrumentId: ({ request }) => request.instrumentId,
  side: ({ request }) => request.side,
  quantity: ({ request }) => request.quantity,
  arrivalMid: ({ benchmark }) => benchmark.arrivalMid,
  fairPrice: ({ benchmark }) => benchmark.fairPrice,
  fairCostBps: ({ benchmark }) => benchmark.fairCostBps,
  fairSdBps: ({ benchmark }) => benchmark.fairSdBps,
  alternative: ({ benchmark }) => benchmark.alternative.strategy,
  alternativeMeanBps: ({ benchmark }) => benchmark.alternative.meanBps,
  impactModel: ({ models }) => models.impact,
  rule: ({ models }) => models.rule,
  advisedAction: ({ advice }) => advice.action,
  advisedDealer: ({ advice }) => advice.dealer,
  advisedSavingBps: ({ advice }) => advice.savingBps,
  advisedReason: ({ advice }) => advice.reason,
  doneAction: ({ done }) => done?.action,
  doneDealers: ({ done }) => done?.dealers.join(' '),
  donePrice: ({ done }) => done?.price,
  doneQuantity: ({ done }) => done?.quantity,
  isOverride: ({ done }) => done?.isOverride,
  reasonCode: ({ done }) => done?.reasonCode,
  note: ({ done }) => done?.note,
};

const QUOTE_COLUMNS: Readonly<Record<string, (quote: OfferedQuote) => Cell>> = {
  rank: ({ rank }) => rank,
  dealer: ({ dealer }) => dealer,
  quotePrice: ({ price }) => price,
  quoteQuantity: ({ quantity }) => quantity,
  validForMs: ({ validForMs }) => validForMs,
  allInCostBps: ({ allInCostBps }) => allInCostBps,
  bestProbability: ({ bestProbability }) => bestProbability,
  ...Object.fromEntries(
    SCORE_TERMS.map((name) => [
      `${name}Bps`,
      ({ terms }: OfferedQuote): Cell => terms.find((term) => term.name === name)?.bps,
    ]),
  ),
};

/** The records as a table (RFC 4180), a row per quote; of one that was not scored there is its dealer and why. */
export const bestExecutionCsv = (records: readonly BestExecutionRecord[]): string => {
  const heading = [...Object.keys(DECISION_COLUMNS), ...Object.keys(QUOTE_COLUMNS), 'discarded'];
  const rows = records.flatMap((record) => {
    const own = Object.values(DECISION_COLUMNS).map((column) => column(record));
    return [
      ...record.quotes.map((quote) => [...own, ...Object.values(QUOTE_COLUMNS).map((column) => column(quote)), '']),
      ...record.discarded.map(({ dealer, reason }) => [
        ...own,
        ...Object.keys(QUOTE_COLUMNS).map((name) => (name === 'dealer' ? dealer : '')),
        reason,
      ]),
    ];
  });
  return [heading, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
};

const cellText = (cell: Cell): string => {
  const text = typeof cell === 'string' ? inert(cell) : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Text that a spreadsheet would take for a formula is shown as text. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
