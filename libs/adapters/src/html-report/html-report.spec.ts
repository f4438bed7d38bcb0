import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { markupFaults } from '../../../../test/factories/markup.js';
import { svgOf, type Chart } from './chart.js';
import { html } from './html.js';
import { duration, fixed, percent, short, timeOfDay, whole, withInterval } from './numbers.js';
import { linearScale, logScale, paddedDomain, paddedLogDomain } from './scale.js';
import { standaloneSvg } from './standalone-svg.js';

describe('html', () => {
  it('escapes what is put into it, whatever it is', () => {
    expect(html`<p title="${'"&\''}">${'<script>alert(1)</script>'}</p>`.markup).toBe(
      '<p title="&quot;&amp;&#39;">&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(markupFaults(html`<p title="${text}">${text}</p>`.markup)).toEqual([]);
      }),
    );
  });

  it('takes markup as it is, one or many', () => {
    expect(html`<b>${[1, 2].map((n) => html`<i>${n}</i>`)}</b>`.markup).toBe('<b><i>1</i><i>2</i></b>');
  });
});

describe('numbers for people', () => {
  it.each([
    [short(1234567), '1.23M'],
    [short(-0.01234), '−0.0123'],
    [short(NaN), '–'],
    [short(0), '0'],
    [whole(1234567), '1 234 567'],
    [fixed(-0.001, 2), '0.00'],
    [percent(0.0749), '7.49 %'],
    [withInterval({ value: 0.4921, low: 0.4428, high: 0.5442 }), '0.49 [0.44, 0.54]'],
    [withInterval({ value: 1, low: NaN, high: NaN }), '1.00'],
    [duration(0.01), '10 ms'],
    [duration(300), '5 min'],
    [timeOfDay(86_400 + 13.5 * 3600), '13:30'],
  ])('%s', (text, expected) => {
    expect(text.replaceAll('\u202f', ' ')).toBe(expected);
  });
});

describe('scales', () => {
  const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });

  it('put the ends of a linear axis at its ends, with ticks between them', () => {
    fc.assert(
      fc.property(bound, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (least, width) => {
        const scale = linearScale([least, least + width], 0, 100);
        expect(scale.toPixel(least)).toBeCloseTo(0, 6);
        expect(scale.toPixel(least + width)).toBeCloseTo(100, 6);
        expect(scale.ticks.length).toBeGreaterThan(2);
        expect(scale.ticks.length).toBeLessThan(10);
        for (const tick of scale.ticks) expect(Math.abs(scale.toPixel(tick) - 50)).toBeLessThanOrEqual(50.001);
      }),
    );
  });

  it('give a logarithmic axis at least two ticks inside it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 1e6, noNaN: true }),
        fc.double({ min: 3, max: 1e6, noNaN: true }),
        (least, ratio) => {
          const scale = logScale([least, least * ratio], 0, 100);
          expect(scale.ticks.length).toBeGreaterThanOrEqual(1);
          for (const tick of scale.ticks) expect(Math.abs(scale.toPixel(tick) - 50)).toBeLessThanOrEqual(50.001);
        },
      ),
    );
  });

  const size = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
  const measured = fc.oneof(
    size,
    size.map((x) => -x),
    fc.constantFrom(0, NaN, Infinity),
  );

  it('have a domain whatever the values', () => {
    fc.assert(
      fc.property(fc.array(measured), (values) => {
        const [least, most] = paddedDomain(values, [0]);
        const [low, high] = paddedLogDomain(values);
        expect(most).toBeGreaterThan(least);
        expect(high).toBeGreaterThan(low);
        expect(low).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a chart', () => {
  const chart: Chart = {
    title: 'A < B',
    description: 'Two points',
    x: { label: 'x, s', kind: 'LOG', domain: [1, 100], format: short },
    y: { label: 'y, bps', kind: 'LOG', domain: [1, 10], format: short },
    legend: [{ colour: 1, text: 'points & line' }],
    marks: [
      { kind: 'LINE', colour: 1, points: [[1, 2], [3, NaN], [10, 5], [20, 6]] }, // prettier-ignore
      { kind: 'BAND', colour: 1, points: [{ x: 1, low: 1, high: 2 }, { x: 10, low: 2, high: 3 }] }, // prettier-ignore
      { kind: 'DOTS', colour: 2, points: [{ x: 10, y: 5, low: 4, high: 6, title: 'above' }, { x: 20, y: -1, title: 'below' }] }, // prettier-ignore
      { kind: 'CLOUD', colour: 3, points: [[2, 2]] },
      { kind: 'BARS', colour: 4, points: [{ from: 2, to: 4, y: 3, title: 'bar' }] },
      { kind: 'RULE', y: 2 },
    ],
  };

  it('is well-formed, and has no number that is none', () => {
    const { markup } = svgOf(chart);
    expect(markupFaults(markup)).toEqual([]);
    expect(markup).not.toMatch(/NaN|Infinity/);
  });

  it('breaks a line where there is no value', () => {
    const [, line = ''] = /<path\s+class="line c1"\s+d="([^"]*M[^"]*L[^"]*)"/.exec(svgOf(chart).markup)!;
    expect(line.match(/M/g)).toHaveLength(2);
  });

  it('shows a value that a log axis has no place for as a triangle', () => {
    expect(svgOf(chart).markup).toMatch(/<title>below<\/title>\s*<path class="below"/);
  });

  it('stands alone with its style', () => {
    const svg = standaloneSvg(chart);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox=[^>]*><style>/);
    expect(markupFaults(svg)).toEqual([]);
  });
});
