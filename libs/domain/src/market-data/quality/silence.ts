import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from '../events.js';
import { type GuardParameters } from './guard-parameters.js';

/** Weight of the last gap in the mean: about the last 500 messages count. */
const WEIGHT = 1 / 512;

/** Measures how long a stream has been silent, against how often it speaks. */
export class Silence {
  private lastNs: SessionTimeNs = NaN;
  private meanGapNs: number;
  private allowedNs: number;

  private readonly gapNsMax: number;

  constructor(private readonly parameters: GuardParameters) {
    this.gapNsMax = parameters.silenceNsMax;
    this.allowedNs = parameters.silenceNsMax;
    this.meanGapNs = parameters.silenceNsMax / parameters.silenceMeanGaps;
  }

  /** Whether the stream has spoken at all. */
  get isHeard(): boolean {
    return !Number.isNaN(this.lastNs);
  }

  heard(ns: SessionTimeNs): void {
    const gapNs = ns - this.lastNs;
    if (gapNs <= this.gapNsMax) this.meanGapNs += (gapNs - this.meanGapNs) * WEIGHT;
    this.lastNs = ns;
  }

  /** From when on the stream was too silent, if it is at `ns`; undefined otherwise. Silence before `openNs` is none. */
  since(ns: SessionTimeNs, openNs: SessionTimeNs): SessionTimeNs | undefined {
    const sinceNs = Math.max(this.lastNs, openNs) + this.allowedNs;
    return ns > sinceNs ? sinceNs : undefined;
  }

  /** Takes how often the stream speaks now as the measure; between two calls the measure stays the same. */
  adapt(): void {
    const { silenceMeanGaps, silenceNsMin, silenceNsMax } = this.parameters;
    this.allowedNs = Math.min(Math.max(this.meanGapNs * silenceMeanGaps, silenceNsMin), silenceNsMax);
  }

  save(into: StateWriter): void {
    into.number(this.lastNs);
    into.number(this.meanGapNs);
    into.number(this.allowedNs);
  }

  restore(from: StateReader): void {
    this.lastNs = from.number();
    this.meanGapNs = from.number();
    this.allowedNs = from.number();
  }
}
