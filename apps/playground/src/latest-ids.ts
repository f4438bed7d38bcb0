import { type IdField } from './examples/index.js';

/** The ids that answers named last. */
export type LatestIds = Readonly<Partial<Record<IdField, string>>>;

const ID_FIELDS: readonly string[] = [
  'decisionId',
  'scenariosId',
  'portfolioId',
  'splitsId',
  'batchId',
  'runId',
  'quoteRequestId',
] satisfies readonly IdField[];

/** The first id of each kind in an answer, however deep. */
export const idsIn = (answer: unknown): LatestIds => {
  if (typeof answer !== 'object' || answer === null) return {};
  const deeper = Object.values(answer).reduceRight<LatestIds>((found, value) => ({ ...found, ...idsIn(value) }), {});
  const here = Object.entries(answer).filter(
    ([field, value]) => ID_FIELDS.includes(field) && typeof value === 'string',
  );
  return { ...deeper, ...Object.fromEntries(here) };
};
