/** The check itself: goes through files, evaluates a pack on every subject, and gathers what it says into one report. */
import { type Finding, findingMessage } from "../../model/index.ts";
import type { Evaluation, PreparedPack } from "../evaluation.ts";
import type { Pack } from "../packs/pack.ts";
import { proposedChange } from "./proposedChange.ts";
import type {
  CheckedResource,
  CheckedRule,
  CheckError,
  CheckFinding,
  CheckNotEvaluated,
  CheckReport,
  CheckWaived,
} from "./report/checkReport.ts";
import { shortened } from "./report/plainText.ts";
import { readSubjects } from "./subjects/readSubjects.ts";
import type { Subject } from "./subjects/subject.ts";

/** Something to read. */
export interface InputFile {
  /** How reports name it. */
  readonly name: string;
  /** Its bytes; throws where it cannot be read. */
  open(): Iterable<Uint8Array>;
}

/** Checks the files one after another. `errors` are those that finding the files has met. */
export function checkFiles(
  files: Iterable<InputFile>,
  pack: Pack,
  prepared: PreparedPack,
  errors: readonly CheckError[] = [],
): CheckReport {
  const gathered = new Gathered(errors);
  for (const file of files) {
    try {
      for (const item of readSubjects(file.open())) {
        if (item.kind === "passedOver") gathered.passOver(item.what);
        else if (item.kind === "unreadable") gathered.errors.push({ file: file.name, ...withoutKind(item) });
        else gathered.add(item, evaluate(prepared, item), file.name);
      }
    } catch (error) {
      gathered.errors.push(readError(error, file.name));
    }
  }
  return {
    pack: pack.name,
    rules: rulesOf(pack, prepared),
    strict: prepared.strict,
    findings: gathered.findings,
    notEvaluated: gathered.notEvaluated,
    waived: gathered.waived,
    announcements: [...gathered.announcements, ...prepared.unmatchedWaivers()],
    checked: gathered.checked,
    passedOver: Object.fromEntries([...gathered.passedOver].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    errors: gathered.errors,
  };
}

function evaluate(prepared: PreparedPack, subject: Subject): Evaluation {
  if (subject.kind === "job") return prepared.job(subject.view, subject.resource);
  if (subject.kind === "bucket") return prepared.bucket(subject.view, subject.resource);
  return prepared.cluster(subject.view, subject.resource);
}

/** What was said of all subjects until now. */
class Gathered {
  readonly findings: CheckFinding[] = [];
  readonly notEvaluated: CheckNotEvaluated[] = [];
  readonly waived: CheckWaived[] = [];
  readonly announcements: string[] = [];
  readonly checked: CheckedResource[] = [];
  readonly passedOver = new Map<string, number>();
  readonly errors: CheckError[];

  constructor(errors: readonly CheckError[]) {
    this.errors = [...errors];
  }

  passOver(what: string): void {
    this.passedOver.set(what, (this.passedOver.get(what) ?? 0) + 1);
  }

  add(subject: Subject, evaluation: Evaluation, file: string): void {
    const { kind } = subject;
    const resource = detached(subject.resource);
    const { line, column } = subject.locate([]);
    this.checked.push({ kind, resource, file, line });
    for (const { rule, level, finding } of evaluation.findings) {
      this.findings.push({ rule, level, resource, file, ...detached(toldFinding(subject, finding)) });
    }
    for (const { rule, level, finding, owner, reason, expires } of evaluation.waived) {
      this.waived.push({ rule, level, resource, file, ...detached(toldFinding(subject, finding)), owner, reason, expires });
    }
    for (const { rule, level, fields, strict } of evaluation.notEvaluated) {
      this.notEvaluated.push({ rule, level, resource, file, line, column, fields, strict });
    }
    this.announcements.push(...evaluation.announcements.map(detached));
  }
}

/** A copy that shares no text with the document: a part of a string keeps the whole of it in memory. */
function detached<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function toldFinding(subject: Subject, finding: Finding): Omit<CheckFinding, "rule" | "level" | "resource" | "file"> {
  const { limit, remedy, suggestion } = finding;
  // They may come from the file, and be as long as it is.
  const [field, value] = [shortened(finding.field), shortened(finding.value)];
  const change = subject.kind === "job" ? proposedChange(finding, subject.view) : undefined;
  return {
    ...positionOf(subject, finding),
    field,
    value,
    limit,
    message: findingMessage({ ...finding, field, value }),
    remedy,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(change === undefined ? {} : { change }),
  };
}

function positionOf(subject: Subject, { at, resource }: Finding): Pick<CheckFinding, "line" | "column"> {
  if (subject.kind === "job") return subject.locate(subject.view.locate(at));
  return subject.locate("path" in at ? at.path : [], resource);
}

function rulesOf(pack: Pack, { levels }: PreparedPack): readonly CheckedRule[] {
  const kinds = [
    ["job", pack.jobs],
    ["bucket", pack.buckets],
    ["cluster", pack.clusters],
  ] as const;
  return kinds.flatMap(([kind, entries]) =>
    entries.flatMap(({ rule: { id, title, reason, source, versions } }): CheckedRule[] => {
      const level = levels.get(id);
      return level === undefined ? [] : [{ id, kind, level, title, reason, source, versions }];
    }),
  );
}

function withoutKind({ line, column, problem, remedy }: Omit<CheckError, "file">): Omit<CheckError, "file"> {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }), problem, remedy };
}

/** A file that cannot be read; anything else is a fault of this program. */
export function readError(error: unknown, file: string): CheckError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !(error instanceof Error) || !("syscall" in error)) throw error;
  if (code === "ENOENT") return { file, problem: "there is no such file or folder", remedy: "correct the path" };
  if (code === "EACCES") return { file, problem: "it may not be read", remedy: "give this user the right to read it" };
  return { file, problem: `it cannot be read (${code})`, remedy: "see that it is a file or a folder that can be read" };
}
