export { livingDealers, type LivingDealer } from './living-dealer.js';
export { LIVING_INSTRUMENTS, livingClients, livingSeed, type LivingInstrument } from './living-instruments.js';
export { LivingMarket } from './living-market.js';
export { livingSession } from './living-session.js';
