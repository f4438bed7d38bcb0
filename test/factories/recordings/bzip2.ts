// The block begins with pi, the stream ends with its square root, as packed decimals.
const BLOCK_MAGIC = Buffer.from('314159265359', 'hex');
const END_MAGIC = Buffer.from('177245385090', 'hex');
const BLOCK_BYTES = 90_000;
const SELECTOR_SYMBOLS = 50;
const RUN_MIN = 4;
const RUN_MAX = 255 + RUN_MIN;

/**
 * Packs bytes as bzip2 1.0, in blocks of less than 100 kB and without any attempt to make them small: every symbol has a
 * code of the same length. Layout as Joe Tsai, BZIP2 Format Specification, 2016.
 */
export const bzip2 = (content: Buffer): Buffer => {
  const bits = new BitWriter();
  bits.bytes(Buffer.from('BZh1', 'latin1'));
  let streamCrc = 0;
  for (let start = 0; start < content.length; start += BLOCK_BYTES) {
    const block = content.subarray(start, start + BLOCK_BYTES);
    const crc = crc32(block);
    streamCrc = (((streamCrc << 1) | (streamCrc >>> 31)) ^ crc) >>> 0;
    writeBlock(bits, runLengths(block), crc);
  }
  bits.bytes(END_MAGIC);
  bits.write(streamCrc, 32);
  return bits.finish();
};

const writeBlock = (bits: BitWriter, block: Buffer, crc: number): void => {
  const { last, origin } = burrowsWheeler(block);
  const used = [...new Set(block)].sort((a, b) => a - b);
  const symbols = moveToFront(last, used);
  bits.bytes(BLOCK_MAGIC);
  bits.write(crc, 32);
  bits.write(0, 1);
  bits.write(origin, 24);
  writeUsed(bits, used);
  writeCodes(bits, symbols, used.length + 2);
};

/** Four equal bytes are followed by how many more there are. */
const runLengths = (block: Buffer): Buffer => {
  const out: number[] = [];
  for (let i = 0; i < block.length;) {
    const byte = block[i]!;
    let run = 1;
    while (run < RUN_MAX && block[i + run] === byte) run += 1;
    for (let n = Math.min(run, RUN_MIN); n > 0; n -= 1) out.push(byte);
    if (run >= RUN_MIN) out.push(run - RUN_MIN);
    i += run;
  }
  return Buffer.from(out);
};

/** The last column of all rotations in order, and the row that is the block itself. */
const burrowsWheeler = (block: Buffer): { readonly last: Buffer; readonly origin: number } => {
  const { length } = block;
  const twice = Buffer.concat([block, block]);
  const order = Array.from(block.keys()).sort((a, b) => twice.compare(twice, b, b + length, a, a + length));
  return { last: Buffer.from(order.map((start) => twice[start + length - 1]!)), origin: order.indexOf(0) };
};

/** Symbols 0 and 1 are the digits of a run of zeros in bijective base 2, n + 1 is the position n, the last the end. */
const moveToFront = (last: Buffer, used: readonly number[]): number[] => {
  const list = [...used];
  const symbols: number[] = [];
  let zeros = 0;
  const endRun = (): void => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols.push((zeros - 1) & 1);
  };
  for (const byte of last) {
    const position = list.indexOf(byte);
    if (position === 0) {
      zeros += 1;
      continue;
    }
    endRun();
    symbols.push(position + 1);
    list.splice(position, 1);
    list.unshift(byte);
  }
  endRun();
  symbols.push(used.length + 1);
  return symbols;
};

const writeUsed = (bits: BitWriter, used: readonly number[]): void => {
  const rows = Array.from({ length: 16 }, (_, row) => used.filter((byte) => byte >> 4 === row));
  for (const row of rows) bits.write(row.length > 0 ? 1 : 0, 1);
  for (const row of rows.filter(({ length }) => length > 0)) {
    for (let low = 0; low < 16; low += 1) bits.write(row.some((byte) => (byte & 15) === low) ? 1 : 0, 1);
  }
};

const writeCodes = (bits: BitWriter, symbols: readonly number[], alphabet: number): void => {
  const length = Math.max(1, Math.ceil(Math.log2(alphabet)));
  const groups = Math.ceil(symbols.length / SELECTOR_SYMBOLS);
  // Two tables are the least that the format allows; the first serves all.
  bits.write(2, 3);
  bits.write(groups, 15);
  for (let group = 0; group < groups; group += 1) bits.write(0, 1);
  for (let table = 0; table < 2; table += 1) {
    bits.write(length, 5);
    for (let symbol = 0; symbol < alphabet; symbol += 1) bits.write(0, 1);
  }
  for (const symbol of symbols) bits.write(symbol, length);
};

/** CRC-32 with the highest bit first, unlike zlib's. */
const crc32 = (bytes: Buffer): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  }
  return ~crc >>> 0;
};

class BitWriter {
  private readonly out: number[] = [];
  private byte = 0;
  private filled = 0;

  bytes(bytes: Buffer): void {
    for (const byte of bytes) this.write(byte, 8);
  }

  /** The lowest `count` bits, at most 32. */
  write(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) {
      this.byte = (this.byte << 1) | ((value >>> bit) & 1);
      this.filled += 1;
      if (this.filled < 8) continue;
      this.out.push(this.byte);
      this.byte = 0;
      this.filled = 0;
    }
  }

  finish(): Buffer {
    while (this.filled > 0) this.write(0, 1);
    return Buffer.from(this.out);
  }
}
