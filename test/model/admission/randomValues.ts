/** Texts, numbers and arguments that a person would hardly write: every notation, and the wrong ones beside it. */
import * as fc from "fast-check";

const SPACES = ["", " ", "  ", "\t", "\n", "\u00a0", "\ufeff", "\u2003", "\u0085", "\u0000", "\u000b"];
const LABELS = [
  "",
  "ms",
  "MS",
  "s",
  "sec",
  "secs",
  "second",
  "Seconds",
  "min",
  "m",
  "minute",
  "h",
  "hours",
  "d",
  "day",
  "µs",
  "micros",
  "ns",
  "nanos",
  "μs",
  "Μs",
  "ſ",
  "K",
  "x",
  "s s",
  "s1",
  "-",
  ".",
];

const NUMBERS = fc.oneof(
  fc.integer({ min: -5, max: 120 }).map(String),
  fc.constantFrom("500", "1000", "1500", "9999", "10000", "60000", "60001", "100000", "100001", "300000", "3600000", "86400000"),
  fc.constantFrom("-1", "-01", "-0", "00", "007", "1e3", "1.5", "+5", "9007199254740991", "9007199254740992", "9007199254740993"),
  fc.constantFrom("123456789012345678", "12345678901234567890", "1234567890123456789012", "999999999999999999999999"),
  fc.constantFrom("9".repeat(308), "9".repeat(309), "1".repeat(310), `-${"9".repeat(400)}`, `${"0".repeat(400)}5`),
  fc.bigInt({ min: -(10n ** 23n), max: 10n ** 23n }).map(String),
);

/** Durations, and texts that are almost one. */
export const DURATIONS = fc
  .tuple(fc.constantFrom(...SPACES), NUMBERS, fc.constantFrom(...SPACES), fc.constantFrom(...LABELS), fc.constantFrom(...SPACES))
  .map((parts) => parts.join(""));

const TEXTS = fc.oneof(
  fc.constantFrom(
    "",
    "true",
    "TRUE",
    "false",
    "tRue",
    "soon",
    '"',
    "\\",
    'a"b\\c',
    "\b\f\n\r\t\u0001\u001f\u007f",
    "é🚀\u2028",
    "--x",
    "a=b",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);

/** Directories, and texts that are none. */
export const DIRECTORIES = fc.oneof(
  fc.constantFrom(
    "s3://b/x",
    "S3A://b",
    "gs://b/c",
    "s3:///x",
    "s3://",
    "file:///tmp",
    "s3",
    "hdfs://n/x",
    " s3://b",
    "s3+x://b",
    "s3://\n",
    "ſ3://b",
  ),
  TEXTS,
);

/** Options that the rules read, and others. */
const OPTION_NAMES = [
  "checkpointingInterval",
  "checkpointTimeoutMillis",
  "maxBundleSize",
  "maxBundleTimeMills",
  "stateBackendStoragePath",
  "stateBackend",
  "stateBackendFactory",
  "finishBundleBeforeCheckpointing",
  "other",
  "__proto__",
  "1",
  "ключ",
  "AKIAIOSFODNN7EXAMPLE",
  "x-AKIAIOSFODNN7EXAMPLE.x",
  "ghp_0123456789abcdefghijABCDEFGHIJ012345",
];

const VALUES = fc.oneof(NUMBERS, TEXTS, DIRECTORIES);

/** A job's arguments. */
export const ARGUMENTS = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...OPTION_NAMES), VALUES).map(([name, value]) => [`--${name}=${value}`]) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...OPTION_NAMES), VALUES).map(([name, value]) => [`--${name}`, value]) },
      { weight: 1, arbitrary: fc.constantFrom(...OPTION_NAMES).map((name) => [`--${name}`]) },
      { weight: 1, arbitrary: fc.constantFrom(...OPTION_NAMES).map((name) => [`--${name}=${"x".repeat(4500)}`]) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom("--", "---x", "-x", "--=5", "--a b=c", "--x\u00a0y", "plain", "--t\tu", "--v\u0085w")
          .map((text) => [text]),
      },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.flat());

/** What switches something on or off, and numbers as JavaScript reads them. */
export const WORDS = fc.oneof(
  fc.constantFrom(
    "true",
    " True ",
    "TRUE\n",
    "false",
    "none",
    "NONE",
    "\u00a0none",
    "jobmanager",
    " JobManager\t",
    "filesystem",
    "kubernetes",
    "zookeeper",
    "0",
    "0 s",
    "0 0 * * *",
    "",
  ),
  fc.constantFrom(
    "1",
    "2",
    " 2 ",
    "02",
    "00",
    "01",
    "10",
    "\u0662",
    "3.0",
    "1.0",
    "1.00000000000000000000001",
    "1e1",
    "0x1",
    "0x2",
    "0x0A",
    "0b10",
    "0b1",
    "0o7",
    "+2",
    "-2",
    "Infinity",
    "2x",
    ".5e1",
    "5.",
    "1e400",
    "0e400",
    "1e-400",
    "1e+0200",
    "-1e300",
    "0.01e2",
    "0.01e199",
    "1.e308",
  ),
);

const SCALARS = fc.oneof(
  DURATIONS,
  WORDS,
  DIRECTORIES,
  fc.integer({ min: -10, max: 100_000 }),
  fc.constantFrom(
    true,
    false,
    1.5,
    1_000_000.5,
    1e6,
    0.00001,
    1.5e-7,
    1e-7,
    1e21,
    1.25e22,
    123456789012345680000,
    9007199254740991,
    -2.5,
    -1234567.25,
    1e-10,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** What may stand where a setting has its value. */
export const LEAVES = fc.oneof(
  { weight: 6, arbitrary: SCALARS },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.array(fc.oneof(SCALARS, fc.constant(null), fc.constant({ a: 1 }), fc.constant([1, "x"])), { maxLength: 3 }) },
);
