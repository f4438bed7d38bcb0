/** INTERACTIVE: somebody waits for the answer. BULK: it may take its time. */
export type JobPriority = 'INTERACTIVE' | 'BULK';

/** One part of a stored analysis. */
export interface AnalysisPartKey {
  readonly deskId: string;
  readonly analysisId: string;
  readonly part: number;
  readonly priority: JobPriority;
}

/** The closed map of background work: job name -> payload. A job that is not here cannot be written down. */
export interface Jobs {
  /** Forecasts the orders of one stored batch, as urgently as its desk said. */
  readonly 'impact.forecastBatch': {
    readonly deskId: string;
    readonly batchId: string;
    readonly priority: JobPriority;
  };
  /** Simulates one seed of one stored run. */
  readonly 'simulation.run': { readonly deskId: string; readonly runId: string; readonly seed: number };
  /** Computes one part of an analysis of scenarios. */
  readonly 'scenario.analyse': AnalysisPartKey;
  /** Computes one part of an analysis of a portfolio. */
  readonly 'portfolio.analyse': AnalysisPartKey;
  /** Splits the orders of one part of an analysis over venues. */
  readonly 'venues.select': AnalysisPartKey;
  /** Learns hit models and client flow from a desk's outcomes up to an ordinal. */
  readonly 'hitmodel.fit': { readonly deskId: string; readonly upTo: number };
}

export type JobName = keyof Jobs;

/** A job to be done, by name. */
export type Job<N extends JobName = JobName> = { [K in N]: { readonly name: K; readonly payload: Jobs[K] } }[N];

/** What to do about a job. Both may be called again for the same job, after a crash: they must be idempotent. */
export interface JobHandler<Payload> {
  run(payload: Payload): Promise<void>;
  /** The job failed for good; `reason` says how its last attempt ended. */
  abandon(payload: Payload, reason: string): Promise<void>;
}

/** One handler per job name; a name without a handler does not compile. */
export type JobHandlers = { readonly [N in JobName]: JobHandler<Jobs[N]> };

const analysisPart = ({ analysisId, part }: AnalysisPartKey): string => `${analysisId}.${part}`;

const DOMAIN_KEYS: { readonly [N in JobName]: (payload: Jobs[N]) => string } = {
  'impact.forecastBatch': ({ batchId }) => batchId,
  'simulation.run': ({ runId, seed }) => `${runId}.${seed}`,
  'scenario.analyse': analysisPart,
  'portfolio.analyse': analysisPart,
  'venues.select': analysisPart,
  'hitmodel.fit': ({ deskId, upTo }) => `${deskId}.${upTo}`,
};

const PRIORITIES: { readonly [N in JobName]: (payload: Jobs[N]) => JobPriority } = {
  'impact.forecastBatch': ({ priority }) => priority,
  'simulation.run': () => 'BULK',
  'scenario.analyse': ({ priority }) => priority,
  'portfolio.analyse': ({ priority }) => priority,
  'venues.select': ({ priority }) => priority,
  'hitmodel.fit': () => 'BULK',
};

export const JOB_NAMES = Object.keys(DOMAIN_KEYS) as readonly JobName[];

/** The identity of a job: its name and domain key. Two jobs with one id are the same job. */
export const jobId = <N extends JobName>(job: Job<N>): string => `${job.name}/${DOMAIN_KEYS[job.name](job.payload)}`;

/** Of two jobs that wait, an interactive one is begun before a bulk one, whichever came first. */
export const jobPriority = <N extends JobName>(job: Job<N>): JobPriority => PRIORITIES[job.name](job.payload);
