import { expect } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Job } from '#application/jobs';
import { type ImpactModel, type Role } from '#application/ports';
import { send, startApi } from './api.js';
import { type Deployment } from './deployments.js';
import { handlerOf, takeJobs, workThrough } from './worker.js';

/** How analyses of one kind are asked for and found. */
interface AnalysisDocuments {
  readonly role: Role;
  /** A mutation of `$input`. */
  readonly analyse: string;
  /** A query of `$id`, and of a page where there are pages. */
  readonly found: string;
  /** All but the idempotency key. */
  readonly input: object;
}

/** A job of the outbox in the hands of a worker. */
interface TakenJob {
  readonly job: Job;
  run(): Promise<void>;
  abandon(reason: string): Promise<void>;
}

/** A client of desk alpha that asks for analyses of one kind, and the worker that computes them. */
export interface AnalysisClient<Found> {
  readonly deployment: Deployment;
  readonly app: NestFastifyApplication;
  ask<Data = Found>(query: string, variables: object): Promise<Data>;
  /** With a key of its own, unless one is among the changes. */
  analyse(changes?: object): Promise<Found>;
  found(id: string, page?: object): Promise<Found>;
  /** Asks for it, does the work, and finds it DONE. */
  analysed(changes?: object): Promise<Found>;
  /** Does what the outbox holds. */
  work(model?: ImpactModel): Promise<void>;
  /** Takes what the outbox holds, to be done one by one. */
  take(): Promise<readonly TakenJob[]>;
  close(): Promise<void>;
}

export const openAnalysisClient = async <Found extends { readonly analysisId: string }>(
  deployment: Deployment,
  { role, analyse: mutation, found: query, input }: AnalysisDocuments,
): Promise<AnalysisClient<Found>> => {
  const { ports, worker } = deployment;
  const app = await startApi(ports);
  let keys = 0;

  const ask = async <Data = Found>(document: string, variables: object): Promise<Data> => {
    const { data, errors } = await send<Record<string, Data>>(app, document, variables, deployment.key(role));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };
  const analyse = (changes: object = {}): Promise<Found> =>
    ask(mutation, { input: { ...input, idempotencyKey: `key ${(keys += 1)}`, ...changes } });
  const found = (id: string, page: object = {}): Promise<Found> => ask(query, { id, ...page });
  const work = async (model = ports.model): Promise<void> => {
    await workThrough(worker, model);
  };
  const taken = (job: Job): TakenJob => {
    const handler = handlerOf(worker, ports.model, job);
    return { job, run: () => handler.run(job.payload), abandon: (reason) => handler.abandon(job.payload, reason) };
  };

  return {
    deployment,
    app,
    ask,
    analyse,
    found,
    analysed: async (changes) => {
      const { analysisId } = await analyse(changes);
      await work();
      const done = await found(analysisId);
      expect(done).toMatchObject({ status: 'DONE', failureReason: null });
      return done;
    },
    work,
    take: async () => (await takeJobs(worker)).map(taken),
    close: async () => {
      await app.close();
      await deployment.close();
    },
  };
};
