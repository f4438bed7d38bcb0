import { canonicalJson } from '#domain/core';
import { type ShadowLog, type ShadowPrediction } from '#application/ports';
import { type Database } from './database.js';

/** Written in one statement, so that logging never weighs on what answers. */
export class PrismaShadowLog implements ShadowLog {
  constructor(private readonly database: Database) {}

  append(predictions: readonly ShadowPrediction[]): Promise<void> {
    const column = (of: (prediction: ShadowPrediction) => string): string[] => predictions.map(of);
    return this.database.forNoDesk(async (transaction) => {
      await transaction.$executeRaw`
        INSERT INTO shadow_prediction (model_version, answered_by, request, answer, shadow)
        SELECT * FROM UNNEST(
          ${column(({ modelVersion }) => modelVersion)}::text[],
          ${column(({ answeredBy }) => answeredBy)}::text[],
          ${column(({ request }) => canonicalJson(request))}::text[],
          ${column(({ answer }) => canonicalJson(answer))}::text[],
          ${column(({ shadow }) => canonicalJson(shadow))}::text[]
        )`;
    });
  }
}
