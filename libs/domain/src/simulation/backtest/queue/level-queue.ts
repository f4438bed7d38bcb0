import { type QueuePosition } from './queue-position.js';
import { type QueueRule } from './queue-rule.js';

/**
 * A place in a queue of which the total size is recorded. Executions are taken from the front. A decrease beyond them is a
 * cancel, and the rule says where it stood; executions since the last change of the level are not counted twice. Nothing that is
 * no longer displayed is ahead of us.
 *
 * A price out of sight: the place stays as it was. An order that joined there has everything ahead of it that is displayed when
 * the price is seen first.
 */
export class LevelQueue implements QueuePosition {
  ahead = NaN;
  private displayed = NaN;
  private tradedSince = 0;

  constructor(private readonly rule: QueueRule) {}

  join(displayed: number): void {
    this.ahead = displayed;
    this.displayed = displayed;
    this.tradedSince = 0;
  }

  traded(printed: number, volume: number): number {
    this.tradedSince += printed;
    const { ahead } = this;
    if (Number.isNaN(ahead)) return 0;
    this.ahead = Math.max(0, ahead - volume);
    return Math.max(0, volume - ahead);
  }

  bookChanged(displayed: number): void {
    // Also when the price was and is out of sight.
    if (Object.is(displayed, this.displayed)) return;
    if (!Number.isNaN(displayed)) this.ahead = Math.min(this.aheadAfterCancels(displayed), displayed);
    this.displayed = displayed;
    this.tradedSince = 0;
  }

  private aheadAfterCancels(displayed: number): number {
    const { ahead } = this;
    if (Number.isNaN(ahead)) return displayed;
    const left = this.displayed - this.tradedSince;
    if (!(left > displayed)) return ahead;
    return ahead - this.rule.cancelledAhead(left - displayed, ahead, Math.max(0, left - ahead));
  }
}
