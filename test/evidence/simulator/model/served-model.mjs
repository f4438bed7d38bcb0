import { labelQuantiles } from '#application/forecast-orders';
import { ModelServer } from '#application/serve-impact';
import { MemoryModelRegistry, MemoryShadowLog } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { IMPACT_INPUTS } from '#domain/impact';

const MODEL = 'simulated';

/** The committed model, served as the product serves any model; its answers on orders, then it is closed. */
export const forecastsOf = async (folder, orders) => {
  const library = new OnnxModelLibrary({ folder, threads: 1 });
  const { entries } = await library.list();
  const entry = entries.findLast(({ name }) => name === MODEL);
  if (entry === undefined) throw new Error(`there is no model ${MODEL} in ${folder}`);
  const { manifest } = await library.describe(entry.modelVersion);
  const registry = new MemoryModelRegistry();
  await registry.register([entry]);
  const observer = { ...SILENT, refused: fail, error: fail };
  const server = new ModelServer({ library, registry, shadows: new MemoryShadowLog(), clock: systemClock, observer });
  try {
    await server.refresh();
    const answer = await server.modelFor(manifest.definition).forecast(orders.map(({ request }) => request));
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.map((forecast, i) => told(forecast, orders[i], manifest));
  } finally {
    await server.close();
    await library.close();
  }
};

const told = (forecast, { inputs }, { modelVersion, calibration }) => {
  if (forecast.modelVersion !== modelVersion || forecast.tier !== 'MODEL') {
    throw new Error(`${modelVersion} did not answer: ${JSON.stringify(forecast.fallback)}`);
  }
  const { sizeInput, sizeEdges } = calibration.cells;
  const lnSize = inputs[IMPACT_INPUTS.findIndex(({ name }) => name === sizeInput)];
  return {
    quantilesBps: Object.fromEntries(labelQuantiles(forecast).map(({ label, quantilesBps }) => [label, quantilesBps])),
    cell: `${SIZES[sizeEdges.filter((edge) => edge <= lnSize).length]} ${forecast.trained.regime?.name ?? 'any'}`,
  };
};

const SIZES = ['small', 'medium', 'large'];

const fail = (fault) => {
  throw fault instanceof Error ? fault : new Error(JSON.stringify(fault));
};
const ignored = () => undefined;
const SILENT = {
  answered: ignored,
  tierFailed: ignored,
  breaker: ignored,
  swapped: ignored,
  shadowed: ignored,
  shadowsDropped: ignored,
};
