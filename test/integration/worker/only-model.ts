import { type ImpactModel } from '#application/ports';
import { type Serving } from '../../../apps/worker/src/serving.js';

/** A worker's models that are one, whatever the registry names. */
export const onlyModel = (model: ImpactModel) => (): Promise<Serving> =>
  Promise.resolve({ model, refresh: () => Promise.resolve(), close: () => Promise.resolve() });
