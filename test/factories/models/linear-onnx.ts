import { bytes, message, number, text } from './protobuf.js';

export interface LinearOnnx {
  readonly input: string;
  readonly output: string;
  /** [F][W] */
  readonly weights: readonly (readonly number[])[];
  /** [W] */
  readonly intercept: readonly number[];
  readonly opset: number;
}

const FLOAT = 1;

/** An ONNX file of `output = input x weights + intercept` (onnx.proto: ModelProto, GraphProto, NodeProto, TensorProto). */
export const linearOnnx = ({ input, output, weights, intercept, opset }: LinearOnnx): Buffer => {
  const width = intercept.length;
  const node = (op: string, from: readonly string[], to: string): Buffer =>
    message(1, ...from.map((name) => text(1, name)), text(2, to), text(3, to), text(4, op));
  const graph = message(
    7,
    node('MatMul', [input, 'weights'], 'products'),
    node('Add', ['products', 'intercept'], output),
    text(2, 'linear'),
    tensor('weights', [weights.length, width], weights.flat()),
    tensor('intercept', [width], intercept),
    matrix(11, input, weights.length),
    matrix(12, output, width),
  );
  return Buffer.concat([number(1, 8), graph, message(8, text(1, ''), number(2, opset))]);
};

const tensor = (name: string, dims: readonly number[], values: readonly number[]): Buffer =>
  message(
    5,
    ...dims.map((dim) => number(1, dim)),
    number(2, FLOAT),
    text(8, name),
    bytes(9, Buffer.from(Float32Array.from(values).buffer)),
  );

/** The type float32 [N, width] of an input (field 11 of a graph) or an output (12). */
const matrix = (field: number, name: string, width: number): Buffer =>
  message(
    field,
    text(1, name),
    message(2, message(1, number(1, FLOAT), message(2, message(1, text(2, 'N')), message(1, number(1, width))))),
  );
