import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  DEALER_MOVES,
  DEALERS_MAX,
  FILLS_PER_DEALER_MAX,
  LEGS_MAX,
  MARKOUTS_MAX,
  QUOTES_PER_DEALER_MAX,
  REQUEST_MOVES,
  RFQ_FAILURE_CODES,
} from '#domain/rfq';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/rfq.md'), 'utf8');

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match.slice(1).join(' '));

/** The arrows of the two diagrams. */
const [REQUEST_DIAGRAM, DEALER_DIAGRAM] = matches(DOCUMENT, /^```mermaid\n([^]*?)^```$/gm);

describe('docs/rfq.md', () => {
  it('draws every way in which a request ends, and no other', () => {
    const drawn = matches(REQUEST_DIAGRAM!, /^ {2}(\w+) --> (\w+):/gm);
    const inCode = Object.entries(REQUEST_MOVES).flatMap(([from, ends]) => ends.map((to) => `${from} ${to}`));
    expect([...drawn].sort()).toEqual(inCode.sort());
  });

  it('draws every move of the table of a dealer, and no other', () => {
    const drawn = matches(DEALER_DIAGRAM!, /^ {2}(\w+) --> (\w+): (\w+)$/gm);
    const inCode = Object.entries(DEALER_MOVES).flatMap(([from, moves]) =>
      Object.entries(moves).map(([move, to]) => `${from} ${to} ${move}`),
    );
    expect([...drawn].sort()).toEqual(inCode.sort());
  });

  it('lists every refusal', () => {
    expect([...matches(DOCUMENT, /^\| `([A-Z_]+)` /gm)].sort()).toEqual([...RFQ_FAILURE_CODES].sort());
  });

  it('states the limits', () => {
    expect(matches(DOCUMENT, /\| +(\d+) \|$/gm).map(Number)).toEqual([
      LEGS_MAX,
      DEALERS_MAX,
      QUOTES_PER_DEALER_MAX,
      FILLS_PER_DEALER_MAX,
      MARKOUTS_MAX,
    ]);
  });
});
