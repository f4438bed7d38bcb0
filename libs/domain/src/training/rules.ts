import { type DayTape, type SessionTimeMs } from './day-tape.js';

/** Fewer child orders make neither a metaorder nor a window (reference 10). */
export const CHILDREN_MIN = 5;

/**
 * An order that is over sooner counts as one of this length, as in the development set: a horizon of milliseconds is none that
 * anybody asks a forecast for, and size over it no rate at which anybody takes part.
 */
export const DURATION_SECONDS_MIN = 1;

const CALM_AFTER_OPEN_MS = 300_000;

/** Orders that begin earlier are left out: 09:35 on a US stock exchange. */
export const firstStartMs = ({ openMs }: DayTape): SessionTimeMs => openMs + CALM_AFTER_OPEN_MS;
