/** What became of a call: `ok`, or the name of its errno. */
export type Outcome = string;

/** Makes a call, and returns `ok` or the code of the error that it threw: a SocketError's, Node's or a NetlinkError's. */
export function outcome(call: () => unknown): Outcome {
  try {
    call();
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

/** The same for what a promise settles with. */
export async function settled(promise: Promise<unknown>): Promise<Outcome> {
  try {
    await promise;
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

/** An error without a code is a defect of the experiment, and goes on. */
function codeOf(error: unknown): Outcome {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
