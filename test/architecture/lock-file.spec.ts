import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;

describe('package-lock.json', () => {
  it('is whole for every platform, so that `npm ci` takes it (mended by `npm run lock`)', () => {
    const platform = /(darwin|linux|win32|android|freebsd|openharmony)-/;
    const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => platform.test(name) && !(`node_modules/${name}` in packages)),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http') === true)).toEqual([]);
  });
});
