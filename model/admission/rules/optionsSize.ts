/** `options-size` in CEL: the bytes of all options as JSON, and the three largest by name. */
import { NAME, NO_NAME, TOKEN_SHAPES } from "../../views/credentialNames.ts";
import { optionsSize as rule } from "../../rules/optionsSize.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { bind, concat, jsonBytes, literal, pattern } from "../cel.ts";

/** The shapes without looking around. A name has at most 64 characters: what may repeat more often may repeat without end. */
const CREDENTIAL = TOKEN_SHAPES.map(({ body, notAfter, notBefore }) => {
  const after = notBefore === undefined ? "" : `(?:[^${notBefore}]|$)`;
  return `(?:^|[^${notAfter}])${body.replaceAll(/,\d{3,}\}/g, ",}")}${after}`;
}).join("|");

export const optionsSize: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const maximum = parameters.number("maximumBytes");
    const { names, values } = job.everyOption();
    const { variables } = job;
    // Of an option that is there twice, the place of the first and the value of the last count.
    const unique = variables.define("unique", `${names}.transformList(i, n, ${names}.indexOf(n) == i, n)`);
    const sizes = variables.define("sizes", `${unique}.map(n, ${values}[${names}.lastIndexOf(n)]).map(t, ${jsonBytes("t")})`);
    const total = variables.define(
      "total",
      `size(${unique}) == 0 ? 2 : 1 + ${unique}.map(n, ${jsonBytes("n")} + 2).sum() + ${sizes}.sum()`,
    );
    // Size and place in one number: the largest is the greatest, of equal ones the first.
    const ranks = variables.define("ranks", `${sizes}.transformList(i, b, b * size(${sizes}) + size(${sizes}) - 1 - i)`);
    const one = variables.define("largest", below(ranks));
    const two = variables.define("second", below(`${ranks}.filter(r, ${one}.exists(l, r < l))`));
    const three = variables.define("third", below(`${ranks}.filter(r, ${two}.exists(l, r < l))`));
    const told = `(${one} + ${two} + ${three}).map(r, ${toldName(`${unique}[size(${unique}) - 1 - r % size(${unique})]`)} + ' ' + string(r / size(${unique})) + ' bytes').join(', ')`;
    return [
      {
        expression: `${total} <= ${maximum}`,
        messageExpression: findingText({
          field: "size of the pipeline options",
          value: concat(`string(${total})`, literal(" bytes (largest: "), told, literal(")")),
          limit: literal(`${maximum} bytes at most`),
          remedy: literal("move the large ones into applicationConfig, which is mounted as a file"),
        }),
      },
    ];
  },
};

/** The name if `isTellableName` holds for it. */
function toldName(name: string): string {
  return bind("n", name, `n.matches(${pattern(NAME.source)}) && !n.matches(${pattern(CREDENTIAL)}) ? n : ${literal(NO_NAME)}`);
}

/** The greatest of a list, as a list of at most one. */
function below(list: string): string {
  return `size(${list}) == 0 ? [] : [${list}.max()]`;
}
