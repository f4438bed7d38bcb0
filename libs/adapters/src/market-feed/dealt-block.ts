import { err, ok, type Result } from '#domain/core';
import { type DealtBlock } from '#application/ports';
import { positive, record, text, wordOf } from './checks.js';

/** Version of the message: the one that a reader sends. */
const VERSION = 1;

const checkBlock = record<DealtBlock>({
  instrumentId: text,
  dealer: text,
  side: wordOf('BUY', 'SELL'),
  quantity: positive,
  price: positive,
});

/** A block to be hedged, as the text that a reader of the feed sends. */
export const encodeDealtBlock = (block: DealtBlock): string => JSON.stringify({ v: VERSION, type: 'hedge', block });

/** Reads and checks it; fails with the first field that is wrong. */
export const decodeDealtBlock = (json: string): Result<DealtBlock, string> => {
  let message: { readonly v?: unknown; readonly type?: unknown; readonly block?: unknown } | null;
  try {
    message = JSON.parse(json) as typeof message;
  } catch {
    return err('');
  }
  if (message?.v !== VERSION) return err('v');
  if (message.type !== 'hedge') return err('type');
  const wrong = checkBlock(message.block, 'block');
  return wrong === undefined ? ok(message.block as DealtBlock) : err(wrong);
};
