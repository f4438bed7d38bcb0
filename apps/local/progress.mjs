const CLEAR_LINE = '\r\x1b[K';
const REFRESH_MS = 100;
const STILL_WORKING_MS = 5_000;

/**
 * Runs one visible step. On a terminal its line counts the seconds; in a log there is a line at the start, one every few
 * seconds and one at the end, so that a long step never looks hung.
 *
 * `work` receives `{ detail(text) }` to say how far it is, and may return a text that completes the final line.
 */
export const step = async (title, work) => {
  const display = process.stdout.isTTY ? terminalDisplay(title) : logDisplay(title);
  try {
    const result = await work({ detail: display.detail });
    display.end('✓', typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    display.end('✗', '');
    throw error;
  }
};

/** A line of its own, aligned with the steps; the step that is running draws itself again below it. */
export const note = (text) => {
  process.stdout.write(`${process.stdout.isTTY ? CLEAR_LINE : ''}  ${text}\n`);
};

const stopwatch = () => {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
};

const summary = (mark, title, result, seconds) => {
  const took = seconds >= 0.5 ? ` (${seconds.toFixed(1)} s)` : '';
  return `  ${mark} ${title}${result === '' ? '' : `: ${result}`}${took}\n`;
};

const terminalDisplay = (title) => {
  const seconds = stopwatch();
  let detail = '';
  const draw = () => {
    const line = `  … ${title} ${Math.floor(seconds())} s ${detail}`;
    process.stdout.write(`${CLEAR_LINE}${line.slice(0, process.stdout.columns - 1)}`);
  };
  draw();
  const timer = setInterval(draw, REFRESH_MS);
  return {
    detail: (text) => {
      detail = text;
    },
    end: (mark, result) => {
      clearInterval(timer);
      process.stdout.write(`${CLEAR_LINE}${summary(mark, title, result, seconds())}`);
    },
  };
};

const logDisplay = (title) => {
  const seconds = stopwatch();
  let detail = '';
  let announced = false;
  const announce = () => {
    process.stdout.write(`  … ${title}${announced ? `, ${seconds().toFixed(0)} s ${detail}` : ''}\n`);
    announced = true;
  };
  // Steps that are over at once need no line of their own for the start.
  const first = setTimeout(announce, REFRESH_MS);
  const timer = setInterval(announce, STILL_WORKING_MS);
  return {
    detail: (text) => {
      detail = text;
    },
    end: (mark, result) => {
      clearTimeout(first);
      clearInterval(timer);
      process.stdout.write(summary(mark, title, result, seconds()));
    },
  };
};
