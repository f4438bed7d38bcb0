import { RecordingError } from '#application/ports';

export { RecordingError } from '#application/ports';

/** A compressed file of which the end is missing. */
export const cutShort = (path: string): RecordingError =>
  new RecordingError('CUT_SHORT', path, 'ends in the middle: it was not written or copied to its end');
