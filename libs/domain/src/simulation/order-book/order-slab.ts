/** Columns of an order's record. */
export const ID = 0;
/** Ids of the orders before and behind it in its queue, 0 where there is none. */
export const AHEAD = 1;
export const BEHIND = 2;
/** The queue it stands in, or PENDING. */
export const QUEUE = 3;
/** Units that stand in the queue. */
export const OPEN = 4;
/** Units of an iceberg that do not yet. */
export const RESERVE = 5;
export const OWNER = 6;
export const FLAGS = 7;

/** In FLAGS: the side, whether it is hidden, only ever waits, is an iceberg. */
export const SIDE_BIT = 1;
export const HIDDEN_BIT = 2;
export const POST_ONLY_BIT = 4;
export const ICEBERG_BIT = 8;

/** In place of an id or of a record: there is none. */
export const NONE = 0;
/** In QUEUE: the id was issued and its order has not come yet. */
export const PENDING = -1;

/** A record is 2^3 integers wide. */
export const WIDTH_BITS = 3;
const FIRST_SLOTS = 1024;
/** At most half of the slots are in use. */
const SLOTS_MAX = 2 ** 22;
const ID_MAX = 2 ** 31 - 1;

/**
 * Records of orders in one typed array, eight integers each. The record of id `n` is in slot `n mod slots`: an id leads to it
 * without a search, and as no two ids are the same, one that is no longer in use is told from the one that has its slot now.
 * Ids grow with time; one is passed over while an older order has its slot. Nothing is allocated but when the array doubles.
 */
export class OrderSlab {
  records = emptyRecords(FIRST_SLOTS);
  /** What an iceberg shows at a time, by slot; only read where there is a reserve. */
  tranches = new Int32Array(FIRST_SLOTS);
  /** Position in the tree over its queue, by slot; only read where there is a tree. */
  positions = new Int32Array(FIRST_SLOTS);
  mask = FIRST_SLOTS - 1;
  private inUse = 0;
  private lastId = 0;

  /** Where the record of an id starts that is in use. */
  at(id: number): number {
    return (id & this.mask) << WIDTH_BITS;
  }

  /** Where the record of an id starts; NONE where it is not in use. */
  find(id: number): number {
    const record = (id & this.mask) << WIDTH_BITS;
    return this.records[record + ID] === id ? record : NONE;
  }

  /** A new id with a record that is PENDING; 0 when 2^21 are in use or 2^31 were given. */
  issue(): number {
    if (2 * this.inUse > this.mask && !this.grow()) return NONE;
    let id = this.lastId + 1;
    while (this.records[(id & this.mask) << WIDTH_BITS] !== NONE) id += 1;
    if (id > ID_MAX) return NONE;
    const record = (id & this.mask) << WIDTH_BITS;
    this.records[record + ID] = id;
    this.records[record + QUEUE] = PENDING;
    this.lastId = id;
    this.inUse += 1;
    return id;
  }

  /** The id is nobody's from now on. */
  release(record: number): void {
    this.records[record + ID] = NONE;
    this.inUse -= 1;
  }

  private grow(): boolean {
    const slots = this.mask + 1;
    if (slots === SLOTS_MAX) return false;
    const { records, tranches, positions } = this;
    this.records = emptyRecords(slots * 2);
    this.tranches = new Int32Array(slots * 2);
    this.positions = new Int32Array(slots * 2);
    this.mask = slots * 2 - 1;
    for (let slot = 1; slot < slots; slot += 1) {
      const id = records[(slot << WIDTH_BITS) + ID]!;
      if (id === NONE) continue;
      this.records.set(records.subarray(slot << WIDTH_BITS, (slot + 1) << WIDTH_BITS), this.at(id));
      this.tranches[id & this.mask] = tranches[slot]!;
      this.positions[id & this.mask] = positions[slot]!;
    }
    return true;
  }
}

/** Slot 0 is never free, so that no id has the record NONE. */
const emptyRecords = (slots: number): Int32Array<ArrayBuffer> => {
  const records = new Int32Array(slots << WIDTH_BITS);
  records[ID] = -1;
  return records;
};
