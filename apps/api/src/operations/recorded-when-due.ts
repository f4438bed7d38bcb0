import { type OnModuleDestroy } from '@nestjs/common';
import { type Logger } from 'pino';
import { ObservedMids, recordDue, type RecordDuePorts } from '#application/command-quote-request';

/** How often it is looked what the mids are. */
const OBSERVE_MS = 250;
/** How often it is looked what of requests for quote is due. */
const RECORD_MS = 1_000;

/** Has expiries and markouts of every request for quote recorded soon after they are due, whether or not anybody looks. */
export class RecordedWhenDue implements OnModuleDestroy {
  private readonly ports: RecordDuePorts;
  private readonly timers: readonly NodeJS.Timeout[];
  private isBusy = false;
  private cursor: string | undefined;

  constructor(
    ports: Omit<RecordDuePorts, 'mids'>,
    private readonly logger: Logger,
  ) {
    const mids = new ObservedMids(ports.market);
    this.ports = { ...ports, mids };
    this.timers = [
      setInterval(() => {
        mids.look();
      }, OBSERVE_MS).unref(),
      setInterval(() => void this.record(), RECORD_MS).unref(),
    ];
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private async record(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      this.cursor = await recordDue(this.ports, this.cursor);
    } catch (err) {
      this.logger.warn({ err }, 'what is due of quote requests is not recorded; it will be looked for again');
    } finally {
      this.isBusy = false;
    }
  }
}
