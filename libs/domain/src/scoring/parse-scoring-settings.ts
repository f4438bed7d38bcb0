import { err, ok, type Failure, type Result } from '#domain/core';
import { type Assumed } from './dealer-history/index.js';
import { DEFAULT_SCORING_SETTINGS, type CounterpartyTerms, type ScoringSettings } from './scoring-settings.js';

export type InvalidScoringSettings = Failure<'INVALID_SCORING_SETTINGS'>;

/** Settings as somebody wrote them; what he leaves out is as in `DEFAULT_SCORING_SETTINGS`. Refuses what is unknown or out of range. */
export const parseScoringSettings = (stated: unknown): Result<ScoringSettings, InvalidScoringSettings> => {
  try {
    return ok(settings(new Stated(stated, '')));
  } catch (error) {
    if (error instanceof Refusal) return err(error.failure);
    throw error;
  }
};

/** No cost of a trade is further from zero, in bps. */
const FARTHEST_BPS = 1_000;
const SD_LEAST_BPS = 0.01;

const settings = (stated: Stated): ScoringSettings => {
  const usual = DEFAULT_SCORING_SETTINGS;
  stated.knows([...Object.keys(usual), 'passCostBps']);
  const others = stated.field('otherDealer', usual.otherDealer, terms(usual.otherDealer));
  return {
    feesBps: stated.field('feesBps', usual.feesBps, bps(-FARTHEST_BPS)),
    otherDealer: others,
    counterparties: stated.field('counterparties', usual.counterparties, (named) => named.each(terms(others))),
    informationBps: stated.field('informationBps', usual.informationBps, assumption(SD_LEAST_BPS)),
    leakageBps: stated.field('leakageBps', usual.leakageBps, bps(0)),
    ...(stated.has('passCostBps') && { passCostBps: stated.field('passCostBps', 0, bps(-FARTHEST_BPS)) }),
  };
};

const bps =
  (least: number) =>
  (stated: Stated): number =>
    stated.numberFrom(least, FARTHEST_BPS);

/** `usual`: of a counterparty of whom no more is said. */
const terms =
  (usual: CounterpartyTerms) =>
  (stated: Stated): CounterpartyTerms => {
    stated.knows(Object.keys(usual));
    return {
      settlementBps: stated.field('settlementBps', usual.settlementBps, bps(-FARTHEST_BPS)),
      addOnBps: stated.field('addOnBps', usual.addOnBps, assumption(0)),
    };
  };

const assumption =
  (sdLeast: number) =>
  (stated: Stated): Assumed => {
    stated.knows(['value', 'sd']);
    return {
      value: stated.field('value', 0, bps(-FARTHEST_BPS)),
      sd: stated.field('sd', sdLeast, bps(sdLeast)),
    };
  };

class Refusal extends Error {
  constructor(readonly failure: InvalidScoringSettings) {
    super(failure.message);
  }
}

/** A value as it was written, and where. */
class Stated {
  constructor(
    private readonly value: unknown,
    private readonly place: string,
  ) {}

  numberFrom(least: number, most: number): number {
    const { value } = this;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    return this.refuse(`a number from ${least} to ${most}`);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object(), name);
  }

  field<T>(name: string, usual: T, read: (stated: Stated) => T): T {
    return this.has(name) ? read(this.at(name)) : usual;
  }

  each<T>(read: (stated: Stated) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.keys(this.object()).map((name) => [name, read(this.at(name))]));
  }

  knows(names: readonly string[]): void {
    const unknown = Object.keys(this.object()).find((name) => !names.includes(name));
    if (unknown !== undefined) this.at(unknown).refuse(`no such field; one of ${names.join(', ')}`);
  }

  private at(name: string): Stated {
    return new Stated(this.object()[name], this.place === '' ? name : `${this.place}.${name}`);
  }

  private object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return this.refuse('an object');
  }

  private refuse(allowed: string): never {
    const field = this.place === '' ? 'scoring' : `scoring.${this.place}`;
    throw new Refusal({
      code: 'INVALID_SCORING_SETTINGS',
      field,
      message: `${field} is ${JSON.stringify(this.value)}`,
      allowed,
    });
  }
}
