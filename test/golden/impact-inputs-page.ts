import { type ImpactInput } from '#domain/impact';

const INTRODUCTION = `# Inputs of an impact model

What a trained model of impact reads, computed from the [features](features.md) of the market at the decision and from the order. The
training export writes the same numbers as columns \`x_<name>\`, so that a trainer does no arithmetic of its own.

- Everything is in the order's own direction: a signed number is positive where it points the way the order trades, and the side taken
  from is the asks for a buy. A buy and a sell in mirrored markets read the same.
- Nothing depends on the scale of prices or of sizes: bps, ratios, logs of ratios.
- Numbers are in single precision, as a model reads them. A value that is not known is missing (NaN); what a model puts in its place
  stands in its manifest.
- Q is the order's size, T its horizon in seconds, V the average daily volume, sig the daily volatility, v_w the realised volatility of
  the last w seconds plus .03 bps per sqrt(s).
- A definition changes only by a new version of the list.

The list below is written from the code, and a test holds it equal: \`WRITE_DOCS=1\` before the command that runs
\`test/golden/impact-inputs.spec.ts\` writes it anew.

Version v1 is the same without \`slopeTilt5LevelsBps\` and \`slopeTilt10LevelsBps\`; models that were trained on it are served on.
`;

/** The page of the inputs: what `docs/impact-inputs.md` holds. */
export const impactInputsPage = (version: string, inputs: readonly ImpactInput[]): string =>
  [INTRODUCTION, `## Version ${version}: ${inputs.length} inputs\n`, ...sections(inputs)]
    .join('\n')
    .trimEnd()
    .concat('\n');

const sections = (inputs: readonly ImpactInput[]): string[] =>
  [...new Set(inputs.map(({ group }) => group))].map((group) => {
    const ofGroup = inputs.filter((input) => input.group === group);
    return `### ${group}\n\n${ofGroup.map(entry).join('\n')}\n`;
  });

const entry = ({ name, unit, formula, inQuantity }: ImpactInput): string =>
  `- **\`${name}\`** (${plain(unit)}): ${plain(formula)}.${inQuantity === 'UP' ? ' Rises with the quantity.' : ''}`;

/** Markdown's own signs as text. */
const plain = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(/[*_[\]<]/g, String.raw`\$&`);
