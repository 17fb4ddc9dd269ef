/** Where and when figures were taken, without which they mean nothing. */
import { cpus, totalmem } from "node:os";
import { z } from "zod";

/** Their fields in a stored run. */
export const CIRCUMSTANCES = {
  date: z.string(),
  cpu: z.string(),
  cores: z.int(),
  memoryGigabytes: z.int(),
  system: z.string(),
  /** Versions by program. */
  versions: z.record(z.string(), z.string()),
};

const schema = z.strictObject(CIRCUMSTANCES);
export type Circumstances = Readonly<z.infer<typeof schema>>;

export function circumstances(versions: Readonly<Record<string, string>>, today: Date): Circumstances {
  return {
    date: today.toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    versions: { ...versions },
  };
}

/** As the first line of a report. */
export function circumstancesLine({ date, system, cores, cpu, memoryGigabytes, versions }: Circumstances): string {
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${system}, ${cores} × ${cpu}, ${memoryGigabytes} GiB. ${programs.join(", ")}.`;
}
