/** The status for a person. */
import type { EnvironmentStatus } from "./status.ts";

/** Lines of text; `json` has the same facts. */
export function statusTable(status: EnvironmentStatus): string {
  const jobs = status.jobs.map(({ name, namespace, state, flinkVersion, beamVersion, checkpoints, webUi }) => [
    `${namespace}/${name}`,
    state,
    flinkVersion,
    beamVersion ?? "unknown",
    `${checkpoints.completed} completed, ${checkpoints.failed} failed`,
    checkpoints.lastBytes === null ? "none yet" : `${size(checkpoints.lastBytes)} in ${checkpoints.lastDurationMs} ms`,
    webUi,
  ]);
  const paths = status.jobs.flatMap(({ name, checkpoints, error }) => [
    ...(checkpoints.lastPath === null ? [] : [`Last checkpoint of ${name}: ${checkpoints.lastPath}`]),
    ...(error === null ? [] : [`Error of ${name}: ${error}`]),
  ]);
  return [
    ...table(["Job", "State", "Flink", "Beam", "Checkpoints", "Last checkpoint", "Web UI"], jobs),
    "",
    ...paths,
    `Bucket ${status.bucket.uri}: ${status.bucket.objects} objects, ${size(status.bucket.bytes)}`,
    `Kubeconfig: ${status.kubeconfig}`,
    "",
    "Stand-ins on this machine:",
    ...table(
      [],
      status.standIns.map((item) => [`  ${item.for}`, item.standIn]),
    ),
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = head.length === 0 ? rows : [head, ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Decimal units, as Flink's Web UI rounds: 58.4 KB. */
export function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}
