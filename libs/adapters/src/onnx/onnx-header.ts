/** What a model file says about itself before its graph. */
export interface OnnxHeader {
  /** Opset version by operator domain; the standard operators are the domain ''. */
  readonly opsets: ReadonlyMap<string, number>;
}

/** Names of the standard operators' domain: both are in use. */
const STANDARD_DOMAINS: readonly string[] = ['', 'ai.onnx'];

/** Field numbers of ModelProto and OperatorSetIdProto (onnx/onnx.proto). */
const OPSET_IMPORT = 8;
const OPSET_DOMAIN = 1;
const OPSET_VERSION = 2;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Reads the header of an ONNX file, which the runtime does not tell. Throws RangeError where the bytes are no such file. */
export const readOnnxHeader = (bytes: Uint8Array): OnnxHeader => {
  const opsets = new Map<string, number>();
  for (const { number, payload } of fields(bytes)) {
    if (number !== OPSET_IMPORT || typeof payload === 'number') continue;
    const { domain, version } = opset(payload);
    opsets.set(STANDARD_DOMAINS.includes(domain) ? '' : domain, version);
  }
  return { opsets };
};

const opset = (bytes: Uint8Array): { domain: string; version: number } => {
  let domain = '';
  let version = 0;
  for (const { number, payload } of fields(bytes)) {
    if (number === OPSET_DOMAIN && typeof payload !== 'number') domain = new TextDecoder().decode(payload);
    if (number === OPSET_VERSION && typeof payload === 'number') version = payload;
  }
  return { domain, version };
};

interface Field {
  readonly number: number;
  /** A number, or the bytes of a text or of a message. */
  readonly payload: number | Uint8Array;
}

/** The fields of one protobuf message, in the order of the file; numbers of fixed width are passed over. */
function* fields(bytes: Uint8Array): Generator<Field> {
  const reader = new VarintReader(bytes);
  while (reader.position < bytes.length) {
    const tag = reader.next();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case VARINT:
        yield { number, payload: reader.next() };
        break;
      case LENGTH_DELIMITED:
        yield { number, payload: reader.take(reader.next()) };
        break;
      case FIXED64:
        reader.take(8);
        break;
      case FIXED32:
        reader.take(4);
        break;
      default:
        throw new RangeError(`byte ${reader.position} begins no protobuf field`);
    }
  }
}

const VARINT_BYTES_MAX = 10;

class VarintReader {
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  next(): number {
    let value = 0;
    for (let i = 0; i < VARINT_BYTES_MAX; i += 1) {
      const byte = this.bytes[this.position];
      if (byte === undefined) throw new RangeError('the file ends within a field');
      this.position += 1;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new RangeError(`byte ${this.position} belongs to no number`);
  }

  take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.bytes.length) throw new RangeError('the file ends within a field');
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}
