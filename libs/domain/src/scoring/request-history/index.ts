export * from './finish-request.js';
export * from './finished-request.js';
export * from './leakage-rows.js';
export * from './quoted-request-of.js';
export { importRequests } from './import-requests.js';
export { IMPORT_COLUMNS, type ImportText, type RefusedImport } from './import-row.js';
