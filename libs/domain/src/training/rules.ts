import { type DayTape, type SessionTimeMs } from './day-tape.js';

/** Fewer child orders make neither a metaorder nor a window (reference 10). */
export const CHILDREN_MIN = 5;

const CALM_AFTER_OPEN_MS = 300_000;

/** Orders that begin earlier are left out: 09:35 on a US stock exchange. */
export const firstStartMs = ({ openMs }: DayTape): SessionTimeMs => openMs + CALM_AFTER_OPEN_MS;
