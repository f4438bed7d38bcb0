/** The last so many ids that were added: enough to know what comes late, in bounded memory. */
export class RecentIds {
  private readonly ids = new Set<number>();

  constructor(private readonly countMax: number) {}

  has(id: number): boolean {
    return this.ids.has(id);
  }

  add(id: number): void {
    this.ids.add(id);
    if (this.ids.size <= this.countMax) return;
    // A set is iterated in the order in which its members came.
    const [oldest] = this.ids;
    this.ids.delete(oldest!);
  }

  clear(): void {
    this.ids.clear();
  }
}
