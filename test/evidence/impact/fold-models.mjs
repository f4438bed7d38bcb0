import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { labelQuantiles } from '#application/forecast-orders';
import { ModelServer } from '#application/serve-impact';
import { MemoryModelRegistry, MemoryShadowLog } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { exceedanceProbability, IMPACT_INPUTS } from '#domain/impact';

const FOLDS = fileURLToPath(new URL('folds', import.meta.url));
const VERSION = '1.0.0';
const CHUNK_ORDERS = 1024;

export const THRESHOLDS_BPS = [5, 10];

/** A committed model of a fold, served as the product serves any model; to be closed. */
export const openFold = async (name) => {
  const library = new OnnxModelLibrary({ folder: FOLDS, threads: 1 });
  const { entries } = await library.list();
  const registry = new MemoryModelRegistry();
  await registry.register(entries.filter((entry) => entry.name === name));
  const refusals = [];
  const server = new ModelServer({
    library,
    registry,
    shadows: new MemoryShadowLog(),
    clock: systemClock,
    observer: { ...SILENT, refused: (refusal) => refusals.push(refusal), error: (error) => refusals.push(error) },
  });
  await server.refresh();
  const manifest = await json(name, 'manifest.json');
  return {
    manifest,
    baselines: await json(name, 'baselines.json'),
    forecast: (orders) => forecasts(server.modelFor(manifest.definition), manifest, orders, refusals),
    close: async () => {
      await server.close();
      await library.close();
    },
  };
};

const json = async (name, file) => JSON.parse(await readFile(`${FOLDS}/${name}/${VERSION}/${file}`, 'utf8'));

const ignored = () => undefined;
const SILENT = {
  answered: ignored,
  tierFailed: ignored,
  breaker: ignored,
  swapped: ignored,
  shadowed: ignored,
  shadowsDropped: ignored,
};

/** What is scored of each order's forecast. Throws when another than the fold's model answers. */
const forecasts = async (model, { modelVersion, calibration }, orders, refusals) => {
  const cellOf = cells(calibration.cells);
  const all = [];
  for (let from = 0; from < orders.length; from += CHUNK_ORDERS) {
    const chunk = orders.slice(from, from + CHUNK_ORDERS);
    const answer = await model.forecast(chunk.map(({ request }) => request));
    if (!answer.ok) throw new Error(`${modelVersion}: ${answer.error.message}`);
    for (const [i, forecast] of answer.value.entries()) {
      if (forecast.modelVersion !== modelVersion || forecast.tier !== 'MODEL') {
        throw new Error(
          `${modelVersion} did not answer: ${JSON.stringify(forecast.fallback)} ${JSON.stringify(refusals)}`,
        );
      }
      all.push(scored(forecast, cellOf(chunk[i], forecast)));
    }
  }
  return all;
};

const SIZES = ['small', 'medium', 'large'];

/** Names the cell of size x regime that an order is calibrated in. */
const cells = ({ sizeInput, sizeEdges }) => {
  const position = IMPACT_INPUTS.findIndex(({ name }) => name === sizeInput);
  return ({ inputs }, { trained }) => {
    const size = sizeEdges.filter((edge) => edge <= inputs[position]).length;
    return `${SIZES[size]} ${trained.regime?.name ?? 'any'}`;
  };
};

const scored = (forecast, cell) => ({
  quantilesBps: Object.fromEntries(labelQuantiles(forecast).map(({ label, quantilesBps }) => [label, quantilesBps])),
  meanBps: forecast.slippage.meanBps,
  above: THRESHOLDS_BPS.map((bps) => exceedanceProbability(forecast.slippage, bps)),
  cell,
});
