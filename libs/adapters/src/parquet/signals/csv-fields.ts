const QUOTED = /^"((?:[^"]|"")*)"$/;
const SEPARATOR = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** The fields of one line of CSV (RFC 4180, without line breaks within a field). */
export const csvFields = (line: string): readonly string[] =>
  line.split(SEPARATOR).map((field) => {
    const quoted = QUOTED.exec(field.trim())?.[1];
    return quoted === undefined ? field.trim() : quoted.replaceAll('""', '"');
  });
