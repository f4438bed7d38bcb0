import { type OnModuleDestroy } from '@nestjs/common';
import { type Logger } from 'pino';
import { SimulatedDealers, type SimulatedDealersPorts } from '#application/simulated-dealers';

/** How often it is looked whether a dealer has something to do. */
const LOOK_MS = 100;

/** Simulated dealers at work for the desks that ask them, while the market that plays is theirs. */
export class WorkingDealers implements OnModuleDestroy {
  private readonly looking: NodeJS.Timeout;

  constructor(ports: SimulatedDealersPorts, logger: Logger) {
    const dealers = new SimulatedDealers(ports);
    ports.requests.listen((deskId, request) => {
      dealers.hear(deskId, request);
    });
    this.looking = setInterval(() => {
      dealers.tick().catch((err: unknown) => {
        logger.warn({ err }, 'a simulated dealer could not do what he meant to');
      });
    }, LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.looking);
  }
}
