import { err, ok, type Failure, type Result, type Side } from '#domain/core';
import { type AdviceView, type PossibleAction } from '#application/evaluate-quotes';

/** Why a desk did something else than was advised. */
export type OverrideReason =
  | 'CLIENT_INSTRUCTION'
  | 'COUNTERPARTY_LIMIT'
  | 'INFORMATION'
  | 'MARKET_MOVED'
  | 'QUOTE_GONE'
  | 'SIZE'
  | 'SPEED'
  | 'OTHER';

/** What a desk did about an evaluation. */
export interface DoneAction {
  readonly action: PossibleAction;
  /** With whom; empty for what concerns no dealer. */
  readonly dealers: readonly string[];
  /** Average price of what was traded, in currency per unit. */
  readonly price?: number;
  /** In units. */
  readonly quantity?: number;
  /** Why, where it is not what was advised. */
  readonly reasonCode?: OverrideReason;
  readonly note?: string;
}

/** Everything that an action's record is computed from. */
export interface ActionInputs {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly evaluationId: string;
  readonly side: Side;
  /** Whoever was heard in the evaluation, scored or not. */
  readonly dealers: readonly string[];
  readonly advised: Pick<AdviceView, 'action' | 'dealer'>;
  readonly done: DoneAction;
}

/** An action as it is recorded beside its evaluation. */
export interface RecordedAction {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly evaluationId: string;
  readonly done: DoneAction;
  /** It is not what was advised; false where nothing was. */
  readonly isOverride: boolean;
}

export type ReasonMissing = Failure<'REASON_MISSING'>;
export type DealerNotHeard = Failure<'DEALER_NOT_ASKED'>;
export type WrongActionSide = Failure<'WRONG_SIDE'>;
export type ActionFailure = ReasonMissing | DealerNotHeard | WrongActionSide;

/** The record of an action, or why it cannot be one. Pure, so that it replays. */
export const decideAction = (inputs: ActionInputs): Result<RecordedAction, ActionFailure> => {
  const { decisionId, decidedAt, evaluationId, done } = inputs;
  const isOverride = isOther(inputs);
  const failure = sideFailure(inputs) ?? dealerFailure(inputs) ?? reasonFailure(done, isOverride);
  return failure === undefined ? ok({ decisionId, decidedAt, evaluationId, done, isOverride }) : err(failure);
};

const isOther = ({ advised, done }: ActionInputs): boolean => {
  if (advised.action === 'ABSTAIN') return false;
  const isSameDealer = advised.dealer === undefined || done.dealers.join() === advised.dealer;
  return advised.action !== done.action || !isSameDealer;
};

const sideFailure = ({ side, done: { action } }: ActionInputs): WrongActionSide | undefined =>
  action === (side === 'BUY' ? 'HIT' : 'LIFT')
    ? {
        code: 'WRONG_SIDE',
        field: 'action',
        message: `the client of this evaluation would ${side}`,
        allowed: side === 'BUY' ? 'LIFT' : 'HIT',
      }
    : undefined;

/** Who has not been heard can be asked, and no more. */
const dealerFailure = ({ dealers, done }: ActionInputs): DealerNotHeard | undefined => {
  const stranger = done.action === 'ASK_MORE' ? -1 : done.dealers.findIndex((dealer) => !dealers.includes(dealer));
  return stranger < 0
    ? undefined
    : {
        code: 'DEALER_NOT_ASKED',
        field: `dealers.${stranger}`,
        message: `${done.dealers[stranger]!} is not of this evaluation`,
        allowed: `one of: ${dealers.join(', ')}`,
      };
};

const reasonFailure = ({ reasonCode, note }: DoneAction, isOverride: boolean): ReasonMissing | undefined => {
  if (isOverride && reasonCode === undefined) {
    return {
      code: 'REASON_MISSING',
      field: 'reasonCode',
      message: 'this is not what was advised, and no reason was given',
      allowed: 'a reason code; OTHER with a note',
    };
  }
  return reasonCode === 'OTHER' && note === undefined
    ? { code: 'REASON_MISSING', field: 'note', message: 'OTHER says nothing by itself', allowed: 'a note' }
    : undefined;
};

/** An evaluation has one action: the same again is the same record, another is a conflict. */
export const actionKeyOf = (evaluationId: string): string => `action of ${evaluationId}`;
