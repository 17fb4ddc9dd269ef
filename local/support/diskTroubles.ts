/** Errors of the disk, told as such wherever in a build or a download they show. */
import { UserError } from "./errors.ts";

/** What a person can do about a full or read-only disk; other errors are returned as they are. */
export function explainDisk(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error;
  const text = `${"code" in error ? String(error.code) : ""} ${error.message}`;
  if (/ENOSPC|no space left on device/i.test(text)) {
    return new UserError(
      `the disk is full: ${folder} cannot take what is being built. Free some space, or set BEAM_FLINK_CACHE to a folder on a larger disk.`,
      { cause: error },
    );
  }
  if (/EACCES|EROFS/.test(text)) {
    return new UserError(`${folder} cannot be written: set BEAM_FLINK_CACHE to a folder that you own.`, { cause: error });
  }
  return error;
}
