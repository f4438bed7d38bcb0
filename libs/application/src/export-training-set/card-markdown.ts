import { type DataCard } from './data-card.js';

/** A data card for people, as Markdown. */
export const cardMarkdown = (card: DataCard): string =>
  [
    '# Training set',
    '',
    `${card.rows} rows, ${card.days.first} to ${card.days.last}, seed ${card.seed}, feature set ${card.featureSet.version}.`,
    '',
    `Content: \`${card.sha256}\`. Feature set: \`${card.featureSet.sha256}\`.`,
    '',
    ...section(
      'Rules',
      card.rules.map((rule) => `- ${rule}`),
    ),
    ...section('Rows', countTable('definition and configuration', 'rows', card.rowsByConfig)),
    ...section('Left out', countTable('definition and reason', 'orders', card.dropped)),
    ...section('Rows of the recordings that were set aside', countTable('reason', 'rows', card.quarantined)),
    ...deskSection(card),
    ...section('Sources', [
      ...table(
        ['day', 'instrument', 'source', 'rows', 'child orders', 'off-exchange prints', 'content'],
        card.parts.map((part) => [
          part.day,
          part.instrumentId,
          part.source,
          part.rows,
          part.childOrders,
          part.prints.offExchange,
          part.sha256.slice(0, 12),
        ]),
      ),
      '',
      ...table(
        ['file', 'SHA-256'],
        [...new Map(card.parts.flatMap(({ sourceFiles }) => sourceFiles.map(({ name, sha256 }) => [name, sha256])))],
      ),
    ]),
    ...section(
      'Columns',
      table(
        ['column', 'type', 'unit', 'role', 'meaning'],
        card.columns.map(({ name, type, unit, role, meaning }) => [`\`${name}\``, type, unit, role, meaning]),
      ),
    ),
  ].join('\n');

const deskSection = ({ deskOrders }: DataCard): readonly string[] =>
  deskOrders === undefined
    ? []
    : section('Orders of the desk', [
        `${deskOrders.rows} of ${deskOrders.orderRows} orders with ${deskOrders.fillRows} rows of fills became rows; ` +
          'every refused row is in `refused.jsonl`.',
        '',
        ...countTable('table and reason', 'rows', deskOrders.refused),
        '',
        ...table(
          ['file', 'SHA-256'],
          deskOrders.files.map(({ name, sha256 }) => [name, sha256]),
        ),
      ]);

const section = (title: string, lines: readonly string[]): readonly string[] => [`## ${title}`, '', ...lines, ''];

const countTable = (what: string, count: string, counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.keys(counts).length === 0 ? ['None.'] : table([what, count], Object.entries(counts));

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] => [
  line(head),
  line(head.map(() => '---')),
  ...rows.map(line),
];

const line = (cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
