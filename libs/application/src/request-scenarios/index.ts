import { canonicalJson, formatInstant, ok, type Failure, type Result, type Side } from '#domain/core';
import { type Block } from '#domain/execution';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import {
  type Identifiers,
  type InstrumentStates,
  type MarketState,
  type ScenarioRecord,
  type ScenarioStore,
} from '#application/ports';
import { sameRequest, type IdempotencyConflict } from '#application/record-decision';

/** A block for which the strategies are to be compared, as a client sends it. */
export interface RequestScenariosCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  /** The table shows P(slippage > this). */
  readonly thresholdBps: number;
  readonly idempotencyKey: string;
}

/** Everything the job computes from: the market is that of the request, so a worker needs no feed. */
export interface ScenarioInputs {
  readonly instrumentId: string;
  readonly block: Block;
  readonly thresholdBps: number;
}

/** The inputs of a stored scenario. One that was asked for before features were part of a block has none. */
export const readScenarioInputs = (text: string): ScenarioInputs => {
  const { block, ...inputs } = JSON.parse(text) as StoredInputs;
  return { ...inputs, block: { ...block, features: block.features ?? null } };
};

interface StoredInputs extends Omit<ScenarioInputs, 'block'> {
  readonly block: Omit<Block, 'features'> & Partial<Pick<Block, 'features'>>;
}

export interface ScenarioRequestPorts {
  readonly market: MarketState & InstrumentStates;
  readonly scenarios: ScenarioStore;
  readonly identifiers: Identifiers;
}

export type RequestScenariosFailure = MarketFailure | InvalidQuantity | IdempotencyConflict;
export type UnknownScenario = Failure<'UNKNOWN_SCENARIO'>;

/** Stores a scenario and, with it, the job that analyses it. Answers when both are durable; the result comes later. */
export const requestScenarios = async (
  ports: ScenarioRequestPorts,
  deskId: string,
  command: RequestScenariosCommand,
): Promise<Result<ScenarioRecord, RequestScenariosFailure>> => {
  const requestHash = ports.identifiers.digest(canonicalJson(command));
  const { idempotencyKey } = command;
  const inputs = scenarioInputs(ports.market, command);
  if (!inputs.ok) {
    const earlier = await ports.scenarios.findByIdempotencyKey(deskId, idempotencyKey);
    return earlier === undefined ? inputs : sameRequest(earlier, requestHash, `scenario ${earlier.scenarioId}`);
  }
  const scenario = {
    scenarioId: ports.identifiers.newId(),
    deskId,
    idempotencyKey,
    requestHash,
    requestedAt: formatInstant(ports.market.now()),
    inputs: JSON.stringify(inputs.value),
  };
  const outcome = await ports.scenarios.create(scenario, [
    { name: 'scenario.analyse', payload: { deskId, scenarioId: scenario.scenarioId } },
  ]);
  if (outcome.kind === 'EXISTS') {
    return sameRequest(outcome.record, requestHash, `scenario ${outcome.record.scenarioId}`);
  }
  const created = await ports.scenarios.find(deskId, scenario.scenarioId);
  if (created === undefined) throw new Error(`scenario ${scenario.scenarioId} vanished after it was created`);
  return ok(created);
};

export const unknownScenario = (scenarioId: string): UnknownScenario => ({
  code: 'UNKNOWN_SCENARIO',
  field: 'id',
  message: `this desk has no scenario ${JSON.stringify(scenarioId)}`,
  allowed: 'the scenarioId of a request made by this desk',
});

const scenarioInputs = (
  state: MarketState & InstrumentStates,
  command: RequestScenariosCommand,
): Result<ScenarioInputs, MarketFailure | InvalidQuantity> => {
  const block = decidableBlock(state, command);
  if (!block.ok) return block;
  const { instrumentId, side, horizonSeconds, thresholdBps } = command;
  return ok({
    instrumentId,
    block: { side, horizonSeconds, ...block.value },
    thresholdBps,
  });
};
