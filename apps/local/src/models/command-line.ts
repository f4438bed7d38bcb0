import { parseArgs } from 'node:util';
import { type Failure, type Result } from '#domain/core';
import { type ModelChange, type ModelRegistry, type ModelStatus } from '#application/ports';
import { moveModel, rollBackModel } from '#application/promote-model';
import { EXIT, type Terminal } from '../terminal.js';

export const USAGE = `Which models answer: lists them and moves them. Running processes take a move up at once.

  npm run models -- <command> [options]

  list                    versions of all models: where each stands, since when and why
  shadow NAME/VERSION     asked after the champion has answered, and only logged
  promote NAME/VERSION    answers from now on; the champion of its name is retired
  retire NAME/VERSION     answers nothing any more
  rollback NAME           the champion before the one that is becomes champion again

  --reason TEXT           kept with the change (default: by hand)
  --data DIR              data folder of the npm start whose database it is (default var)
  --help                  this text

  DATABASE_URL            an own PostgreSQL (as owner of the database) instead of the embedded one`;

const MOVES: Readonly<Record<string, ModelStatus>> = { shadow: 'SHADOW', promote: 'CHAMPION', retire: 'RETIRED' };

/** Does what was typed, and gives the exit status. */
export const runModels = async (
  args: readonly string[],
  registry: ModelRegistry,
  terminal: Terminal,
): Promise<number> => {
  const typed = read(args);
  if (typeof typed === 'string') return misused(typed, terminal);
  const { isHelp, command = '', names, reason } = typed;
  if (isHelp) {
    terminal.result(USAGE);
    return EXIT.DONE;
  }
  if (command === 'list') {
    if (names.length > 0) return misused(`list takes no "${names[0]!}"`, terminal);
    for (const line of await listed(registry)) terminal.result(line);
    return EXIT.DONE;
  }
  const to = Object.hasOwn(MOVES, command) ? MOVES[command] : undefined;
  if (to === undefined && command !== 'rollback') {
    return misused(command === '' ? 'a command is missing' : `there is no command "${command}"`, terminal);
  }
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) {
    return misused(`${command} takes one ${to === undefined ? 'NAME' : 'NAME/VERSION'}`, terminal);
  }
  const moved =
    to === undefined ? await rollBackModel(registry, name, reason) : await moveModel(registry, name, to, reason);
  return told(moved, name, terminal);
};

interface Typed {
  readonly isHelp: boolean;
  readonly command: string | undefined;
  readonly names: readonly string[];
  readonly reason: string;
}

/** What was typed; a text when it cannot be read. */
const read = (args: readonly string[]): Typed | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: 'string', default: 'by hand' }, help: { type: 'boolean', default: false } },
    });
    const [command, ...names] = positionals;
    return { isHelp: values.help, command, names, reason: values.reason };
  } catch (error) {
    const [fault = ''] = (error as Error).message.split(/\. |\.?\n/);
    return fault;
  }
};

const misused = (fault: string, terminal: Terminal): number => {
  terminal.complaint(`models: ${fault}\n\n${USAGE}`);
  return EXIT.USAGE;
};

const told = (moved: Result<readonly ModelChange[], Failure>, name: string, terminal: Terminal): number => {
  if (!moved.ok) {
    const { field, message, allowed } = moved.error;
    terminal.complaint(`models: ${field ?? 'model'}: ${message}; allowed: ${allowed ?? 'nothing'}`);
    return EXIT.REFUSED;
  }
  if (moved.value.length === 0) terminal.result(`${name} stands there already`);
  for (const { modelVersion, from, to, reason } of moved.value) {
    terminal.result(`${modelVersion}  ${from ?? 'NEW'} -> ${to}  (${reason})`);
  }
  return EXIT.DONE;
};

/** Changes of one name that are looked through for when its versions came where they stand. */
const HISTORY = 1_000;

const listed = async (registry: ModelRegistry): Promise<readonly string[]> => {
  const models = await registry.list();
  const changes = new Map<number, ModelChange>();
  for (const name of new Set(models.map((model) => model.name))) {
    for (const change of await registry.history(name, HISTORY)) changes.set(change.change, change);
  }
  if (models.length === 0) return ['No model was registered so far: the api does that when it starts.'];
  const width = Math.max(...models.map(({ modelVersion }) => modelVersion.length));
  return models.map(({ modelVersion, status, statusChange }) => {
    const change = changes.get(statusChange);
    const since = change === undefined ? '' : `  since ${change.changedAt}  (${change.reason})`;
    return `${modelVersion.padEnd(width)}  ${status.padEnd('CANDIDATE'.length)}${since}`;
  });
};
