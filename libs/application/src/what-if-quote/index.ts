import { err, ok, type Result } from '#domain/core';
import { type ClientTierName } from '#domain/quoting';
import {
  decideEngineQuote,
  isOfEngine,
  ladderHedgeRequests,
  type EngineQuoteInputs,
  type QuotedRung,
} from '#application/generate-quote';
import { type DecisionLog, type ForecastUnavailable, type ImpactModel, type QuotingModels } from '#application/ports';
import { unknownDecision, type UnknownDecision } from '#application/replay-decision';

/** What would be otherwise; absent: as it was. */
export interface QuoteChanges {
  /** In units. */
  readonly quantity?: number;
  /** Dealers asked beside this one. */
  readonly competitors?: number;
  /** Who asks: his tier, hit model and adverse move, as they are known now. */
  readonly client?: string;
  /** What the desk holds of the instrument, in units; positive is long. */
  readonly inventory?: number;
}

/** NOTHING: the quote as it was decided; ALL: every change together. */
export type WhatIfChange = 'NOTHING' | 'QUANTITY' | 'COMPETITORS' | 'CLIENT' | 'INVENTORY' | 'ALL';

/** The quote under one change: a price, or why there is none. */
export interface WhatIfCase {
  readonly change: WhatIfChange;
  /** null: not named. */
  readonly client: string | null;
  readonly clientTier: ClientTierName;
  readonly hitModelVersion: string;
  readonly quote: QuotedRung | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

export interface WhatIfQuote {
  readonly decisionId: string;
  /** Of the quote that was decided, whose market and forecasts hold throughout. */
  readonly decidedAt: string;
  readonly cases: readonly WhatIfCase[];
}

export interface WhatIfQuotePorts {
  readonly decisions: Pick<DecisionLog, 'find'>;
  readonly quotingModels: QuotingModels;
  /** Asked for the hedge of another size. */
  readonly rehearsal: ImpactModel;
}

/**
 * A decided quote again, with each change alone and with all of them: from its stored inputs, by the rule that decided it. Nothing is
 * recorded, nothing leaves, no limit is claimed. Only two-sided quotes by the engine can be changed; others are unknown here.
 */
export const whatIfQuote = async (
  ports: WhatIfQuotePorts,
  deskId: string,
  decisionId: string,
  changes: QuoteChanges,
): Promise<Result<WhatIfQuote, UnknownDecision | ForecastUnavailable>> => {
  const stored = await storedQuote(ports.decisions, deskId, decisionId);
  if (stored === undefined) return err(unknownDecision(decisionId));
  const changed = await changedInputs(ports, deskId, stored, changes);
  if (!changed.ok) return changed;
  const parts = changed.value;
  const all = parts.reduce((inputs, part) => ({ ...inputs, ...part.of }), stored);
  const cases = [
    caseOf('NOTHING', stored),
    ...parts.map(({ change, of }) => caseOf(change, { ...stored, ...of })),
    ...(parts.length > 1 ? [caseOf('ALL', all)] : []),
  ];
  return ok({ decisionId, decidedAt: stored.decidedAt, cases });
};

const storedQuote = async (
  decisions: WhatIfQuotePorts['decisions'],
  deskId: string,
  decisionId: string,
): Promise<EngineQuoteInputs | undefined> => {
  const record = await decisions.find(deskId, decisionId);
  if (record?.kind !== 'GENERATE_QUOTE') return undefined;
  const inputs = JSON.parse(record.inputs) as object;
  return isOfEngine(inputs) && inputs.answer === 'QUOTE' ? inputs : undefined;
};

interface ChangedPart {
  readonly change: WhatIfChange;
  readonly of: Partial<EngineQuoteInputs>;
}

const changedInputs = async (
  { quotingModels, rehearsal }: WhatIfQuotePorts,
  deskId: string,
  stored: EngineQuoteInputs,
  { quantity, competitors, client, inventory }: QuoteChanges,
): Promise<Result<readonly ChangedPart[], ForecastUnavailable>> => {
  const parts: ChangedPart[] = [];
  if (quantity !== undefined) {
    const request = { ...stored.request, quantities: [quantity] };
    const forecasts = await rehearsal.forecast(ladderHedgeRequests({ ...stored, request }));
    if (!forecasts.ok) return forecasts;
    parts.push({ change: 'QUANTITY', of: { request, forecasts: forecasts.value } });
  }
  if (competitors !== undefined) parts.push({ change: 'COMPETITORS', of: { competitors } });
  if (client !== undefined) {
    const { instrumentId } = stored.request;
    const models = await quotingModels.serving(deskId, { instrumentId, client });
    parts.push({ change: 'CLIENT', of: { client, models } });
  }
  if (inventory !== undefined) {
    const [asked, ...others] = stored.inventory;
    parts.push({ change: 'INVENTORY', of: { inventory: [{ ...asked, quantity: inventory }, ...others] } });
  }
  return ok(parts);
};

const caseOf = (change: WhatIfChange, inputs: EngineQuoteInputs): WhatIfCase => {
  const decided = decideEngineQuote(inputs);
  const { client, hits } = inputs.models;
  const said = { change, client: inputs.client ?? null, clientTier: client.tier, hitModelVersion: hits.version };
  if (!decided.ok) {
    const { code, message } = decided.error;
    return { ...said, quote: null, refusal: { code, message } };
  }
  const { request, blocks, bid, offer, quotedSpreadBps } = decided.value;
  return { ...said, quote: { quantity: request.quantity, blocks, bid, offer, quotedSpreadBps }, refusal: null };
};
