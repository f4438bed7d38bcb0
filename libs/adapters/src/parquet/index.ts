export { archiveSession, type ArchivedSession } from './market-archive/archive-session.js';
export { MARKET_ARCHIVE } from './market-archive/market-archive.js';
export { type ParquetColumn, type ParquetMetadata, type ParquetType } from './parquet-column.js';
export { ParquetError, type ParquetErrorCode } from './parquet-error.js';
export { readParquet, type ParquetTable } from './read-parquet.js';
export { writeParquet } from './write-parquet.js';
