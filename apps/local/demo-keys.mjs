import { runNode } from './command.mjs';
import { OperatorError } from './operator-error.mjs';
import { step } from './progress.mjs';

/** Makes the demo desks when they are missing. Resolves to `[{ role, desk, key }]`, the same keys on every start. */
export const seedDemoDesks = async (ownerUrl, keysFile) => {
  let keys;
  await step('preparing the demo desks', async () => {
    const output = await runNode('demo desks', 'dist/apps/local/src/demo-desks.js', [], {
      env: { DATABASE_URL: ownerUrl, DEMO_KEYS_FILE: keysFile },
    });
    keys = keysIn(output);
    return `${new Set(keys.map(({ desk }) => desk)).size} desks, ${keys.length} keys`;
  });
  return keys;
};

const keysIn = (output) => {
  const line = output.find((text) => text.startsWith('{"keys"'));
  if (line === undefined) throw new OperatorError(['The demo desks printed no keys:', ...output].join('\n'));
  return JSON.parse(line).keys;
};
