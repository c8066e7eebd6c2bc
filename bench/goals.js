// What the project promises, and whether it was kept.

/** @typedef {{ text: string, state: 'met' | 'missed' | 'not measured' }} Verdict */

/**
 * @param {number | undefined} measured
 * @param {number} limit at most
 * @param {string} text the limit in words: `≤ 2.2 × the limit`
 * @returns {Verdict}
 */
export function goal(measured, limit, text) {
  const state =
    measured === undefined || Number.isNaN(measured) ? 'not measured' : measured <= limit ? 'met' : 'missed';
  return { text, state };
}

/** @param {readonly Verdict[]} verdicts */
export function goalCell(...verdicts) {
  return verdicts.map(({ text, state }) => `${text}: **${state}**`).join('; ');
}
