import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getOperationAST,
  getVariableValues,
  OperationTypeNode,
  parse,
  validate,
  type OperationDefinitionNode,
} from 'graphql';
import { type ExampleMarket } from '../example-market.js';
import { EXAMPLES, type Example } from './index.js';

const SCHEMA = buildSchema(readFileSync(join(import.meta.dirname, '../../../api/schema.gql'), 'utf8'));

const MARKET: ExampleMarket = {
  instrumentId: 'TEST',
  mid: 100,
  tickSize: 0.01,
  lotSize: 1,
  averageDailyVolume: 4_000_000,
  source: { kind: 'RECORDED' },
};

const operationOf = ({ query }: Example): OperationDefinitionNode => getOperationAST(parse(query))!;

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('the example %s', (name, example) => {
  it('is valid against the schema of the api', () => {
    expect(validate(SCHEMA, parse(example.query))).toEqual([]);
  });

  it.each(['RECORDED', 'SIMULATED'])(
    'brings the variables that its operation asks for, in a market that is %s',
    (kind) => {
      const variables = { ...example.variables({ ...MARKET, source: { kind } }, () => 'key') };
      const declared = operationOf(example).variableDefinitions ?? [];
      expect(getVariableValues(SCHEMA, declared, variables).errors).toBeUndefined();
      const names = declared.map(({ variable }) => variable.name.value);
      expect(Object.keys(variables).filter((variable) => !names.includes(variable))).toEqual([]);
    },
  );

  it('is named as its operation, which titles its tab', () => {
    expect(operationOf(example).name?.value).toBe(name);
  });

  it('is a subscription to what happens if it says what causes that, to one thing if it asks by id, or to what it says', () => {
    const { operation, variableDefinitions = [] } = operationOf(example);
    const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
    const says = variableDefinitions.some(({ variable }) => variable.name.value === 'input');
    expect(isSubscription).toBe(
      example.causedBy !== undefined || (isSubscription && (example.idFrom !== undefined || says)),
    );
  });
});

it('every example has a name of its own', () => {
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
});
