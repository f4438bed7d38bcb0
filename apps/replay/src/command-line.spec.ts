import { describe, expect, it } from '@jest/globals';
import { RecordingError } from '#adapters/recordings';
import { defineCommand, required, seedOf } from './command.js';
import { CommandFailure } from './command-failure.js';
import { runCommandLine } from './command-line.js';

const echo = defineCommand({
  name: 'echo',
  summary: 'Says what it was given.',
  usage: '--session PATH [--seed N]',
  options: { session: { type: 'string', multiple: true }, seed: { type: 'string', default: '1' } },
  run: (values, terminal) => {
    terminal.result(
      JSON.stringify({ session: required('session', values.session), seed: seedOf('seed', values.seed) }),
    );
    return Promise.resolve();
  },
});
const plain = defineCommand({
  name: 'plain',
  summary: 'Takes nothing.',
  usage: '(no options)',
  options: {},
  run: () => Promise.reject(new CommandFailure('the file broke')),
});
const broken = defineCommand({
  name: 'broken',
  summary: 'Reads a file that is cut short.',
  usage: '(no options)',
  options: {},
  run: () => Promise.reject(new RecordingError('CUT_SHORT', 'x.zip', 'ends in the middle')),
});
const defect = defineCommand({
  name: 'defect',
  summary: 'Breaks.',
  usage: '',
  options: {},
  run: () => Promise.reject(new Error('ours')),
});

const run = async (...args: string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { result: (line: string) => out.push(line), progress: (line: string) => err.push(line) };
  const status = await runCommandLine(args, [echo, plain, broken, defect], terminal);
  return { status, out, said: err.map((text) => text.split('\n')[0]) };
};

describe('the command line', () => {
  it.each<[string, string[], string]>([
    ['options', ['--session', 'a', '--session', 'b', '--seed', '7'], '{"session":["a","b"],"seed":7}'],
    [
      'bare paths after --session, as a shell expands a star',
      ['--session', 'a', 'b'],
      '{"session":["a","b"],"seed":1}',
    ],
  ])('hands %s to the command', async (_, args, line) => {
    expect(await run('echo', ...args)).toEqual({ status: 0, out: [line], said: [] });
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['sing'], 'replay: there is no command "sing"'],
    ['no command', [], 'npm run replay -- <command> [options]'],
    ['an unknown option', ['echo', '--loud'], "replay echo: Unknown option '--loud'"],
    ['an option without its value', ['echo', '--seed'], "replay echo: Option '--seed <value>' argument missing"],
    ['a bare word where sessions were not named', ['echo', 'loud'], 'replay echo: unknown argument "loud"'],
    ['a bare word where none is taken', ['plain', 'loud'], "replay plain: Unexpected argument 'loud'"],
    [
      'a seed that is none',
      ['echo', '--session', 'a', '--seed', '-1x'],
      "replay echo: Option '--seed' argument is ambiguous",
    ],
    [
      'a seed that is too large',
      ['echo', '--session', 'a', '--seed', '2147483648'],
      'replay echo: --seed is "2147483648"; expected a whole number from 0 to 2147483647',
    ],
  ])('refuses %s in one line, with the usage, and status 2', async (_, args, line) => {
    const { status, out, said } = await run(...args);
    expect({ status, out }).toEqual({ status: 2, out: [] });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(line);
  });

  it('tells what cannot be done in one line, with status 1', async () => {
    expect(await run('plain')).toEqual({ status: 1, out: [], said: ['replay plain: the file broke'] });
    expect(await run('broken')).toEqual({ status: 1, out: [], said: ['replay broken: x.zip: ends in the middle'] });
  });

  it('does not hide a defect', async () => {
    await expect(run('defect')).rejects.toThrow('ours');
  });

  it('lists commands and options when asked', async () => {
    expect((await run('--help')).out[0]).toMatch(/echo +Says what it was given\.\n +plain /);
    expect((await run('echo', '--session', 'x', '--help')).out).toEqual([
      'Says what it was given.\n\n--session PATH [--seed N]',
    ]);
  });
});
