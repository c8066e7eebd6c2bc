/** What a call throws; undefined when it does not. */
export function thrown(call: () => unknown): any {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
