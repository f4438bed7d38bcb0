import { livingMarket } from '#application/play-session';
import { observeSession } from '#application/report-market';

let observed;

/** The first instrument of the living market, played once. */
export const livingObserved = () => (observed ??= observeSession(livingMarket(1)[0]));
