import {
  prepareForecast,
  trainedForecast,
  type ImpactForecast,
  type ImpactRequest,
  type TrainedModel,
} from '#domain/impact';
import { type ModelSession } from '#application/ports';

/** A forecast of tier MODEL by one session. Throws what a caller would have to handle. */
export const sessionForecast = async (
  model: TrainedModel,
  session: ModelSession,
  request: ImpactRequest,
): Promise<ImpactForecast> => {
  const prepared = prepareForecast(model, request);
  if (!prepared.ok) throw new Error(prepared.error.message);
  const { labels, probabilities } = model.manifest;
  const outputs = new Float32Array(labels.length * probabilities.length);
  await session.run(prepared.value.row.inputs, outputs, 1);
  const forecast = trainedForecast(model, prepared.value, Float64Array.from(outputs), 0, 'MODEL');
  if (!forecast.ok) throw new Error(forecast.error.message);
  return forecast.value;
};
