import { parseArgs } from 'node:util';

/** What a part of the bench is told on its command line: `FOLDER [--quick]`, the folder with the recordings written for it. */
export const readPart = () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  return { folder: positionals[0], quick: values.quick };
};

/** Hands the figures to whoever started this part, or prints them when nobody did. */
export const tellFigures = (figures) => {
  if (process.send === undefined) for (const one of figures) console.log(JSON.stringify(one));
  else
    process.send(figures, () => {
      process.disconnect();
    });
};
