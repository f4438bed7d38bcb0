import { portfolioMethod } from '#application/analyse-portfolio';
import { scenarioMethod } from '#application/analyse-scenarios';
import { venuesMethod } from '#application/analyse-venues';
import { answerForecastBatchHandler } from '#application/answer-forecast-batch';
import { computeAnalysisHandler } from '#application/compute-analysis';
import { type Job, type JobHandler, type JobHandlers } from '#application/jobs';
import { type ImpactModel } from '#application/ports';
import { learnQuotingModelsHandler } from '#application/learn-quoting-models';
import { simulateSeedHandler } from '#application/simulate-seed';
import { computingHere } from './computing.js';
import { type WorkerStores } from './deployments.js';

/** The handler of any job, as the worker's process has them, but for the threads. */
export const handlerOf = (stores: WorkerStores, model: ImpactModel, { name }: Job): JobHandler<Job['payload']> => {
  const analysis = computeAnalysisHandler({
    ...stores,
    methods: {
      SCENARIOS: scenarioMethod(model),
      PORTFOLIO: portfolioMethod({ model, computing: computingHere }),
      VENUES: venuesMethod(computingHere),
    },
  });
  const handlers: JobHandlers = {
    'impact.forecastBatch': answerForecastBatchHandler({ ...stores, model }),
    'simulation.run': simulateSeedHandler({ ...stores, computing: computingHere }),
    'scenario.analyse': analysis,
    'portfolio.analyse': analysis,
    'venues.select': analysis,
    'hitmodel.fit': learnQuotingModelsHandler({ ...stores, computing: computingHere }),
  };
  return handlers[name];
};

/** What the outbox holds; it is empty then. */
export const takeJobs = async ({ outbox }: WorkerStores): Promise<readonly Job[]> => {
  const taken: Job[] = [];
  await outbox.relay(1_000, (jobs) => Promise.resolve(void taken.push(...jobs)));
  return taken;
};

/** Does what the outbox holds; resolves to the jobs. */
export const workThrough = async (stores: WorkerStores, model: ImpactModel): Promise<readonly Job[]> => {
  const jobs = await takeJobs(stores);
  for (const job of jobs) await handlerOf(stores, model, job).run(job.payload);
  return jobs;
};
