/**
 * The values of one record of a CSV file as RFC 4180 describes it: commas, double quotes around a value that holds a comma, a
 * quote or a line break. Undefined when a quote is not closed.
 */
export const csvValues = (record: string): readonly string[] | undefined => {
  if (!record.includes('"')) return record.split(',').map((value) => value.trim());
  const values: string[] = [];
  let [value, isQuoted] = ['', false];
  for (let i = 0; i < record.length; i += 1) {
    const character = record.charAt(i);
    if (isQuoted && character === '"' && record.charAt(i + 1) === '"') {
      value += '"';
      i += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) {
      values.push(value.trim());
      value = '';
    } else value += character;
  }
  values.push(value.trim());
  return isQuoted ? undefined : values;
};

/** A value as it stands in a CSV file. */
export const csvText = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
