import { type TextTable } from '#application/import-orders';
import { csvValues } from './csv-values.js';

/** A CSV file, held as a whole: a header, then rows, of which a value in quotes may hold line breaks. Empty lines are skipped. */
export const csvTable = (file: string, text: string): TextTable => {
  const [header, ...records] = recordsOf(text.replace(/^\uFEFF/, ''));
  const columns = header?.values ?? [];
  return {
    file,
    columns,
    rows: records.map(({ line, values }) => ({
      line,
      values: Object.fromEntries(columns.map((name, i) => [name, values[i] ?? ''])),
      ...(values.length !== columns.length && { hasWrongColumnCount: true }),
    })),
  };
};

interface CsvRecord {
  readonly line: number;
  readonly values: readonly string[];
}

/** Lines are joined until every quote is closed; one that never is makes one record of all that follows it. */
const recordsOf = (text: string): readonly CsvRecord[] => {
  const records: CsvRecord[] = [];
  let [lines, firstLine, quotes]: [string[], number, number] = [[], 1, 0];
  const endRecord = (): void => {
    const record = lines.join('\n');
    if (record.trim() !== '') records.push({ line: firstLine, values: csvValues(record) ?? [record] });
    firstLine += lines.length;
    [lines, quotes] = [[], 0];
  };
  for (const line of text.split('\n')) {
    lines.push(line);
    quotes += line.split('"').length - 1;
    if (quotes % 2 === 0) endRecord();
  }
  endRecord();
  return records;
};
