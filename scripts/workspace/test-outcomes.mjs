/**
 * Counts passed and failed tests in vitest's JSON report. A file that fails without a failed test in it (it cannot
 * be loaded, or a hook threw) counts as one failure, and so does a run that fails without any failed test.
 *
 * @param report the parsed report, or `undefined` when there is none
 * @param exitCode of vitest
 */
export function countOutcomes(report, exitCode) {
  if (!report)
    return { passed: 0, failed: 1, remarks: [`vitest ended with code ${exitCode} and no report.`] };
  const brokenFiles = report.testResults.filter(failedWithoutFailedTest);
  const failed = report.numFailedTests + brokenFiles.length;
  const remarks = brokenFiles.map((file) => `failed outside of its tests: ${file.name}`);
  if (failed > 0 || exitCode === 0) return { passed: report.numPassedTests, failed, remarks };
  return {
    passed: report.numPassedTests,
    failed: 1,
    remarks: [
      `vitest ended with code ${exitCode}: an error outside of every test, or no test ran (see above).`,
    ],
  };
}

const failedWithoutFailedTest = (file) =>
  file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed");
