/** Protobuf by hand: enough of it to write a small ONNX file. */

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
};

const VARINT = 0;
const LENGTH_DELIMITED = 2;

export const number = (field: number, value: number): Buffer =>
  Buffer.concat([varint(field * 8 + VARINT), varint(value)]);

export const bytes = (field: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(field * 8 + LENGTH_DELIMITED), varint(value.length), value]);

export const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

export const message = (field: number, ...fields: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(fields));
