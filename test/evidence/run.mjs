import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// `npm run evidence -- NAME [--json] [--quick] [--write]`: recomputes what the project claims about NAME, with intervals and
// fixed seeds. With --json standard output is one JSON line per figure and nothing else; --write renders docs/evidence; --check
// fails where a goal is missed.
const STUDIES = ['market-data', 'impact', 'simulator', 'buy-side', 'sell-side', 'execution', 'protection', 'venues'];
const inRoot = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const progress = (text) => process.stderr.write(`  ${text}\n`);

const refuse = (reason) => {
  process.stderr.write(
    `evidence: ${reason}\nnpm run evidence -- ${STUDIES.join('|')} [--json] [--quick] [--write] [--check]\n`,
  );
  process.exit(2);
};

const read = () => {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return refuse(error.message);
  }
};

const { values: options, positionals } = read();
const [name] = positionals;
if (positionals.length !== 1 || !STUDIES.includes(name)) refuse(`there is no "${positionals.join(' ')}"`);
if (options.write && options.quick) refuse('--write takes the whole, not --quick');

// What is said while building goes to standard error: standard output belongs to the figures.
const built = spawnSync(process.execPath, [inRoot('apps/local/build-programs.mjs')], { stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const { Recordings } = await import('./recordings.mjs');
const { isMissed, printFigures } = await import('./figure.mjs');
const { writeDocument } = await import('./document.mjs');
const { title, introduction, parts } = await import(`./${name}/index.mjs`);

const recordings = new Recordings(process.env.RECORDINGS ?? inRoot('../shared/data'), progress);
const results = [];
for (const part of parts) {
  if (options.quick && part.isForTheWhole === true) continue;
  const missing = part.needs.filter((path) => !recordings.has(path));
  const source = missing.length === 0 ? part : part.withoutRecordings;
  if (missing.length > 0) progress(`${part.title}: no ${missing.join(', ')} in ${recordings.folder} (set RECORDINGS)`);
  if (source === undefined) continue;
  progress(source.title);
  const measured = await source.measure({ recordings, quick: options.quick });
  // A part that lacks something beside the recordings has said what.
  if (measured !== undefined) results.push({ ...source, ...measured });
}
const figures = results.flatMap((result) => result.figures);
if (options.json) for (const figure of figures) console.log(JSON.stringify(figure));
else printFigures(title, results);
if (options.write) {
  if (results.length < parts.length || results.some(({ isSynthetic }) => isSynthetic === true)) {
    refuse('--write needs all recordings, and what the parts that were left out have said');
  }
  await writeDocument(inRoot('docs/evidence'), { name, title, introduction, results });
}
if (options.check) {
  const missed = figures.filter(isMissed);
  for (const one of missed) process.stderr.write(`evidence: ${one.name} is ${one.value}, its goal ${one.goal}\n`);
  if (missed.length > 0) process.exitCode = 1;
}
