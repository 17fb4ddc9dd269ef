/**
 * Texts that look like credentials: names that promise one, and values that have the shape of one. Only for telling people where to look:
 * a credential of no known shape under a harmless name is not seen.
 */

/** Words whose own name says that the value is secret. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "pwd",
  "secret",
  "secrets",
  "token",
  "credential",
  "credentials",
  "apikey",
  "accesskey",
  "secretkey",
  "privatekey",
]);

/** Words that make a `key` behind them secret: `private key`, but not `partition key`. */
const KEY_OWNERS: ReadonlySet<string> = new Set([
  "api",
  "access",
  "account",
  "secret",
  "private",
  "shared",
  "signing",
  "encryption",
  "auth",
  "sas",
]);

/** Last words of a name that speaks about a secret without holding it: `secretName`, `tokenUrl`, `keyFile`. */
const REFERENCES: ReadonlySet<string> = new Set(
  (
    "name names file files path paths dir directory location uri url arn id ids ref reference provider factory class type kind version " +
    "length size count limit max min ttl timeout expiry expiration interval period millis ms seconds minutes enabled required header " +
    "endpoint audience scope scopes issuer pattern regex delimiter separator field column algorithm prefix suffix mount project region " +
    "manager store alias mode format mechanism lifetime env var variable namespace service server host port topic table rate"
  ).split(" "),
);

/** Names that the words do not tell: half of a pair of keys, and the key of server-side encryption. */
const OWN_NAMES = /access[-_.]?key[-_.]?id$|sse[-_.]?customer[-_.]?key$/i;

/** True for a name under which a credential is to be expected: `kafkaPassword`, `api-key`, `aws.secretKey`. */
export function isCredentialName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (OWN_NAMES.test(name)) return true;
  if (last !== undefined && REFERENCES.has(last)) return false;
  return words.some((word, index) => SECRET_WORDS.has(word) || (word === "key" && KEY_OWNERS.has(words[index - 1] ?? "")));
}

/** What a name looks like. */
export const NAME = /^[A-Za-z][\w.-]{0,63}$/;

/** True for a name that may be told: what was pasted in place of one may be a credential itself. */
export function isTellableName(name: string): boolean {
  return NAME.test(name) && credentialShape(name) === undefined;
}

/** What is told in place of a name that may not be. */
export const NO_NAME = "one that is no name";

/** `sslKeyPassword`, `ssl.key-password` and `SSL_KEY_PASSWORD` are ssl, key, password. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** True for a value that stands for one that is elsewhere, or is none: `${TOKEN}`, a path, the name of a secret in a store, a flag. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value.trim()));
}

const PLACEHOLDERS: readonly RegExp[] = [
  /^(?:true|false|none|null)?$/i,
  /^\$\{[^{}]*\}$/,
  /^\$\([^()]*\)$/,
  /^\$[A-Z_][A-Z\d_]*$/,
  /^\{\{[^{}]*\}\}$/,
  /^<[^<>]*>$/,
  /^[*x.]{3,}$/i,
  /^(?:file|env|vault|secretmanager|gcpsecret|awssecret|gsm|sm|ssm|keyvault):/i,
  /^arn:aws[\w-]*:(?:secretsmanager|ssm|kms|iam):/,
  /^projects\/[^/]+\/(?:secrets|locations)\//,
  /^\/(?:etc|opt|var|mnt|run|tmp|home|secrets?|vault|config|flink|app)\//,
];

/** A credential of letters, digits and `_.-` only: the characters of a name. */
interface TokenShape {
  readonly what: string;
  /** What it looks like. Repetitions are bounded, so that a long value costs its length. */
  readonly body: string;
  /** Characters that do not stand in front of one, as in `[...]`. */
  readonly notAfter: string;
  /** Characters that do not follow one. */
  readonly notBefore?: string;
}

/** Shapes that a name can have. */
export const TOKEN_SHAPES: readonly TokenShape[] = [
  { what: "an AWS access key", body: "(?:AKIA|ASIA)[A-Z0-9]{16}", notAfter: "A-Z0-9", notBefore: "A-Z0-9" },
  { what: "a JSON Web Token", body: String.raw`eyJ[\w-]{8,2048}\.eyJ[\w-]{8,4096}\.[\w-]{8}`, notAfter: String.raw`\w-` },
  { what: "a GitHub token", body: "(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})", notAfter: "A-Za-z0-9" },
  { what: "a GitLab token", body: String.raw`glpat-[\w-]{20}`, notAfter: "A-Za-z0-9" },
  { what: "a Slack token", body: "xox[abeprs]-[A-Za-z0-9-]{10}", notAfter: "A-Za-z0-9" },
  { what: "a Google API key", body: String.raw`AIza[\w-]{35}`, notAfter: String.raw`\w-` },
  { what: "a Google client secret", body: String.raw`GOCSPX-[\w-]{20}`, notAfter: String.raw`\w-` },
  { what: "a Google access token", body: String.raw`ya29\.[\w-]{20}`, notAfter: String.raw`\w-` },
];

/** Shapes of credentials, by what they are. */
const SHAPES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY/],
  ...TOKEN_SHAPES.map(({ what, body, notAfter, notBefore }) => {
    const after = notBefore === undefined ? "" : `(?![${notBefore}])`;
    return [what, new RegExp(`(?<![${notAfter}])${body}${after}`)] as const;
  }),
  ["a Slack webhook", /hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/\w{8}/],
  ["a signed URL", /[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=[\w%+/-]{20}/i],
  ["an authorization header", /(?<![A-Za-z])(?:Bearer|Basic) (?=[\w.~+/-]{0,128}[\d=])[\w.~+/=-]{16}/],
];

/** What kind of credential the value holds; undefined if it has the shape of none. */
export function credentialShape(value: string): string | undefined {
  const shape = SHAPES.find(([, pattern]) => pattern.test(value))?.[0];
  if (shape !== undefined) return shape;
  if (passwordsOfUrls(value).some((password) => !isPlaceholder(password))) return "a URL with a password";
  return pairs(value).some(([name, text]) => isCredentialName(name) && !isPlaceholder(text))
    ? "a password or key among its settings"
    : undefined;
}

/** `secret` of `amqp://user:secret@host`. */
function passwordsOfUrls(value: string): string[] {
  return [...value.matchAll(/:\/\/[^\s/:@]{0,256}:([^\s/@]{1,256})@/g)].map(([, password = ""]) => password);
}

/** Settings inside of a value: `"name": "text"` of JSON, and `name=text` of connection strings, JAAS and Java properties. */
function pairs(value: string): (readonly [name: string, text: string])[] {
  return [
    ...value.matchAll(/"([\w.-]{1,128})"\s{0,8}:\s{0,8}"([^"]{0,256})/g),
    ...value.matchAll(/(?<![\w.-])([\w.-]{1,128})=["']?(\$\{[^{}]{0,256}\}|[^\s"';,&}]{0,256})/g),
  ].map(([, name = "", text = ""]) => [name, text]);
}
