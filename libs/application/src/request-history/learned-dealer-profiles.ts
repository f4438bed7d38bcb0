import { DEFAULT_DEALER_PRIORS, type DealerPriors, type DealerProfile } from '#domain/scoring';
import { type DealerProfiles, type WallClock } from '#application/ports';
import { type DeskHistories } from './desk-histories.js';
import { fitProfiles, type FittedProfiles } from './fit-profiles.js';

/** A fit is looked at again after so long; till then, and while that is done, it answers as it is. */
const LOOK_AGAIN_MS = 5_000;
/** Fits that are kept: of a desk and an instrument. */
const FITS_MAX = 500;

interface Fit {
  readonly profiles: FittedProfiles;
  readonly revision: bigint;
  lookedAtMs: number;
}

export interface LearnedDealerProfilesOptions {
  readonly histories: DeskHistories;
  readonly clock: WallClock;
  /** Hears of a look that failed; the fit before it goes on answering. */
  readonly onError: (error: unknown) => void;
  readonly priors?: DealerPriors;
}

/**
 * What a desk's own requests in an instrument say of dealers, each drawn towards all others as far as he is little known. Only the first
 * question about an instrument waits; after it answers come from memory, and what ended since is learned beside them.
 */
export class LearnedDealerProfiles implements DealerProfiles {
  private readonly fits = new Map<string, Fit>();
  private readonly fitting = new Map<string, Promise<Fit>>();

  constructor(private readonly options: LearnedDealerProfilesOptions) {}

  async profiles(deskId: string, instrumentId: string, dealers: readonly string[]): Promise<readonly DealerProfile[]> {
    const { byDealer, unseen } = (await this.fit(deskId, instrumentId)).profiles;
    return dealers.map((dealer) => byDealer.get(dealer) ?? { ...unseen, dealer });
  }

  private fit(deskId: string, instrumentId: string): Promise<Fit> | Fit {
    const fit = this.fits.get(keyOf(deskId, instrumentId));
    if (fit === undefined) return this.renewed(deskId, instrumentId);
    if (this.options.clock.nowMs() - fit.lookedAtMs > LOOK_AGAIN_MS) {
      this.renewed(deskId, instrumentId, fit).catch(this.options.onError);
    }
    return fit;
  }

  private renewed(deskId: string, instrumentId: string, before?: Fit): Promise<Fit> {
    const key = keyOf(deskId, instrumentId);
    const underWay = this.fitting.get(key);
    if (underWay !== undefined) return underWay;
    const fitting = this.look(deskId, instrumentId, before).finally(() => this.fitting.delete(key));
    this.fitting.set(key, fitting);
    return fitting;
  }

  private async look(deskId: string, instrumentId: string, before: Fit | undefined): Promise<Fit> {
    const { histories, clock, priors = DEFAULT_DEALER_PRIORS } = this.options;
    // Also where the look fails: it is not tried again at once.
    if (before !== undefined) before.lookedAtMs = clock.nowMs();
    const { revision, requests } = await histories.current(deskId);
    if (before?.revision === revision) return before;
    const ofInstrument = requests.filter((request) => request.instrumentId === instrumentId);
    const profiles = await fitProfiles(ofInstrument, priors, clock);
    const fit = { profiles, revision, lookedAtMs: clock.nowMs() };
    this.keep(keyOf(deskId, instrumentId), fit);
    return fit;
  }

  private keep(key: string, fit: Fit): void {
    this.fits.delete(key);
    this.fits.set(key, fit);
    const [oldest] = this.fits.keys();
    if (this.fits.size > FITS_MAX && oldest !== undefined) this.fits.delete(oldest);
  }
}

const keyOf = (deskId: string, instrumentId: string): string => `${deskId}/${instrumentId}`;
