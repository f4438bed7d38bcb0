import { type Result } from '#domain/core';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { decideEvaluateQuotes } from './decide.js';
import { type AllQuotesExpired, type NoQuoteScorable } from './failure.js';
import { decideByFirstRule, type FirstRuleInputs } from './first-rule.js';
import { forecastRequests } from './forecasts.js';
import { parseInputs, type EvaluateQuotesInputs } from './inputs.js';

/** The answer to inputs as they were written, by the rule of their time. */
export const decideStoredEvaluation = (text: string): Result<object, AllQuotesExpired | NoQuoteScorable> => {
  const inputs = JSON.parse(text) as StoredInputs;
  return isOfFirstRule(inputs) ? decideByFirstRule(inputs) : decideEvaluateQuotes(parseInputs(text));
};

/** What the impact model was asked for them, and what it answered. */
export const storedEvaluationForecasts = (
  text: string,
): { readonly requests: readonly ImpactRequest[]; readonly forecasts: readonly ImpactForecast[] } => {
  const { request, quotes, market, features = null, forecasts } = JSON.parse(text) as StoredInputs;
  return { requests: forecastRequests(request, quotes, market, features), forecasts };
};

type StoredInputs = FirstRuleInputs | EvaluateQuotesInputs;

/** Those of rule 1 do not say which rule they are of. */
const isOfFirstRule = (inputs: StoredInputs): inputs is FirstRuleInputs => !('rule' in inputs);
