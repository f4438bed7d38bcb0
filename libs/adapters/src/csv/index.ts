export { csvTable } from './csv-table.js';
export { csvText, csvValues } from './csv-values.js';
