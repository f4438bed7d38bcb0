export type DeskTopic =
  | 'DECISION_MADE'
  | 'FORECAST_BATCH_UPDATED'
  | 'SIMULATION_RUN_UPDATED'
  | 'ANALYSIS_UPDATED'
  | 'QUOTE_REQUEST_UPDATED'
  | 'PLAN_FILLED'
  | 'QUOTING_DESK_CHANGED';

/** Something of a desk changed: read it by its id. */
export interface DeskEvent {
  readonly topic: DeskTopic;
  readonly id: string;
}

/** A subscriber left more distinct changes unread than are kept for it; it should query and subscribe again. */
export class SubscriberTooSlow extends Error {
  override readonly name = 'SubscriberTooSlow';

  constructor(readonly unread: number) {
    super(`subscriber left ${unread} changes unread`);
  }
}

/** Changes of a desk's data as they commit, in any process. */
export interface DeskEvents {
  /**
   * Changes from now on, at least once each. Unread changes of one id are one change; a subscriber that leaves too many
   * distinct ones unread ends with SubscriberTooSlow. `return()` ends the subscription.
   */
  subscribe(deskId: string, topic: DeskTopic): AsyncIterableIterator<DeskEvent>;
  /**
   * Calls `heard` with the id of every change from now on, at least once each, as it is announced: it is short and never
   * waits. The function returned ends that.
   */
  listen(deskId: string, topic: DeskTopic, heard: (id: string) => void): () => void;
}
