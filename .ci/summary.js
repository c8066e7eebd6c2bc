// Prints what the runner's report says, a skipped test by its name, and the counts as the last line.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const skipped = report.testResults
  .flatMap(file => file.assertionResults)
  .filter(({ status }) => status !== 'passed' && status !== 'failed');
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
// A file that could not be loaded has no tests to fail.
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some(test => test.status === 'failed'),
);
for (const { name, message } of broken) console.log(`failed to run: ${name}: ${message}`);
const failed = report.numFailedTests + broken.length;
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 || report.numPassedTests === 0 ? 1 : 0;
