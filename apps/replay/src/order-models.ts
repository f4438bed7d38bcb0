import { type OrderModels } from '#application/forecast-orders';
import { ParametricModel } from '#adapters/parametric';

/** The models that a list of orders is forecast with. */
export const openOrderModels = (): OrderModels => {
  const parametric = new ParametricModel();
  return { modelFor: () => parametric };
};
