import { SCORE_TERM_BASIS, SCORE_TERMS, type QuoteTerm, type ScoreTerms } from '#domain/scoring';
import { type RankedQuotes, type RankedQuoteView } from '#application/evaluate-quotes';
import { type DecisionLog, type DecisionRecord } from '#application/ports';
import { actionKeyOf, type DoneAction, type RecordedAction } from './action.js';

/** One decision of the best-execution file: what was offered, against what it was held, what was advised and what was done. */
export interface BestExecutionRecord {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly recordedAt: string;
  readonly request: RankedQuotes['request'];
  readonly benchmark: {
    readonly arrivalMid: number;
    readonly fairPrice: number;
    readonly fairCostBps: number;
    readonly fairSdBps: number;
    readonly alternative: {
      readonly strategy: string;
      readonly meanBps: number;
      readonly expectedShortfallBps: number;
    };
  };
  readonly models: { readonly impact: string; readonly identification: string; readonly rule: number };
  readonly quotes: readonly OfferedQuote[];
  readonly discarded: RankedQuotes['discarded'];
  readonly advice: {
    readonly action: string;
    readonly dealer?: string;
    readonly savingBps: number;
    readonly reason: string;
  };
  /** null: nobody has said. */
  readonly done: (DoneAction & { readonly recordedAt: string; readonly isOverride: boolean }) | null;
}

export interface OfferedQuote {
  readonly rank: number;
  readonly dealer: string;
  readonly price: number;
  readonly quantity: number;
  readonly validForMs: number;
  readonly allInCostBps: number;
  readonly bestProbability: number;
  readonly terms: readonly Pick<QuoteTerm, 'name' | 'bps' | 'basis'>[];
}

/** An evaluation as it was answered, of whichever rule. */
type StoredEvaluation = Omit<RankedQuotes, 'quotes'> & {
  readonly quotes: readonly (Omit<RankedQuoteView, 'terms'> & { readonly terms: readonly QuoteTerm[] | ScoreTerms })[];
};

export const evaluationOf = ({ output }: DecisionRecord): StoredEvaluation => JSON.parse(output) as StoredEvaluation;

/** From the texts that were recorded and nothing else: the same record gives the same bytes at any later time. */
export const bestExecutionRecord = (
  record: DecisionRecord,
  action: DecisionRecord | undefined,
): BestExecutionRecord => {
  const { decisionId, decidedAt, request, market, fairPrice, forecast, quotes, discarded, alternative, advice } =
    evaluationOf(record);
  const { rule = 1 } = JSON.parse(record.inputs) as { readonly rule?: number };
  const { slippage } = alternative;
  return {
    decisionId,
    decidedAt,
    recordedAt: record.createdAt,
    request,
    benchmark: {
      arrivalMid: market.mid,
      fairPrice: fairPrice.price,
      fairCostBps: fairPrice.costBps,
      fairSdBps: fairPrice.sdBps,
      alternative: {
        strategy: alternative.strategy,
        meanBps: slippage.meanBps,
        expectedShortfallBps: slippage.expectedShortfallBps,
      },
    },
    models: { impact: forecast.modelVersion, identification: forecast.identification, rule },
    quotes: quotes.map(({ rank, dealer, price, quantity, validForMs, allInCostBps, bestProbability, terms }) => ({
      rank,
      dealer,
      price,
      quantity,
      validForMs,
      allInCostBps,
      bestProbability,
      terms: termsOf(terms),
    })),
    discarded,
    advice: {
      action: advice.action,
      ...(advice.dealer !== undefined && { dealer: advice.dealer }),
      savingBps: advice.savingBps,
      reason: advice.reason,
    },
    done: action === undefined ? null : doneOf(action),
  };
};

const termsOf = (terms: readonly QuoteTerm[] | ScoreTerms): OfferedQuote['terms'] =>
  isList(terms)
    ? terms.map(({ name, bps, basis }) => ({ name, bps, basis }))
    : SCORE_TERMS.map((name) => ({ name, bps: terms[name], basis: SCORE_TERM_BASIS[name] }));

const isList = (terms: readonly QuoteTerm[] | ScoreTerms): terms is readonly QuoteTerm[] => Array.isArray(terms);

const doneOf = ({ output, createdAt }: DecisionRecord): BestExecutionRecord['done'] => {
  const { done, isOverride } = JSON.parse(output) as RecordedAction;
  return { ...done, recordedAt: createdAt, isOverride };
};

export interface BestExecutionPage {
  readonly records: readonly BestExecutionRecord[];
  readonly nextCursor?: string;
}

/** The evaluations among up to `first` decisions, newest first, starting behind the cursor `after` of an earlier page. */
export const bestExecutionPage = async (
  decisions: DecisionLog,
  deskId: string,
  first: number,
  after?: string,
): Promise<BestExecutionPage> => {
  const page = await decisions.list(deskId, first, after);
  const evaluations = page.records.filter(({ kind }) => kind === 'EVALUATE_QUOTES');
  const actions = await Promise.all(
    evaluations.map(({ decisionId }) => decisions.findByIdempotencyKey(deskId, actionKeyOf(decisionId))),
  );
  return {
    records: evaluations.map((record, i) => bestExecutionRecord(record, actionOf(actions[i]))),
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
  };
};

/** A client may have used such a key for something else. */
const actionOf = (record: DecisionRecord | undefined): DecisionRecord | undefined =>
  record?.kind === 'RECORD_ACTION' ? record : undefined;
