import { type DeskSettings, type DeskSettingsStore } from '#application/ports';
import { type RequestContext } from './request-context.js';

/** The settings of the desk whose key the request presents. Throws when the key outlived its desk. */
export const deskOf = async (
  { desks }: { readonly desks: DeskSettingsStore },
  { holder }: RequestContext,
): Promise<DeskSettings> => {
  const desk = await desks.find(holder.deskId);
  if (desk === undefined) throw new Error(`key ${holder.keyId} belongs to a desk that does not exist`);
  return desk;
};
