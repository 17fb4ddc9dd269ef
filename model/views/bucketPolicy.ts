/**
 * What the policy of a bucket of S3 says: whether it lets everybody in, and whether it refuses plain HTTP. Policies are documents of JSON,
 * as a text or as an object, and any part of them may be not known yet.
 */
import type { BucketView } from "./bucketView.ts";
import type { ResourceReader } from "./cloudResource.ts";
import { isObject, type Known, readAll, readPath, scalarText, UNKNOWN } from "./known.ts";
import type { ManifestPath } from "./place.ts";
import { all, any, type Truth, whenKnown } from "./threeValued.ts";

/** One statement of a policy. */
export interface PolicyStatement {
  /** The element of that name: its texts, one or several. */
  texts(...path: ManifestPath): Known<readonly string[]>;
  value(...path: ManifestPath): Known<unknown>;
}

/** The policy of a bucket. */
export interface BucketPolicy {
  /** The resource that has it, or would have to: the bucket where there is none. */
  readonly owner: ResourceReader;
  readonly path: ManifestPath;
  /** None where there is no policy. */
  readonly statements: Known<readonly Known<PolicyStatement>[]>;
}

/** The policy: that of a resource of its own, else the bucket's. */
export function readBucketPolicy(view: BucketView): BucketPolicy {
  const { sure, unsure } = view.parts("policy");
  const [owner = view.bucket] = sure;
  const path = ["policy"];
  if (sure.length === 0 && unsure.length > 0) return { owner, path, statements: UNKNOWN };
  return { owner, path, statements: statementsOf(owner, path) };
}

function statementsOf(owner: ResourceReader, path: ManifestPath): Known<readonly Known<PolicyStatement>[]> {
  const policy = owner.value(...path);
  if (typeof policy !== "string") return readStatements((...inner) => owner.value(...path, ...inner));
  if (policy === "") return [];
  const document = parseJson(policy);
  // What is no JSON is refused by S3; nothing can be said of it.
  return document === undefined ? UNKNOWN : readStatements((...inner) => readPath(document, inner, readAll));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Read = (...path: ManifestPath) => Known<unknown>;

/** The engine hands over a list or a single statement. */
function readStatements(read: Read): Known<readonly Known<PolicyStatement>[]> {
  const found = read("Statement");
  if (found === UNKNOWN) return UNKNOWN;
  if (isObject(found)) return [statement((...path) => read("Statement", ...path))];
  if (!Array.isArray(found)) return [];
  return Array.from({ length: found.length }, (_, index) =>
    whenKnown(read("Statement", index), () => statement((...path) => read("Statement", index, ...path))),
  );
}

function statement(value: Read): PolicyStatement {
  return {
    value,
    texts(...path) {
      const found = value(...path);
      if (found === UNKNOWN) return UNKNOWN;
      if (!Array.isArray(found)) return [scalarText(found)].filter((text) => text !== undefined);
      const items = Array.from({ length: found.length }, (_, index) => value(...path, index));
      if (items.includes(UNKNOWN)) return UNKNOWN;
      return items.map(scalarText).filter((text) => text !== undefined);
    },
  };
}

/** Elements of which one may be not known. */
export function anyStatement(policy: BucketPolicy, holds: (one: PolicyStatement) => Truth): Truth {
  return whenKnown(policy.statements, (statements) => any(statements.map((one) => whenKnown(one, holds))));
}

/**
 * Keys of conditions that limit a statement to certain callers or networks; with a fixed value of one of them S3 itself does not call a
 * policy public. Source: S3 User Guide, "The meaning of public".
 */
const LIMITING_KEYS = new Set(
  `aws:SourceIp aws:VpcSourceIp aws:SourceVpc aws:SourceVpce aws:SourceArn aws:SourceAccount aws:SourceOwner aws:SourceOrgID
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalAccount aws:PrincipalArn aws:userid
  s3:DataAccessPointArn s3:DataAccessPointAccount s3:x-amz-server-side-encryption-aws-kms-key-id`
    .toLowerCase()
    .split(/\s+/),
);

/** Operators by which a key must have one of the values: none that negates, and none that holds where the key is missing. */
const LIMITING_OPERATORS = /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|IpAddress)$/i;

/** Shortest prefixes of networks that limit anything, in the same source. */
const LEAST_PREFIX = { ipv4: 8, ipv6: 32 };

/** True for a value that everybody has. */
function isOfEverybody(value: string): boolean {
  const [, prefix] = /\/(\d{1,3})$/.exec(value) ?? [];
  const isNetwork = prefix !== undefined && /^[\d.]+\/|^[\da-f:.]+\//i.test(value);
  return value === "*" || (isNetwork && Number(prefix) < (value.includes(":") ? LEAST_PREFIX.ipv6 : LEAST_PREFIX.ipv4));
}

/** True for a statement that lets everybody in, whoever they are. */
export function letsEverybodyIn(one: PolicyStatement): Truth {
  return all([isEffect(one, "Allow"), any([isEverybody(one), isSet(one.value("NotPrincipal"))]), not(isLimited(one))]);
}

/** Parts of a bucket that requests are about: the bucket itself, as in a listing, and its objects. */
export type RequestTarget = "bucket" | "objects";

/** True for a statement that refuses every request about the target which comes over plain HTTP. */
export function refusesPlainHttp(one: PolicyStatement, target: RequestTarget): Truth {
  return all([
    isEffect(one, "Deny"),
    isEverybody(one),
    whenKnown(one.texts("Action"), (actions) => actions.some((action) => action === "*" || action.toLowerCase() === "s3:*")),
    whenKnown(one.texts("Resource"), (resources) => resources.some((resource) => covers(resource, target))),
    isOnlyPlainHttp(one),
  ]);
}

/** S3 takes no policy about another bucket, so its name need not be compared. */
function covers(resource: string, target: RequestTarget): boolean {
  const name = resource === "*" ? "*" : (/^arn:[^:]*:s3:::(.*)$/s.exec(resource)?.[1] ?? "");
  const slash = name.indexOf("/");
  if (slash < 0) return target === "bucket" ? name !== "" : name.endsWith("*");
  return target === "objects" && /^\*+$/.test(name.slice(slash + 1));
}

/** True where the only condition is that the request is not encrypted. */
function isOnlyPlainHttp(one: PolicyStatement): Truth {
  const conditions = conditionsOf(one);
  return whenKnown(conditions, (found) => {
    const [first, ...others] = found;
    if (first === undefined || others.length > 0) return false;
    if (!/^Bool(?:IfExists)?$/i.test(first.operator) || first.key.toLowerCase() !== "aws:securetransport") return false;
    return whenKnown(first.values, (values) => values.some((value) => value.toLowerCase() === "false"));
  });
}

function isLimited(one: PolicyStatement): Truth {
  return whenKnown(conditionsOf(one), (conditions) =>
    any(
      conditions.map(({ operator, key, values }) => {
        if (!LIMITING_OPERATORS.test(operator) || !LIMITING_KEYS.has(key.toLowerCase())) return false;
        return whenKnown(values, (known) => known.length > 0 && !known.some(isOfEverybody));
      }),
    ),
  );
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: Known<readonly string[]>;
}

function conditionsOf(one: PolicyStatement): Known<readonly Condition[]> {
  const block = one.value("Condition");
  if (block === UNKNOWN) return UNKNOWN;
  if (!isObject(block)) return [];
  const conditions: Condition[] = [];
  for (const operator of Object.keys(block)) {
    const keys = one.value("Condition", operator);
    if (keys === UNKNOWN) return UNKNOWN;
    if (!isObject(keys)) continue;
    for (const key of Object.keys(keys)) conditions.push({ operator, key, values: one.texts("Condition", operator, key) });
  }
  return conditions;
}

const isEffect = (one: PolicyStatement, effect: string): Truth => whenKnown(one.texts("Effect"), (texts) => texts.includes(effect));

const isEverybody = (one: PolicyStatement): Truth =>
  any([["Principal"], ["Principal", "AWS"]].map((path) => whenKnown(one.texts(...path), (texts) => texts.includes("*"))));

const isSet = (value: Known<unknown>): Truth => whenKnown(value, (known) => known !== undefined);

const not = (truth: Truth): Truth => whenKnown(truth, (known) => !known);
