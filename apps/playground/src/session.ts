import { type Ask } from './api-client.js';

/** The market session that is playing. */
export interface Session {
  /** The session's own time, ISO 8601. */
  readonly now: string;
  readonly sources: readonly { readonly kind: 'LIVE' | 'RECORDED' | 'SIMULATED'; readonly name: string }[];
  readonly instrumentIds: readonly string[];
}

const SESSION = '{ marketSession { now sources { kind name } } instruments { instrumentId } }';

export const readSession = async (ask: Ask): Promise<Session> => {
  const { marketSession, instruments } = await ask<{
    marketSession: Pick<Session, 'now' | 'sources'>;
    instruments: readonly { readonly instrumentId: string }[];
  }>(SESSION);
  return { ...marketSession, instrumentIds: instruments.map(({ instrumentId }) => instrumentId) };
};
