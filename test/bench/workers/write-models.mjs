import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { writeModel } from '../../factories/models/index.ts';
import { bytes, message, number, text } from '../../factories/models/protobuf.ts';

// `FOLDER`: writes two models there that answer what the small linear model of the tests answers, through more arithmetic:
// `trees`, an ensemble of 500 trees of depth 6, and `network`, two layers of 64.

const [folder] = process.argv.slice(2);

const TREES = 500;
const DEPTH = 6;
const HIDDEN = 64;
/** Leaves are so small that the linear answer keeps its shape. */
const LEAF_BPS = 1e-3;
const SEED = 20_240_305;

const FLOAT = 1;
const ATTRIBUTE = { FLOATS: 6, INTS: 7, STRING: 3, INT: 2, STRINGS: 8 };

const uniforms = (seed) => {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

const tensor = (name, dims, values) =>
  message(
    5,
    ...dims.map((dim) => number(1, dim)),
    number(2, FLOAT),
    text(8, name),
    bytes(9, Buffer.from(Float32Array.from(values).buffer)),
  );

const matrix = (field, name, width) =>
  message(
    field,
    text(1, name),
    message(2, message(1, number(1, FLOAT), message(2, message(1, text(2, 'N')), message(1, number(1, width))))),
  );

const node = (op, from, to, attributes = [], domain = '') =>
  message(
    1,
    ...from.map((name) => text(1, name)),
    text(2, to),
    text(3, to),
    text(4, op),
    ...attributes,
    text(7, domain),
  );

const attribute = (name, type, content) => message(5, text(1, name), content, number(20, ATTRIBUTE[type]));
const ints = (name, values) => attribute(name, 'INTS', Buffer.concat(values.map((value) => number(8, value))));
const floats = (name, values) => attribute(name, 'FLOATS', bytes(7, Buffer.from(Float32Array.from(values).buffer)));
const strings = (name, values) => attribute(name, 'STRINGS', Buffer.concat(values.map((value) => text(9, value))));

/** Full binary trees: node i has the children 2i + 1 and 2i + 2; each tree adds to one output. */
const treeEnsemble = (inputs, outputs) => {
  const next = uniforms(SEED);
  const inner = 2 ** DEPTH - 1;
  const nodes = { trees: [], ids: [], features: [], modes: [], values: [], whenTrue: [], whenFalse: [] };
  const leaves = { trees: [], ids: [], targets: [], weights: [] };
  for (let tree = 0; tree < TREES; tree += 1) {
    for (let id = 0; id < 2 * inner + 1; id += 1) {
      const isLeaf = id >= inner;
      const feature = isLeaf ? 0 : Math.floor(next() * inputs.length);
      const { low, high } = inputs[feature];
      nodes.trees.push(tree);
      nodes.ids.push(id);
      nodes.features.push(feature);
      nodes.modes.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      nodes.values.push(isLeaf ? 0 : low + (high - low) * next());
      nodes.whenTrue.push(isLeaf ? 0 : 2 * id + 1);
      nodes.whenFalse.push(isLeaf ? 0 : 2 * id + 2);
      if (!isLeaf) continue;
      leaves.trees.push(tree);
      leaves.ids.push(id);
      leaves.targets.push(tree % outputs);
      leaves.weights.push(LEAF_BPS * (next() - 0.5));
    }
  }
  return [
    ints('nodes_treeids', nodes.trees),
    ints('nodes_nodeids', nodes.ids),
    ints('nodes_featureids', nodes.features),
    strings('nodes_modes', nodes.modes),
    floats('nodes_values', nodes.values),
    ints('nodes_truenodeids', nodes.whenTrue),
    ints('nodes_falsenodeids', nodes.whenFalse),
    ints('target_treeids', leaves.trees),
    ints('target_nodeids', leaves.ids),
    ints('target_ids', leaves.targets),
    floats('target_weights', leaves.weights),
    attribute('n_targets', 'INT', number(3, outputs)),
  ];
};

const random = (count, scale) => {
  const next = uniforms(SEED + count);
  return Array.from({ length: count }, () => scale * (next() - 0.5));
};

const BODIES = {
  trees: ({ input, inputs, width }) => [
    node('TreeEnsembleRegressor', [input], 'body', treeEnsemble(inputs, width), 'ai.onnx.ml'),
  ],
  network: ({ input, inputs, width }) => [
    node('MatMul', [input, 'w1'], 'm1'),
    node('Relu', ['m1'], 'h1'),
    node('MatMul', ['h1', 'w2'], 'm2'),
    node('Relu', ['m2'], 'h2'),
    node('MatMul', ['h2', 'w3'], 'body'),
    tensor('w1', [inputs.length, HIDDEN], random(inputs.length * HIDDEN, LEAF_BPS)),
    tensor('w2', [HIDDEN, HIDDEN], random(HIDDEN * HIDDEN, LEAF_BPS)),
    tensor('w3', [HIDDEN, width], random(HIDDEN * width, LEAF_BPS)),
  ],
};

/** The linear answer of the tests' model: columns of `compiled.json` are its weights. */
const linearOf = (model) => {
  const { labels } = JSON.parse(readFileSync(join(model, 'compiled.json'), 'utf8'));
  const columns = Object.values(labels).flatMap(({ linear }) => linear);
  const intercept = Object.values(labels).flatMap(({ intercept: values }) => values);
  return { weights: columns[0].map((_, row) => columns.map((column) => column[row])), intercept };
};

const onnxOf = (kind, manifest, model) => {
  const { input, output, inputs, opset } = manifest;
  const { weights, intercept } = linearOf(model);
  const width = intercept.length;
  const graph = message(
    7,
    node('MatMul', [input, 'weights'], 'products'),
    node('Add', ['products', 'intercept'], 'linear'),
    ...BODIES[kind]({ input, inputs, width }),
    node('Add', ['linear', 'body'], output),
    text(2, kind),
    tensor('weights', [inputs.length, width], weights.flat()),
    tensor('intercept', [width], intercept),
    matrix(11, input, inputs.length),
    matrix(12, output, width),
  );
  const opsets = [message(8, text(1, ''), number(2, opset)), message(8, text(1, 'ai.onnx.ml'), number(2, 3))];
  return Buffer.concat([number(1, 8), graph, ...opsets]);
};

/** The answers to the golden inputs as ONNX Runtime gives them. */
const goldenOf = async (onnx, { input, output }, model) => {
  const golden = JSON.parse(readFileSync(join(model, 'golden.json'), 'utf8'));
  const session = await ort.InferenceSession.create(onnx);
  const rows = golden.vectors.map(({ inputs }) => inputs);
  const feeds = { [input]: new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, rows[0].length]) };
  const { data, dims } = (await session.run(feeds))[output];
  const vectors = rows.map((inputs, row) => ({
    inputs,
    quantiles: [...data.subarray(row * dims[1], (row + 1) * dims[1])],
  }));
  return JSON.stringify({ ...golden, vectors });
};

for (const kind of Object.keys(BODIES)) {
  const { folder: model, manifest } = writeModel(join(folder, kind), { name: kind });
  const put = (file, content) => {
    writeFileSync(join(model, file), content);
    return { file, sha256: createHash('sha256').update(content).digest('hex') };
  };
  const onnx = onnxOf(kind, { ...manifest, opset: manifest.model.opset }, model);
  const golden = put('golden.json', await goldenOf(onnx, manifest, model));
  const { compiled, ...rest } = manifest; // the linear form is not what this model answers
  rmSync(join(model, compiled.file));
  put('manifest.json', JSON.stringify({ ...rest, model: { ...manifest.model, ...put('model.onnx', onnx) }, golden }));
}
