import {
  additiveQuantiles,
  prepareForecast,
  trainedForecast,
  type AdditiveModel,
  type ImpactForecast,
  type ImpactRequest,
  type TrainedModel,
} from '#domain/impact';

/** A forecast of tier COMPILED, all of it in this process. Throws what a caller would have to handle. */
export const compiledForecast = (
  model: TrainedModel,
  additive: AdditiveModel,
  request: ImpactRequest,
): ImpactForecast & { readonly trained: NonNullable<ImpactForecast['trained']> } => {
  const prepared = prepareForecast(model, request);
  if (!prepared.ok) throw new Error(prepared.error.message);
  const outputs = new Float64Array(additive.outputs);
  additiveQuantiles(additive, prepared.value.row.inputs, outputs, 1);
  const forecast = trainedForecast(model, prepared.value, outputs, 0, 'COMPILED');
  if (!forecast.ok) throw new Error(forecast.error.message);
  return { ...forecast.value, trained: forecast.value.trained! };
};
