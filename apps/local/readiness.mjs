const POLL_MS = 100;
const ANSWER_MS = 2_000;

/** Resolves when a GET of `url` answers 200, or rejects with `abort`'s reason when that is aborted first. */
export const untilReady = async (url, abort) => {
  for (;;) {
    abort.throwIfAborted();
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

const answers = async (url) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    return response.status === 200;
  } catch {
    return false;
  }
};
