import { type SessionTimeNs } from '#domain/market-data';

/** Times are in milliseconds, with decimals in some recordings: six digits more are nanoseconds. */
export const MS_IN_NS_DIGITS = 6;

const NS_PER_DAY = 86_400e9;
/** A million dollars a share, in 1/10,000 USD. */
const PRICE_MAX = 1e10;

export const isTimeOfDay = (timeNs: SessionTimeNs): boolean => timeNs >= 0 && timeNs <= NS_PER_DAY;

/** Not a price at all, whatever the market. In 1/10,000 USD. */
export const isAbsurd = (price: number): boolean => price <= 0 || price > PRICE_MAX;
