import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonCursor } from './json-cursor.js';

const cursorOver = (text: string): JsonCursor => {
  const bytes = Buffer.from(`before${text}after`);
  const cursor = new JsonCursor();
  cursor.begin(bytes, 6, bytes.length - 5);
  return cursor;
};

describe('JsonCursor', () => {
  it('walks over any JSON value to its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\t'), (json, blank) => {
        const cursor = cursorOver(`${blank}${json}${blank}`);
        cursor.skipValue();
        expect([cursor.isBroken, cursor.isAtEnd()]).toEqual([false, true]);
      }),
    );
  });

  it('finds an object that is cut off broken, wherever that is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (object, at) => {
        const json = JSON.stringify(object);
        const cursor = cursorOver(json.slice(0, at % json.length));
        cursor.skipValue();
        expect(cursor.isBroken).toBe(true);
      }),
    );
  });

  it('finds the keys of an object and what stands under them, in their order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,4}$/), fc.jsonValue()), (object) => {
        const cursor = cursorOver(JSON.stringify(object));
        const keys: string[] = [];
        cursor.enterObject();
        for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
          keys.push(cursor.stringText());
          cursor.skipValue();
        }
        expect([cursor.isBroken, cursor.isAtEnd(), keys]).toEqual([false, true, Object.keys(object)]);
      }),
    );
  });

  it('reads decimals in quotes as exact integers', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e15, max: 9e15 }), fc.nat({ max: 8 }), (units, decimals) => {
        const digits = String(Math.abs(units)).padStart(9, '0');
        const text = `${units < 0 ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}${'0'.repeat(decimals)}`;
        expect(cursorOver(`"${text}"`).quotedDecimal(8)).toBe(units);
      }),
    );
  });

  it.each([
    '"1,5"',
    '"1.5.5"',
    '""',
    '"."',
    '".5"',
    '"-"',
    '"1e3"',
    '"NaN"',
    '" 1"',
    '1.5',
    'null',
    '["1"]',
    '"0.123456789"',
  ])('%s is no decimal in quotes with eight digits, and is passed over', (text) => {
    const cursor = cursorOver(`[${text},"2.5"]`);
    cursor.enterArray();
    cursor.nextElement(true);
    expect(cursor.quotedDecimal(8)).toBeNaN();
    cursor.nextElement(false);
    expect(cursor.quotedDecimal(8)).toBe(250_000_000);
  });

  it.each([
    ['17', 17],
    ['-3', -3],
    ['4984028367545', 4_984_028_367_545],
    ['1.5', NaN],
    ['1e3', NaN],
    ['"17"', NaN],
    ['true', NaN],
    ['[1]', NaN],
  ])('the integer %s is %d', (text, value) => {
    const cursor = cursorOver(`[${text}]`);
    cursor.enterArray();
    cursor.nextElement(true);
    expect(cursor.integer()).toBe(value);
    expect([cursor.nextElement(false), cursor.isAtEnd()]).toEqual([false, true]);
  });
});
