import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

// Module hooks that let a plain Node process run the sources, as Jest runs them: no build to be stale.

export const resolve = async (specifier, context, next) => {
  const fromSource =
    specifier.endsWith('.js') && (isOfSource(specifier, context) || isThreadOfSource(specifier, context));
  return next(fromSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
};

const isOfSource = (specifier, { parentURL }) => parentURL?.endsWith('.ts') && specifier.startsWith('.');

/** What a source starts as a thread by the name that it has when it is compiled. */
const isThreadOfSource = (specifier, { parentURL }) =>
  parentURL === undefined && specifier.startsWith('file:') && !existsSync(fileURLToPath(specifier));

export const load = async (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
};
