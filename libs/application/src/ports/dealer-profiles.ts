import { type DealerPriors, type DealerProfile } from '#domain/scoring';

/** What a desk's history says of dealers. */
export interface DealerProfiles {
  /**
   * One profile per dealer, in the order given, with `driftBps` by `MARKOUT_SECONDS`. Of a dealer or an instrument that the desk
   * never saw it is what `priors` assume of anybody. Asked on the way of every evaluation, so it answers from memory.
   */
  profiles(
    deskId: string,
    instrumentId: string,
    dealers: readonly string[],
    priors: DealerPriors,
  ): Promise<readonly DealerProfile[]>;
}
