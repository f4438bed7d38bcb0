/** Keys of rows that are not settled, and when each moved last, in this order. */
export class UnsettledRows<Key> {
  private readonly movedAt = new Map<string, { readonly key: Key; readonly ms: number }>();

  moved(id: string, key: Key): void {
    this.movedAt.delete(id);
    this.movedAt.set(id, { key, ms: Date.now() });
  }

  settled(id: string): void {
    this.movedAt.delete(id);
  }

  /** Those that have not moved for `standstillMs`, longest first. */
  standing(standstillMs: number, limit: number): readonly Key[] {
    const since = Date.now() - standstillMs;
    const standing = [...this.movedAt.values()].filter(({ ms }) => ms <= since);
    return standing.slice(0, limit).map(({ key }) => key);
  }
}
