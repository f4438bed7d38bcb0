import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { figure } from '../figures.mjs';
import { ORDERS } from './worker-site.mjs';

/** As many as a worker has in hand. */
const AT_ONCE = 4;
const GOAL = 0.5;

/**
 * Rows per second that the store of batches keeps, part by part, four batches at once as in a worker, beside one COPY of the same
 * texts into a table like that of the parts. Both end on the disk.
 */
export const persistFigures = async ({ place, quick, progress }) => {
  const rounds = quick ? 5 : 15;
  const { owner, asWorker, deskId } = place;
  const parts = await answeredParts(place);
  await owner.query('CREATE TABLE copied_part (LIKE forecast_batch_part INCLUDING ALL)');
  const file = path.join(place.folder, 'parts.copy');
  const rows = AT_ONCE * ORDERS;
  const speeds = { kept: [], copied: [] };

  const keep = async () => {
    const ids = await place.store(AT_ONCE);
    for (const id of ids) await asWorker.advance(deskId, id, { status: 'RUNNING' });
    const start = performance.now();
    await Promise.all(
      ids.map(async (id) => {
        for (const part of parts) {
          const kept = await asWorker.keepPart(deskId, id, part);
          if (kept !== 'APPLIED') throw new Error(`a part was not kept: ${kept}`);
        }
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    await place.cancel(ids); // or a worker would find them standing still
    return rows / seconds;
  };

  const copy = async () => {
    const ids = Array.from({ length: AT_ONCE }, () => randomUUID());
    await writeFile(file, ids.flatMap((id) => parts.map((part) => copyLine(deskId, id, part))).join(''));
    const start = performance.now();
    await owner.query(`COPY copied_part FROM '${file}'`);
    return (1000 * rows) / (performance.now() - start);
  };

  for (let round = -1; round < rounds; round += 1) {
    progress(`persist: round ${round + 1} of ${rounds}`);
    const [kept, copied] = [await keep(), await copy()];
    if (round < 0) continue;
    speeds.kept.push(kept);
    speeds.copied.push(copied);
  }
  await rm(file);
  await owner.query('DROP TABLE copied_part'); // a worker refuses tables whose rows are of no desk
  const ratios = speeds.kept.map((speed, i) => speed / speeds.copied[i]);
  return [
    figure('workers.persist.ratio', 'ratio', ratios, { goal: GOAL, better: 'higher' }),
    figure('workers.persist.keptPerSecond', 'rows/s', speeds.kept, { better: 'higher' }),
    figure('workers.persist.copiedPerSecond', 'rows/s', speeds.copied, { better: 'higher' }),
  ];
};

/** The parts of one batch as a worker left them. */
const answeredParts = async ({ owner }) => {
  const { rows } = await owner.query(`SELECT first_order AS "firstOrder", orders, answers FROM forecast_batch_part
    WHERE batch_id = (SELECT id FROM forecast_batch WHERE status = 'DONE' LIMIT 1) ORDER BY first_order`);
  return rows;
};

const copyLine = (deskId, id, { firstOrder, orders, answers }) =>
  `${[deskId, id, firstOrder, orders, answers.replaceAll('\\', '\\\\')].join('\t')}\n`;
