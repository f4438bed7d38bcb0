import { writeSync } from 'node:fs';

// `node --import peak-rss.mjs PROGRAM`: whatever the program is, it tells the most memory that it ever held, in KiB, on file
// descriptor 3 when it ends.
process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
