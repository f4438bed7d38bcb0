import { type Job, type Jobs } from '#application/jobs';
import {
  scenarioTransition,
  type CreateOutcome,
  type Scenario,
  type ScenarioProgress,
  type ScenarioRecord,
  type ScenarioStore,
  type TransitionOutcome,
} from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';
import { DeskRows } from './desk-rows.js';
import { type MemoryOutbox } from './outbox.js';
import { UnsettledRows } from './unsettled-rows.js';

/** Scenarios of one process, for as long as it lives. */
export class MemoryScenarioStore implements ScenarioStore {
  private readonly scenarios = new DeskRows<ScenarioRecord>((row) => row.scenarioId);

  private readonly unsettledScenarios = new UnsettledRows<Jobs['scenario.analyse']>();

  constructor(
    private readonly events: MemoryDeskEvents,
    private readonly outbox: MemoryOutbox,
  ) {}

  async create(scenario: Scenario, followedBy: readonly Job[]): Promise<CreateOutcome<ScenarioRecord>> {
    await Promise.resolve();
    const record = this.scenarios.findByKey(scenario.deskId, scenario.idempotencyKey);
    if (record !== undefined) return { kind: 'EXISTS', record };
    this.scenarios.add({ ...scenario, status: 'QUEUED', createdAt: new Date().toISOString() });
    this.moved(scenario.deskId, scenario.scenarioId);
    this.outbox.add(followedBy);
    this.events.announce(scenario.deskId, 'SCENARIO_UPDATED', scenario.scenarioId);
    return { kind: 'CREATED' };
  }

  find(deskId: string, scenarioId: string): Promise<ScenarioRecord | undefined> {
    return Promise.resolve(this.scenarios.find(deskId, scenarioId));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ScenarioRecord | undefined> {
    return Promise.resolve(this.scenarios.findByKey(deskId, idempotencyKey));
  }

  advance(deskId: string, scenarioId: string, to: ScenarioProgress): Promise<TransitionOutcome | 'UNKNOWN'> {
    const current = this.scenarios.find(deskId, scenarioId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = scenarioTransition(current, to);
    if (outcome === 'APPLIED') {
      this.scenarios.replace({ ...current, ...to });
      if (to.status === 'RUNNING') this.moved(deskId, scenarioId);
      else this.unsettledScenarios.settled(scenarioId);
      this.events.announce(deskId, 'SCENARIO_UPDATED', scenarioId);
    }
    return Promise.resolve(outcome);
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['scenario.analyse'][]> {
    return Promise.resolve(this.unsettledScenarios.standing(standstillMs, limit));
  }

  private moved(deskId: string, scenarioId: string): void {
    this.unsettledScenarios.moved(scenarioId, { deskId, scenarioId });
  }
}
