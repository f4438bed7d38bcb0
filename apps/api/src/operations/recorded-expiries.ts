import { type OnModuleDestroy } from '@nestjs/common';
import { type Logger } from 'pino';
import { expireDue, type ExpiryPorts } from '#application/command-quote-request';

/** How often it is looked which requests for quote have expired. */
const LOOK_MS = 1_000;

/** Has the expiry of every request for quote recorded soon after it is due, whether or not anybody looks. */
export class RecordedExpiries implements OnModuleDestroy {
  private readonly looking: NodeJS.Timeout;
  private isBusy = false;
  private cursor: string | undefined;

  constructor(
    private readonly ports: ExpiryPorts,
    private readonly logger: Logger,
  ) {
    this.looking = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.looking);
  }

  private async look(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      this.cursor = await expireDue(this.ports, this.cursor);
    } catch (err) {
      this.logger.warn({ err }, 'expiries are not recorded; they will be looked for again');
    } finally {
      this.isBusy = false;
    }
  }
}
