import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

const LOCALHOST = '127.0.0.1';

/** Opens a port of its own for an api; resolves to the port. */
export const listen = async (app: NestFastifyApplication): Promise<number> => {
  await app.listen(0, LOCALHOST);
  return (app.getHttpServer().address() as AddressInfo).port;
};

/** A subscriber as the playground and the desks use it. It connects when it first subscribes, and once. */
export const subscriber = (port: number, key: string): Client =>
  createClient({
    url: `ws://${LOCALHOST}:${port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
  });

/** What a subscription has brought so far, and how it ended. */
export interface Feed<Item> {
  readonly items: Item[];
  readonly errors: unknown[];
  readonly ended: Promise<void>;
  stop(): void;
}

/** Subscribes and reads in the background. */
export const follow = <Item>(
  client: Client,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Feed<Item> => {
  const items: Item[] = [];
  const errors: unknown[] = [];
  let stop = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    stop = client.subscribe<Record<string, Item>>(
      { query, variables },
      {
        next: ({ data, errors: failed }) => {
          if (data !== null && data !== undefined) items.push(...Object.values(data));
          errors.push(...(failed ?? []));
        },
        error: (error) => {
          errors.push(...(Array.isArray(error) ? (error as unknown[]) : [error]));
          resolve();
        },
        complete: resolve,
      },
    );
  });
  return {
    items,
    errors,
    ended,
    stop: () => {
      stop();
    },
  };
};

const ATTEMPTS = 500;
const PAUSE_MS = 2;

/** Makes something happen until a subscriber hears of it: nobody is told when a subscription has begun. */
export const untilHeard = async (feed: Feed<unknown>, happen: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await happen();
    if (feed.items.length > 0) return;
    await sleep(PAUSE_MS);
  }
  throw new Error(`nothing was heard, but ${JSON.stringify(feed.errors)}`);
};
