import { type FeatureDefinition, type FeatureSet } from '#domain/features';

const INTRODUCTION = `# Features

A feature is one number in the vector that a model reads. The live path, the replay and the training export compute it with
the same code, from events up to a time and nothing later. A value that is not known is missing (NaN): no number is put in
its place.

- A window of N seconds holds the last N seconds that have ended and the running one, unless it says otherwise.
- Sizes are in units, signs are those of the aggressor: +1 bought, -1 sold.
- "Mirrored" says what a value becomes when every bid is an ask and every buy a sell. "Scales with prices" marks what
  changes when all prices are multiplied by a constant; everything else stays.
- Where the best prices are known and what rests behind them is not (DEPTH_INVALID, \`docs/quality.md\`), a side has no levels:
  what is read off several is missing. How a book that is told anew by a snapshot differs from before is no order flow.
- A definition changes only by a new version of the set.

The list below is written from the code, and a test holds it equal: \`WRITE_DOCS=1\` before the command that runs
\`test/golden/feature-set-v1.spec.ts\` writes it anew.
`;

/** The page of a set: what `docs/features.md` holds. */
export const featurePage = ({ version, definitions, requestDefinitions }: FeatureSet): string =>
  [
    INTRODUCTION,
    `## Set ${version}: ${definitions.length} features of the market\n`,
    ...sections(definitions),
    `## Set ${version}: ${requestDefinitions.length} features of the request\n`,
    'They follow the market in the vector.\n',
    ...sections(requestDefinitions),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');

const sections = (definitions: readonly FeatureDefinition[]): string[] =>
  [...new Set(definitions.map(({ group }) => group))].map((group) => {
    const ofGroup = definitions.filter((definition) => definition.group === group);
    return `### ${group}\n\n${ofGroup.map(entry).join('\n')}\n`;
  });

const entry = ({ name, unit, window, formula, missing, ...rest }: FeatureDefinition): string => {
  const range = `${bound(rest.least)} to ${bound(rest.most)}`;
  const notes = [`Range ${range}`, `missing: ${missing}`, `mirrored: ${mirrored(rest)}`];
  if (!rest.priceScaleFree) notes.push('scales with prices');
  return `- **\`${name}\`** (${plain(unit)}; ${plain(window)}): ${plain(formula)}. ${plain(notes.join('; '))}.`;
};

const bound = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? 'infinity' : '-infinity';

const mirrored = ({ mirror }: Pick<FeatureDefinition, 'mirror'>): string => {
  if (mirror === 'SAME') return 'the same';
  return mirror === 'NEGATED' ? 'negated' : `that of ${mirror.as}`;
};

/** Text that Markdown shows as it stands. */
const plain = (text: string): string => text.replace(/[*_[\]<]/g, '\\$&');
