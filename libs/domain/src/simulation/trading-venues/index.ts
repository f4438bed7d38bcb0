export { SimulatedVenues } from './simulated-venues.js';
export { checkVenues, DIRECT_ACCESS, type VenueTerms } from './venue-terms.js';
