import { err, ok, type Failure, type Result } from '#domain/core';

/** Whether quotes may leave at all. Engaged by anybody, released by somebody else than who engaged it. */
export type KillSwitch =
  { readonly kind: 'RELEASED' } | { readonly kind: 'ENGAGED'; readonly engagedBy: string; readonly reason: string };

export const RELEASED: KillSwitch = { kind: 'RELEASED' };

/** Engaging it again changes nothing: who did it first, and why, stays known. */
export const engaged = (current: KillSwitch, person: string, reason: string): KillSwitch =>
  current.kind === 'ENGAGED' ? current : { kind: 'ENGAGED', engagedBy: person, reason };

export const released = (
  current: KillSwitch,
  person: string,
): Result<KillSwitch, Failure<'SECOND_PERSON_REQUIRED'>> => {
  if (current.kind === 'RELEASED' || current.engagedBy !== person) return ok(RELEASED);
  return err({
    code: 'SECOND_PERSON_REQUIRED',
    field: 'person',
    allowed: `anybody but ${person}`,
    message: `${person} engaged the kill switch, so somebody else must release it`,
  });
};
