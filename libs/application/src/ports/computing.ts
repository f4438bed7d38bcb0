import { err, ok, type Failure, type Result } from '#domain/core';

/** Pure functions, computed where they hold up nobody else. Each rejects when what computed it died, and with ComputingBusy. */
export type InThreads<Functions extends Readonly<Record<string, (...given: never) => unknown>>> = {
  readonly [Name in keyof Functions]: (...given: Parameters<Functions[Name]>) => Promise<ReturnType<Functions[Name]>>;
};

/** As much waits to be computed as may. Nothing was computed. */
export class ComputingBusy extends Error {
  override readonly name = 'ComputingBusy';

  constructor(readonly waiting: number) {
    super(`${waiting} computations are waiting already`);
  }
}

export type TooManyWaiting = Failure<'TOO_MANY_WAITING'>;

/** What was computed, or that too much waits to be. */
export const unlessBusy = async <Computed>(computing: Promise<Computed>): Promise<Result<Computed, TooManyWaiting>> => {
  try {
    return ok(await computing);
  } catch (error) {
    if (!(error instanceof ComputingBusy)) throw error;
    const { message } = error;
    return err({ code: 'TOO_MANY_WAITING', message, allowed: 'the same request in a few seconds' });
  }
};
