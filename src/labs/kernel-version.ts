/** Versions of kernels, as uname(2) gives them: `6.12.3-distribution`. */

/** Whether `release` is of `version` or later; both as far as `version` goes. */
export function atLeast(release: string, version: string): boolean {
  const have = numbers(release);
  for (const [index, wanted] of numbers(version).entries()) {
    const number = have[index] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}

function numbers(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
}
