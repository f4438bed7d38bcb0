import { describe, expect, it } from '@jest/globals';
import { jobId, type Job } from './index.js';

describe('jobId', () => {
  it('is the name and the domain key', () => {
    const job: Job = { name: 'simulation.run', payload: { deskId: 'alpha', runId: 'R1', seed: 7 } };
    expect(jobId(job)).toBe('simulation.run/R1.7');
    expect(jobId({ ...job })).toBe(jobId(job));
  });
});
