import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { type RankedQuotes, type RankedQuoteView } from '#application/evaluate-quotes';
import { type ScoreTermType } from '../../apps/api/src/graphql/evaluate-quotes.types.js';
import { DESKS, EVALUATE, evaluateInput, keyOf, memoryPorts, send, startApi } from '../factories/api.js';

/** The answer as a client gets it: terms as a list. */
type Answer = Omit<RankedQuotes, 'quotes'> & {
  readonly quotes: readonly (Omit<RankedQuoteView, 'terms'> & { readonly terms: readonly ScoreTermType[] })[];
};

const RULE_1 = new URL('../golden/decisions/evaluate-quotes-rule-1.json', import.meta.url);

const SAID_NOW = `mutation Evaluate($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) {
    ... on RankedQuotes {
      fairPrice { prior { costBps sdBps weight } bestOfNBps }
      quotes {
        dealer rankLow rankHigh fairWeight evidenceFlag rejectProbability { value basis }
        expectedMarkouts { seconds meanBps basis } terms { name bps sdBps evidence basis }
      }
      sunkLeakage { bps basis }
      advice { action actions { action dealers meanBps lowBps highBps riskAdjustedBps price seconds shares } }
    }
  }
}`;

const STORED = `query Decision($id: ID!) {
  decision(id: $id) {
    ... on Decision {
      answer {
        ... on RankedQuotes {
          quotes { dealer rankLow expectedMarkouts { seconds } terms { name bps evidence basis } }
          fairPrice { bestOfNBps prior { weight } }
          sunkLeakage { bps }
          advice { action dealer reason actions { action } }
        }
      }
    }
  }
}`;

let app: NestFastifyApplication;
const ports = memoryPorts();

beforeAll(async () => {
  app = await startApi(ports);
});

afterAll(() => app.close());

describe('evaluateQuotes', () => {
  it('answers over a socket, as the printed curl asks', async () => {
    await app.listen(0, '127.0.0.1');
    const answer = await request(await app.getUrl())
      .post('/graphql')
      .set('authorization', `Bearer ${keyOf('trader')}`)
      .send({ query: EVALUATE, variables: { input: evaluateInput() } })
      .expect(200)
      .expect('content-type', /^application\/json/);
    const { data } = answer.body as { data: { evaluateQuotes: Answer } };
    expect(data.evaluateQuotes.quotes.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('ranks three quotes by all-in cost, each a sum of named terms', async () => {
    const { status, data, errors } = await send<{ evaluateQuotes: Answer }>(app, EVALUATE, {
      input: evaluateInput(),
    });
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    const { quotes, forecast, advice, market } = data.evaluateQuotes;
    expect(quotes.map((quote) => [quote.rank, quote.dealer])).toEqual([
      [1, 'SOUTH'],
      [2, 'NORTH'],
      [3, 'WEST'],
    ]);
    for (const quote of quotes) {
      expect(quote.terms.reduce((sum, term) => sum + term.bps, 0)).toBeCloseTo(quote.allInCostBps, 9);
    }
    expect(quotes.reduce((sum, quote) => sum + quote.bestProbability, 0)).toBeCloseTo(1, 9);
    expect(forecast.temporaryBps + forecast.permanentBps).toBeCloseTo(forecast.slippage.meanBps, 9);
    expect(advice.action).toMatch(/LIFT|WORK_ORDER/);
    expect(market.source).toEqual({ kind: 'SIMULATED', name: 'factory' });
  });

  it('weighs waiting and asking others where the client has time', async () => {
    const input = evaluateInput({ awaited: [{ dealer: 'EAST', waitedMs: 500 }], openForMs: 20_000 });
    const { data, errors } = await send<{ evaluateQuotes: Answer }>(app, SAID_NOW, { input });
    expect(errors).toEqual([]);
    const { advice, quotes, fairPrice, sunkLeakage } = data.evaluateQuotes;
    expect(advice.actions.find(({ action }) => action === 'WAIT')).toMatchObject({ dealers: ['EAST'] });
    expect(quotes[0]!.expectedMarkouts.map(({ seconds }) => seconds)).toEqual([1, 10, 60, 300, 1_800, 86_400]);
    expect(quotes[0]!.terms[2]).toMatchObject({ name: 'rejectRisk', evidence: 0, basis: 'PRIOR' });
    expect(fairPrice.bestOfNBps).toBeLessThan(0);
    expect(sunkLeakage.bps).toBeCloseTo(4 * 0.2, 12);
  });

  it('a decision of rule 1 is answered as it was, without what nobody asked then', async () => {
    const [row] = JSON.parse(readFileSync(RULE_1, 'utf8')) as [{ readonly inputs: string; readonly output: string }];
    const { decisionId, decidedAt } = JSON.parse(row.output) as { decisionId: string; decidedAt: string };
    const keys = { deskId: DESKS.alpha, kind: 'EVALUATE_QUOTES', idempotencyKey: 'rule 1', requestHash: 'a' } as const;
    await ports.decisions.append({ ...row, ...keys, decisionId, decidedAt });
    const { data, errors } = await send<{ decision: { answer: Answer } }>(app, STORED, { id: decisionId });
    expect(errors).toEqual([]);
    const { quotes, advice, fairPrice, sunkLeakage } = data.decision.answer;
    expect(quotes[0]).toMatchObject({ rankLow: null, expectedMarkouts: null });
    expect(quotes[0]!.terms[0]).toMatchObject({ name: 'fairCost', evidence: null, basis: 'MODEL' });
    expect([advice.actions, fairPrice.prior, sunkLeakage]).toEqual([null, null, null]);
    expect(advice.reason).toContain('risk-adjusted');
  });

  it('a compiled document answers the operation that is named', async () => {
    const query = 'query A { marketSession { now } } query B { instruments { instrumentId } }';
    const named = async (operationName: string): Promise<string> => {
      const { payload } = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${keyOf('trader')}`, 'content-type': 'application/json' },
        payload: JSON.stringify({ query, operationName }),
      });
      return payload;
    };
    for (let i = 0; i < 20; i += 1) {
      expect(await named('A')).toContain('marketSession');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await named('B')).toContain('instrumentId');
  });

  it('a compiled document refuses variables in the same words as a new one', async () => {
    const wrong = [
      { side: 'HOLD' },
      { quantityUnit: 7 },
      { quotes: [{ dealer: 'A' }] },
      { quotes: [{ dealer: 'A', price: '100', validForMs: 1, colour: 'red' }] },
      { quotes: 'none' },
      { idempotencyKey: null },
      { instrumentId: { a: 1 } },
      { quantity: 'NaN' },
      { quotes: [{ dealer: 'A', price: '-1', validForMs: 1 }] },
    ].map((field) => ({ input: evaluateInput({ idempotencyKey: 'wrong', ...field }) }));
    const refusals = async (query: string): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (const variables of wrong) {
        const { status, errors } = await send(app, query, variables);
        answers.push([status, errors.map(({ message, extensions }) => ({ message, extensions }))]);
      }
      return answers;
    };
    const compiled = `${EVALUATE}\n# compiled`;
    for (let i = 0; i < 20; i += 1) {
      await send(app, compiled, { input: evaluateInput() });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const anew = await refusals(EVALUATE.replace('{', '{ '));
    expect(await refusals(compiled)).toEqual(anew);
    expect(anew.every((answer) => JSON.stringify(answer).includes('"field"'))).toBe(true);
  });
});
