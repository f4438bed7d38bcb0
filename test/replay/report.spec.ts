import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { report } from '../../apps/replay/src/commands/report.js';
import { markupFaults } from '../factories/markup.js';
import { temporaryFolder, writeBinance, writeLean, writeLobster } from '../factories/recordings/index.js';

const dir = temporaryFolder();
let pages = 0;

const run = async (...args: string[]) => {
  pages += 1;
  const out = join(dir, `page-${pages}.html`);
  const said: string[] = [];
  const terminal = { result: (line: string) => said.push(line), progress: (line: string) => said.push(line) };
  const status = await runCommandLine(['report', '--out', out, ...args], [report], terminal);
  return { status, out, said, page: status === 0 ? await readFile(out, 'utf8') : '' };
};

/** What a browser would fetch, or a script it would run. */
const REACHES_OUT =
  /\b(?:src|srcset|action|data|poster|xlink:href)=|href="(?!#)|url\(|@import|<(?:script|link|iframe|object|embed|img)\b|https?:/i;

const sections = (page: string): readonly string[] =>
  [...page.matchAll(/<h2>([^<]+) <span class="badge [a-z]+">([A-Z]+)<\/span>/g)].map(
    ([, name, kind]) => `${name!} ${kind!}`,
  );

describe('replay report', () => {
  const lean = writeLean({ seed: 1, dir, symbol: 'aaa', daily: true, moments: 6000 });
  const lobster = writeLobster({ seed: 2, dir, symbol: 'BBB', levels: 5, messages: 3000 });

  it('makes one page with a section per recording, well-formed, that reaches out to nothing', async () => {
    const { status, said, page, out } = await run('--session', lean.trades, '--session', lobster.paths[0]!);
    expect(status).toBe(0);
    expect(said.at(-1)).toBe(out);
    expect([...sections(page)].sort()).toEqual(['AAA RECORDED', 'BBB RECORDED']);
    expect(markupFaults(page)).toEqual([]);
    expect(page).not.toMatch(REACHES_OUT);
  });

  it('has pictures with a title, a description and units on both axes', async () => {
    const { page } = await run('--session', lean.trades);
    const pictures =
      page.match(/<svg viewBox="[^"]*" role="img">\s*<title>[^<]+<\/title>\s*<desc>[^<]+<\/desc>/g) ?? [];
    expect(pictures.length).toBeGreaterThan(7);
    expect(page.match(/role="img"/g)).toHaveLength(pictures.length);
    expect(page).toContain('spread, bps');
    expect(page).toContain('time of day, UTC');
  });

  it('counts what was set aside', async () => {
    const { page } = await run('--session', lean.quotes);
    expect(page).toContain(`rows set aside as SUSPICIOUS</th>`);
    expect(/rows set aside as SUSPICIOUS<\/th>\s*<td>(\d+)</.exec(page)?.[1]).toBe(String(lean.suspicious));
  });

  it('says "too few" of a recording that says too little, and draws nothing wrong', async () => {
    const short = writeLobster({ seed: 3, dir, symbol: 'CCC', levels: 1, messages: 40 });
    const { page } = await run('--session', short.paths[0]!);
    expect(page.match(/Too few: /g)!.length).toBeGreaterThan(4);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(markupFaults(page)).toEqual([]);
  });

  it('reports on a few minutes of a market that never closes', async () => {
    const { paths } = writeBinance({ seed: 4, dir, seconds: 120, updates: 4000 });
    const { page } = await run(...paths.flatMap((path) => ['--session', path]));
    expect(sections(page)).toEqual(['BTCUSDT-PERP RECORDED']);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(markupFaults(page)).toEqual([]);
  });

  it('makes the same page of the same recording', async () => {
    const [once, again] = [await run('--session', lean.trades), await run('--session', lean.trades)];
    expect(again.page).toBe(once.page);
  });

  it.each([
    ['a recording that is not there', ['--session', join(dir, 'nowhere.zip')], 1],
    ['a seed that is none', ['--session', lean.trades, '--seed', 'x'], 2],
  ])('refuses %s', async (_, args, status) => {
    expect((await run(...args)).status).toBe(status);
  });

  it.each([
    ['a folder', dir, 'is a folder; expected a file'],
    ['in a folder that is not there', join(dir, 'nowhere', 'x.html'), 'cannot be written (ENOENT)'],
  ])('refuses a page that is %s before it reads anything', async (_, out, refusal) => {
    const { status, said } = await run('--session', lean.trades, '--out', out);
    expect({ status, said }).toEqual({ status: 1, said: [`replay report: --out ${out} ${refusal}`] });
  });
});
