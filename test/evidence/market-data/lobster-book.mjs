import { verifyLobsterBook } from '#adapters/recordings';
import { figure } from '../figure.mjs';

const FILES = {
  amzn: 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip',
  aapl: 'lobster/LOBSTER_SampleFile_AAPL_2012-06-21_1.zip',
};

export const lobsterBook = {
  title: 'LOBSTER: rows at which the book by messages differs from the order-book file',
  needs: Object.values(FILES),
  async measure({ recordings, quick }) {
    const figures = [];
    for (const [symbol, path] of Object.entries(FILES).slice(0, quick ? 1 : 2)) {
      const { rows, mismatchedRows } = await verifyLobsterBook(recordings.path(path));
      figures.push(
        figure(`lobster_book_mismatched_rows_${symbol}`, 'rows', mismatchedRows, { n: rows, goal: 0, better: 'lower' }),
      );
    }
    return { figures };
  },
};
