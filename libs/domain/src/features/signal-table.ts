import { type Instant } from '#domain/core';
import { type SessionTimeNs } from '#domain/market-data';
import { isAnnouncement, type SignalRow, type SignalScope } from './signal-row.js';
import { nextEventSteps, StepLookup, valueSteps, type SignalSteps } from './signal-steps.js';
import { type SignalLookup } from './signals.js';

/** Whose signals are asked for, and from when its session counts. */
export interface SignalSubject {
  readonly instrumentId: string;
  /** Names of the markets that it belongs to, the narrowest first. */
  readonly markets: readonly string[];
  /** The instant of session time 0. */
  readonly origin: Instant;
}

/** All signals in memory, as series by scope and name; never changed. */
export class SignalTable {
  private readonly series = new Map<SignalScope, Map<string, SignalSteps>>();
  private readonly announcements = new Map<SignalScope, SignalRow[]>();

  /** `rows` in any order, each as `checkedSignalRow` accepts it. */
  constructor(rows: readonly SignalRow[]) {
    for (const [scope, ofScope] of groupedBy(rows, (row) => row.scope)) {
      const figures = ofScope.filter((row) => !isAnnouncement(row));
      const series = [...groupedBy(figures, (row) => row.name)].map(
        ([name, ofName]) => [name, valueSteps(ofName)] as const,
      );
      this.series.set(scope, new Map(series));
      this.announcements.set(scope, ofScope.filter(isAnnouncement));
    }
  }

  /** The signals as one instrument's session knows them: a series of its own wins over those of its markets. */
  lookup({ instrumentId, markets, origin }: SignalSubject): SignalLookup {
    const scopes: SignalScope[] = [
      `instrument:${instrumentId}`,
      ...markets.map((name): SignalScope => `market:${name}`),
    ];
    const lookups = new Map<string, StepLookup[]>();
    for (const scope of scopes) {
      for (const [name, steps] of this.series.get(scope) ?? []) {
        lookups.set(name, [...(lookups.get(name) ?? []), new StepLookup(steps, origin)]);
      }
    }
    const announced = scopes.flatMap((scope) => this.announcements.get(scope) ?? []);
    return new KnownSignals(lookups, new StepLookup(nextEventSteps(announced, origin), origin));
  }
}

class KnownSignals implements SignalLookup {
  constructor(
    private readonly lookups: ReadonlyMap<string, readonly StepLookup[]>,
    private readonly nextEventNs: StepLookup,
  ) {}

  value(name: string, timeNs: SessionTimeNs): number {
    for (const lookup of this.lookups.get(name) ?? NONE) {
      const value = lookup.valueAt(timeNs);
      if (!Number.isNaN(value)) return value;
    }
    return NaN;
  }

  secondsToNextEvent(timeNs: SessionTimeNs): number {
    return (this.nextEventNs.valueAt(timeNs) - timeNs) / NS_PER_SECOND;
  }
}

const groupedBy = <Key extends string>(
  rows: readonly SignalRow[],
  keyOf: (row: SignalRow) => Key,
): Map<Key, SignalRow[]> => {
  const groups = new Map<Key, SignalRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
};

const NONE: readonly StepLookup[] = [];
const NS_PER_SECOND = 1e9;
