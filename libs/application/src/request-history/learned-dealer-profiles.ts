import { canonicalJson } from '#domain/core';
import { type DealerPriors, type DealerProfile } from '#domain/scoring';
import { type DealerProfiles, type WallClock } from '#application/ports';
import { type DeskHistories } from './desk-histories.js';
import { fitProfiles, type FittedProfiles } from './fit-profiles.js';

/** A fit is looked at again after so long; till then, and while that is done, it answers as it is. */
const LOOK_AGAIN_MS = 5_000;
/** Fits that are kept: of a desk, an instrument and what the desk assumes. */
const FITS_MAX = 500;

interface Fit {
  readonly profiles: FittedProfiles;
  readonly revision: bigint;
  lookedAtMs: number;
}

interface AskedFit {
  readonly deskId: string;
  readonly instrumentId: string;
  readonly priors: DealerPriors;
}

export interface LearnedDealerProfilesOptions {
  readonly histories: DeskHistories;
  readonly clock: WallClock;
  /** Hears of a look that failed; the fit before it goes on answering. */
  readonly onError: (error: unknown) => void;
}

/**
 * What a desk's own requests in an instrument say of dealers, each drawn towards all others as far as he is little known. Only the first
 * question about an instrument waits, or under other assumptions; after it answers come from memory, and what ended since is learned beside them.
 */
export class LearnedDealerProfiles implements DealerProfiles {
  private readonly fits = new Map<string, Fit>();
  private readonly fitting = new Map<string, Promise<Fit>>();
  private readonly texts = new WeakMap<DealerPriors, string>();

  constructor(private readonly options: LearnedDealerProfilesOptions) {}

  async profiles(
    deskId: string,
    instrumentId: string,
    dealers: readonly string[],
    priors: DealerPriors,
  ): Promise<readonly DealerProfile[]> {
    const { byDealer, unseen } = (await this.fit({ deskId, instrumentId, priors })).profiles;
    return dealers.map((dealer) => byDealer.get(dealer) ?? { ...unseen, dealer });
  }

  private fit(asked: AskedFit): Promise<Fit> | Fit {
    const fit = this.fits.get(this.keyOf(asked));
    if (fit === undefined) return this.renewed(asked);
    if (this.options.clock.nowMs() - fit.lookedAtMs > LOOK_AGAIN_MS) {
      this.renewed(asked, fit).catch(this.options.onError);
    }
    return fit;
  }

  private renewed(asked: AskedFit, before?: Fit): Promise<Fit> {
    const key = this.keyOf(asked);
    const underWay = this.fitting.get(key);
    if (underWay !== undefined) return underWay;
    const fitting = this.look(asked, before).finally(() => this.fitting.delete(key));
    this.fitting.set(key, fitting);
    return fitting;
  }

  private async look(asked: AskedFit, before: Fit | undefined): Promise<Fit> {
    const { histories, clock } = this.options;
    // Also where the look fails: it is not tried again at once.
    if (before !== undefined) before.lookedAtMs = clock.nowMs();
    const { revision, requests } = await histories.current(asked.deskId);
    if (before?.revision === revision) return before;
    const ofInstrument = requests.filter((request) => request.instrumentId === asked.instrumentId);
    const profiles = await fitProfiles(ofInstrument, asked.priors, clock);
    const fit = { profiles, revision, lookedAtMs: clock.nowMs() };
    this.keep(this.keyOf(asked), fit);
    return fit;
  }

  private keep(key: string, fit: Fit): void {
    this.fits.delete(key);
    this.fits.set(key, fit);
    const [oldest] = this.fits.keys();
    if (this.fits.size > FITS_MAX && oldest !== undefined) this.fits.delete(oldest);
  }

  private keyOf({ deskId, instrumentId, priors }: AskedFit): string {
    const text = this.texts.get(priors) ?? canonicalJson(priors);
    this.texts.set(priors, text);
    return `${deskId}/${instrumentId}/${text}`;
  }
}
