const OLDEST = [20, 19];

/** Ends the process with one line when this Node is older than the project supports. Written for any Node with modules. */
export const refuseOldNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    'Footprint needs Node.js ' +
      OLDEST.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      ' (https://nodejs.org).',
  );
  process.exit(1);
};
