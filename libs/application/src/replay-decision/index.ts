import { err, ok, type Failure, type Result } from '#domain/core';
import { type CostDistribution, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { decideAction, type ActionInputs } from '#application/best-execution';
import { decideStoredEvaluation, storedEvaluationForecasts } from '#application/evaluate-quotes';
import {
  decideEngineLadder,
  decideEngineQuote,
  decideFixedMargin,
  hedgeRequests,
  isOfEngine,
  ladderHedgeRequests,
  type EngineQuoteInputs,
  type FixedMarginInputs,
} from '#application/generate-quote';
import { decidePlan, evenRequest, type PlanInputs } from '#application/plan-execution';
import { decideVenues, splitRequests, type VenuesInputs } from '#application/select-venues';
import {
  unlessBusy,
  type DecisionKind,
  type DecisionLog,
  type DecisionRecord,
  type ImpactModel,
  type InThreads,
  type TooManyWaiting,
} from '#application/ports';

export type UnknownDecision = Failure<'UNKNOWN_DECISION'>;

/** What became of the model since: MATCHES within tolerance, DIFFERS, another version serves now, or none answers. */
export type ModelCheck = 'MATCHES' | 'DIFFERS' | 'OTHER_VERSION' | 'UNAVAILABLE';

export interface Replay {
  readonly decisionId: string;
  /** The stored inputs gave the stored output byte for byte. */
  readonly byteEqual: boolean;
  readonly storedOutput: string;
  readonly replayedOutput: string;
  readonly modelCheck: ModelCheck;
  /** Largest difference in any figure of the distributions, between the model's stored answers and its answers now; 0 without any. */
  readonly modelMaxDifferenceBps: number;
}

/** A model that runs on other hardware may differ in the last digits; more than this is another model. */
export const MODEL_TOLERANCE_BPS = 1e-6;

interface DecisionRule {
  readonly decide: (inputs: string) => Result<object, Failure>;
  readonly modelCalls: (inputs: string) => { requests: readonly ImpactRequest[]; forecasts: readonly ImpactForecast[] };
}

/** Inputs as they were written: decisions of before the features entered have none. */
type Stored<Inputs extends { readonly features: unknown }> = Omit<Inputs, 'features'> &
  Partial<Pick<Inputs, 'features'>>;

type QuoteInputs = EngineQuoteInputs | FixedMarginInputs;

/** How each kind of decision is computed from its stored inputs; a kind without a rule does not compile. */
const RULES: Readonly<Record<DecisionKind, DecisionRule>> = {
  EVALUATE_QUOTES: {
    decide: decideStoredEvaluation,
    modelCalls: storedEvaluationForecasts,
  },
  RECORD_ACTION: {
    decide: (text) => decideAction(JSON.parse(text) as ActionInputs),
    modelCalls: () => ({ requests: [], forecasts: [] }),
  },
  PLAN_EXECUTION: {
    decide: (text) => decidePlan(JSON.parse(text) as PlanInputs),
    modelCalls: (text) => {
      const inputs = JSON.parse(text) as PlanInputs;
      return { requests: [evenRequest(inputs)], forecasts: inputs.forecasts };
    },
  },
  SELECT_VENUES: {
    decide: (text) => decideVenues(JSON.parse(text) as VenuesInputs),
    modelCalls: (text) => {
      const inputs = JSON.parse(text) as VenuesInputs;
      return { requests: splitRequests(inputs), forecasts: inputs.forecasts };
    },
  },
  GENERATE_QUOTE: {
    decide: (text) => {
      const inputs = JSON.parse(text) as QuoteInputs;
      if (!isOfEngine(inputs)) return decideFixedMargin(inputs);
      return inputs.answer === 'QUOTE' ? decideEngineQuote(inputs) : decideEngineLadder(inputs);
    },
    modelCalls: (text) => {
      const inputs = JSON.parse(text) as QuoteInputs;
      if (isOfEngine(inputs)) return { requests: ladderHedgeRequests(inputs), forecasts: inputs.forecasts };
      const { request, market, features = null, forecasts } = inputs as Stored<FixedMarginInputs>;
      return { requests: hedgeRequests(request, market, features), forecasts };
    },
  },
};

/** What a decision of this kind is with these stored inputs, or why there is none, as text. Some take a second. */
export const decideAgain = (kind: DecisionKind, inputs: string): string => {
  const decided = RULES[kind].decide(inputs);
  return JSON.stringify(decided.ok ? decided.value : decided.error);
};

export interface ReplayPorts {
  readonly decisions: DecisionLog;
  readonly model: ImpactModel;
  readonly computing: InThreads<{ readonly decideAgain: typeof decideAgain }>;
}

/** Computes a decision again from its stored inputs and compares; asks the model again and compares within tolerance. */
export const replayDecision = async (
  { decisions, model, computing }: ReplayPorts,
  deskId: string,
  decisionId: string,
): Promise<Result<Replay, UnknownDecision | TooManyWaiting>> => {
  const record = await decisions.find(deskId, decisionId);
  if (record === undefined) return err(unknownDecision(decisionId));
  const replayed = await unlessBusy(computing.decideAgain(record.kind, record.inputs));
  return replayed.ok ? ok(await replayOf(model, record, replayed.value)) : replayed;
};

export const unknownDecision = (decisionId: string): UnknownDecision => ({
  code: 'UNKNOWN_DECISION',
  field: 'id',
  message: `this desk has no decision ${JSON.stringify(decisionId)}`,
  allowed: 'the decisionId of an answer given to this desk',
});

const replayOf = async (model: ImpactModel, record: DecisionRecord, replayedOutput: string): Promise<Replay> => {
  const { requests, forecasts } = RULES[record.kind].modelCalls(record.inputs);
  const now = requests.length === 0 ? ok([]) : await model.forecast(requests);
  return {
    decisionId: record.decisionId,
    byteEqual: replayedOutput === record.output,
    storedOutput: record.output,
    replayedOutput,
    ...(now.ok ? compared(now.value, forecasts) : { modelCheck: 'UNAVAILABLE', modelMaxDifferenceBps: 0 }),
  };
};

const compared = (
  now: readonly ImpactForecast[],
  then: readonly ImpactForecast[],
): Pick<Replay, 'modelCheck' | 'modelMaxDifferenceBps'> => {
  let modelMaxDifferenceBps = 0;
  let sameVersion = true;
  for (const [i, stored] of then.entries()) {
    const again = now[i]!;
    sameVersion &&= again.modelVersion === stored.modelVersion;
    modelMaxDifferenceBps = Math.max(modelMaxDifferenceBps, differenceBps(again, stored));
  }
  const matches = modelMaxDifferenceBps <= MODEL_TOLERANCE_BPS;
  return { modelCheck: !sameVersion ? 'OTHER_VERSION' : matches ? 'MATCHES' : 'DIFFERS', modelMaxDifferenceBps };
};

const differenceBps = (one: ImpactForecast, other: ImpactForecast): number => {
  const [ones, others] = [figuresBps(one), figuresBps(other)];
  let largest = 0;
  for (let i = 0; i < Math.max(ones.length, others.length); i += 1) {
    largest = Math.max(largest, Math.abs((ones[i] ?? 0) - (others[i] ?? 0)));
  }
  return largest;
};

/** Every figure of a forecast: advice and fair price rest on the spread of the outcome too. */
const figuresBps = (forecast: ImpactForecast): readonly number[] => {
  const { temporaryBps, permanentBps, lastingShiftBps, slippage, residual, trained } = forecast;
  return [
    temporaryBps,
    permanentBps,
    lastingShiftBps,
    ...costFiguresBps(slippage),
    ...residual.map(({ sdBps }) => sdBps),
    ...(trained === undefined ? [] : costFiguresBps(trained.peak)),
    ...(trained?.permanent ?? []).flatMap(({ distribution }) => costFiguresBps(distribution)),
  ];
};

const costFiguresBps = (cost: CostDistribution): readonly number[] => [
  cost.meanBps,
  cost.sdBps,
  ...(cost.kind === 'QUANTILES' ? cost.quantilesBps : []),
];
