/** Rows of many desks, by id and by idempotency key: what a desk asks for is looked up among its own only. */
export class DeskRows<Row extends { readonly deskId: string; readonly idempotencyKey: string }> {
  private readonly desks = new Map<
    string,
    { readonly byId: Map<string, Row>; readonly idByKey: Map<string, string> }
  >();

  constructor(private readonly idOf: (row: Row) => string) {}

  find(deskId: string, id: string): Row | undefined {
    return this.desks.get(deskId)?.byId.get(id);
  }

  findByKey(deskId: string, idempotencyKey: string): Row | undefined {
    const id = this.desks.get(deskId)?.idByKey.get(idempotencyKey);
    return id === undefined ? undefined : this.find(deskId, id);
  }

  /** All rows of a desk, newest id first. */
  newestFirst(deskId: string): readonly Row[] {
    const rows = [...(this.desks.get(deskId)?.byId.values() ?? [])];
    return rows.sort((a, b) => (this.idOf(a) < this.idOf(b) ? 1 : -1));
  }

  /** Adds a row. Throws when the desk has another row of this id: an id is given once. */
  add(row: Row): void {
    const desk = this.desks.get(row.deskId) ?? { byId: new Map<string, Row>(), idByKey: new Map<string, string>() };
    this.desks.set(row.deskId, desk);
    const id = this.idOf(row);
    if (desk.byId.has(id)) throw new Error(`id ${id} exists`);
    desk.byId.set(id, row);
    desk.idByKey.set(row.idempotencyKey, id);
  }

  replace(row: Row): void {
    this.desks.get(row.deskId)?.byId.set(this.idOf(row), row);
  }
}
