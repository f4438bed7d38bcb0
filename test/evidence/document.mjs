import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { standaloneSvg } from '#adapters/html-report';
import { text, verdict } from './figure.mjs';

/** Writes docs/evidence/NAME.md with its pictures beside it. */
export const writeDocument = async (folder, { name, title, introduction, results }) => {
  await mkdir(folder, { recursive: true });
  const sections = [];
  for (const { title: part, notes, figures, charts = {} } of results) {
    const pictures = [];
    for (const [picture, chart] of Object.entries(charts)) {
      if (chart === undefined) continue;
      await writeFile(join(folder, `${picture}.svg`), standaloneSvg(chart));
      pictures.push(`![${chart.title}: ${chart.description}](${picture}.svg)`);
    }
    sections.push([`## ${part}`, ...(notes === undefined ? [] : [notes]), table(figures), ...pictures].join('\n\n'));
  }
  const head = [
    `# ${title}`,
    `Written by \`npm run evidence -- ${name} --write\` from the recordings that \`RECORDINGS\` names; not edited by hand.`,
    introduction,
  ];
  await writeFile(join(folder, `${name}.md`), `${[...head, ...sections].join('\n\n')}\n`);
};

const table = (figures) =>
  [
    '| figure | value [95 %] | unit | n | goal |',
    '| --- | ---: | --- | ---: | --- |',
    ...figures.map(
      (figure) => `| \`${figure.name}\` | ${text(figure)} | ${figure.unit} | ${figure.n ?? ''} | ${verdict(figure)} |`,
    ),
  ].join('\n');
