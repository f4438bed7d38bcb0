import { type TextTable } from '#application/import-orders';

/**
 * A CSV file as RFC 4180 describes it: a header, commas, double quotes around a value that holds a comma, a quote or a line
 * break. Empty lines are skipped.
 */
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

const recordsOf = (text: string): readonly CsvRecord[] => {
  const records: CsvRecord[] = [];
  let [line, firstLine, value, isQuoted] = [1, 1, '', false];
  let values: string[] = [];
  const endRecord = (): void => {
    values.push(value.trim());
    if (values.length > 1 || values[0] !== '') records.push({ line: firstLine, values });
    [values, value, firstLine] = [[], '', line + 1];
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (isQuoted && character === '"' && text.charAt(i + 1) === '"') {
      value += '"';
      i += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) [values, value] = [[...values, value.trim()], ''];
    else if (character === '\n' && !isQuoted) endRecord();
    else value += character;
    if (character === '\n') line += 1;
  }
  endRecord();
  return records;
};
