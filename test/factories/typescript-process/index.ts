import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A process of its own that runs one of our sources, to be killed at will. */
export interface TypescriptProcess {
  /** What it wrote to either stream so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code; undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>;
}

const REGISTER = pathToFileURL(path.resolve('test/factories/typescript-process/register.mjs')).href;

/** `script` is a path from the root of the repository. The process sees `environment`, and the PATH, and nothing else. */
export const spawnTypescript = (
  script: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): TypescriptProcess => {
  const child = spawn(process.execPath, ['--conditions=source', '--import', REGISTER, script, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  return {
    output: () => written,
    kill: (signal) => child.kill(signal),
    ended: new Promise((resolve) => {
      child.on('close', (code) => {
        resolve(code ?? undefined);
      });
    }),
  };
};
