#!/usr/bin/env bash
# Checks once for each report: as Markdown for people, as SARIF for code scanning. The exit code is the check's: 1 violations, 2 bad input.
set -uo pipefail
report="${RUNNER_TEMP:?}/beam-flink-check.md"
sarif="$RUNNER_TEMP/beam-flink-check.sarif"
arguments=(check --pack "${CHECK_PACK:?}")
if [ -n "${CHECK_CONFIG:-}" ]; then arguments+=(--config "$CHECK_CONFIG"); fi
if [ -z "${CHECK_PATHS:-}" ]; then
  echo "beam-flink check: the input paths is empty: name files or folders" >&2
  exit 2
fi
# Unquoted on purpose: several paths, and wildcards.
# shellcheck disable=SC2206
paths=($CHECK_PATHS)
command=(node "$RUNNER_TEMP/beam-flink/package/dist/beam-flink.mjs")

# What a wildcard finds is a file, however it is named: behind the two dashes nothing is an option.
"${command[@]}" "${arguments[@]}" --format markdown -- "${paths[@]}" >"$report"
code=$?
"${command[@]}" "${arguments[@]}" --format sarif -- "${paths[@]}" >"$sarif" 2>/dev/null
{
  echo "report=$report"
  echo "sarif=$sarif"
} >>"${GITHUB_OUTPUT:?}"
cat "$report" >>"${GITHUB_STEP_SUMMARY:?}"
exit "$code"
