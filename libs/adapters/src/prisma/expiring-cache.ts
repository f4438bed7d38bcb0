export interface ExpiringCacheOptions {
  readonly lifetimeMs: number;
  /** The oldest entry leaves when one more comes. */
  readonly entriesMax: number;
  readonly nowMs: () => number;
}

/** Remembers values for a while, and never more than a fixed number of them. */
export class ExpiringCache<V> {
  private readonly entries = new Map<string, { readonly value: V; readonly untilMs: number }>();

  constructor(private readonly options: ExpiringCacheOptions) {}

  get(name: string): V | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    if (this.options.nowMs() < entry.untilMs) return entry.value;
    this.entries.delete(name);
    return undefined;
  }

  delete(name: string): void {
    this.entries.delete(name);
  }

  set(name: string, value: V): void {
    this.entries.delete(name);
    this.entries.set(name, { value, untilMs: this.options.nowMs() + this.options.lifetimeMs });
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.options.entriesMax && oldest !== undefined) this.entries.delete(oldest);
  }
}
