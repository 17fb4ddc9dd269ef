/** A pack at work, for every gate: rules with their levels, parameters and waivers, evaluated on one resource after another. */
import { type BucketView, type ClusterView, type Finding, findingMessage, type JobView } from "../model/index.ts";
import { NOT_EVALUATED, NOT_EVALUATED_INFRASTRUCTURE, parsePackConfig, type RuleConfig } from "./config/packConfig.ts";
import { ANNOUNCED_DAYS, daysLeft, isFor, type Waiver } from "./config/waivers.ts";
import { entriesOf, type Level, type Pack, type PackEntry } from "./packs/pack.ts";

/** A level at which something is reported. */
export type ReportedLevel = Exclude<Level, "disabled">;

/** A violation of a resource. */
export interface Reported {
  readonly rule: string;
  readonly level: ReportedLevel;
  /** `namespace/name`, or a name alone. */
  readonly resource: string;
  readonly finding: Finding;
}

/** A violation that somebody answers for until a day. */
export interface Waived extends Reported {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
}

/** A rule that a value which is not known kept from being evaluated. */
export interface NotEvaluated {
  readonly rule: string;
  readonly level: ReportedLevel;
  readonly resource: string;
  readonly fields: readonly string[];
  /** It counts as a violation. */
  readonly strict: boolean;
}

/** What a pack says of a resource. */
export interface Evaluation {
  readonly findings: readonly Reported[];
  readonly waived: readonly Waived[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** Waivers that end soon, or that nothing needs any more. */
  readonly announcements: readonly string[];
}

/** What one rule says of a resource. */
export interface RuleOutcome {
  readonly findings: readonly Finding[];
  /** The waiver that holds, and what it covers. */
  readonly waived?: { readonly waiver: Waiver; readonly findings: readonly Finding[] };
  /** What is not known, in words; empty where everything needed is. */
  readonly notEvaluated: readonly string[];
  readonly announcements: readonly string[];
}

/** Evaluates one rule of a pack on a resource. */
export type PreparedRule<View> = (view: View, resource: string) => RuleOutcome;

/** A rule with its parameters and waivers; throws an ArgumentError for parameters that do not fit it. */
export function prepareRule<View>(
  { rule, parameters }: PackEntry<View>,
  config: Omit<RuleConfig, "level">,
  today: Date,
): PreparedRule<View> {
  const evaluate = rule.configure({ ...parameters, ...config.parameters });
  return (view, resource) => {
    const result = evaluate(view);
    const findings = result.status === "violated" ? result.findings : [];
    const notEvaluated = result.status === "notEvaluated" ? result.fields : [];
    const own = config.waivers.filter((waiver) => isFor(waiver, resource));
    const valid = own.findLast((waiver) => daysLeft(waiver, today) > 0);
    const expired = own.filter((waiver) => daysLeft(waiver, today) <= 0).map((waiver) => expiredFinding(waiver));
    if (valid === undefined) return { findings: [...findings, ...expired], notEvaluated, announcements: [] };
    const days = daysLeft(valid, today);
    const who = `the waiver of ${valid.owner} for ${rule.id} on ${resource}`;
    const announcements = [
      ...(days <= ANNOUNCED_DAYS ? [`${who} ends in ${days} ${days === 1 ? "day" : "days"} (${valid.expires})`] : []),
      ...(result.status === "compliant" ? [`${who} is not needed any more: remove it`] : []),
    ];
    return { findings: expired, waived: { waiver: valid, findings }, notEvaluated: [], announcements };
  };
}

function expiredFinding(waiver: Waiver): Finding {
  return {
    field: `the waiver of ${waiver.owner}`,
    value: `expired on ${waiver.expires}`,
    limit: "a day to come",
    remedy: "meet the rule and remove the waiver, or renew it with a reason that still holds",
    at: { path: [] },
  };
}

/** A pack with a person's configuration. */
export interface PreparedPack {
  job(view: JobView, resource: string): Evaluation;
  bucket(view: BucketView, resource: string): Evaluation;
  cluster(view: ClusterView, resource: string): Evaluation;
  /** What is not evaluated counts as a violation, on jobs or on infrastructure. */
  readonly strict: boolean;
  /** Rules that are on, with the level at which they report. */
  readonly levels: ReadonlyMap<string, ReportedLevel>;
  /** Waivers that no resource has matched until now, in words: perhaps misspelt. */
  unmatchedWaivers(): readonly string[];
}

/** Prepares a pack; throws an ArgumentError for a configuration that does not fit it. */
export function preparePack(pack: Pack, config: unknown, today: Date): PreparedPack {
  const parsed = parsePackConfig(
    config,
    entriesOf(pack).map(({ rule }) => rule.id),
  );
  const levels = new Map<string, ReportedLevel>();
  const seen = new Set<Waiver>();
  const prepare = <View>(entries: readonly PackEntry<View>[], strict: boolean) => {
    const active = entries.flatMap((entry) => {
      const own = parsed.rules.get(entry.rule.id) ?? { parameters: {}, waivers: [] };
      const level = own.level ?? parsed.all ?? entry.level;
      // Prepared all the same: parameters that do not fit are a mistake even where the rule is off.
      const run = prepareRule(entry, own, today);
      if (level === "disabled") return [];
      levels.set(entry.rule.id, level);
      return [{ rule: entry.rule.id, level, run, waivers: own.waivers }];
    });
    return (view: View, resource: string): Evaluation => {
      const evaluation = {
        findings: [] as Reported[],
        waived: [] as Waived[],
        notEvaluated: [] as NotEvaluated[],
        announcements: [] as string[],
      };
      for (const { rule, level, run, waivers } of active) {
        for (const waiver of waivers) if (isFor(waiver, resource)) seen.add(waiver);
        const outcome = run(view, resource);
        const about = { rule, level, resource };
        evaluation.findings.push(...outcome.findings.map((finding) => ({ ...about, finding })));
        if (outcome.waived !== undefined) {
          const { owner, reason, expires } = outcome.waived.waiver;
          evaluation.waived.push(...outcome.waived.findings.map((finding) => ({ ...about, finding, owner, reason, expires })));
        }
        if (outcome.notEvaluated.length > 0) evaluation.notEvaluated.push({ ...about, fields: outcome.notEvaluated, strict });
        evaluation.announcements.push(...outcome.announcements);
      }
      return evaluation;
    };
  };
  // As the engine has it, for which these are policies like any other.
  const isStrict = (name: string): boolean => (parsed.rules.get(name)?.level ?? parsed.all) === "mandatory";
  const [onJobs, onInfrastructure] = [isStrict(NOT_EVALUATED), isStrict(NOT_EVALUATED_INFRASTRUCTURE)];
  return {
    job: prepare(pack.jobs, onJobs),
    bucket: prepare(pack.buckets, onInfrastructure),
    cluster: prepare(pack.clusters, onInfrastructure),
    strict: onJobs || onInfrastructure,
    levels,
    unmatchedWaivers: () =>
      [...parsed.rules].flatMap(([rule, { waivers }]) =>
        // A rule that is off looks for nothing.
        (levels.has(rule) ? waivers : [])
          .filter((waiver) => !seen.has(waiver))
          .map((waiver) => `the waiver of ${waiver.owner} for ${rule} names ${waiver.resource}, which is not here`),
      ),
  };
}

/** What a person reads of a waived violation. */
export function waivedMessage(waiver: Waiver, finding: Finding): string {
  return `waived by ${waiver.owner} until ${waiver.expires} (${waiver.reason}): ${findingMessage(finding)}`;
}
