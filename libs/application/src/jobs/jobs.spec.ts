import { describe, expect, it } from '@jest/globals';
import { jobId, type Job } from './index.js';

describe('jobId', () => {
  it('is the name and the domain key', () => {
    const job: Job = { name: 'scenario.analyse', payload: { deskId: 'alpha', scenarioId: 'S1' } };
    expect(jobId(job)).toBe('scenario.analyse/S1');
    expect(jobId({ ...job })).toBe(jobId(job));
  });
});
