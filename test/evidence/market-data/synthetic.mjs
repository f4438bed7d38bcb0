import { syntheticMarket } from '#application/play-session';
import { observeSession } from '#application/report-market';

let observed;

/** The first instrument of the synthetic market, played once. */
export const syntheticObserved = () => (observed ??= observeSession(syntheticMarket(1)[0]));
