import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ort from 'onnxruntime-node';

/** ONNX Runtime alone, with the settings of the product and buffers that are there. */
export const openBare = async (folder, { name, version, model, input, inputs, output, labels, probabilities }) => {
  const session = await ort.InferenceSession.create(await readFile(path.join(folder, name, version, model.file)), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const width = labels.length * probabilities.length;
  return (rows) => {
    const filled = Float32Array.from({ length: rows * inputs.length }, (_, i) => inputs[i % inputs.length].imputeWith);
    const feeds = { [input]: new ort.Tensor('float32', filled, [rows, inputs.length]) };
    const fetches = { [output]: new ort.Tensor('float32', new Float32Array(rows * width), [rows, width]) };
    return () => session.run(feeds, fetches);
  };
};
