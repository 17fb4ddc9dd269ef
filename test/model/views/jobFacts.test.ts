import { describe, expect, test } from "vitest";
import { pipelineCount, placeOfFact } from "../../../model/views/jobFacts.ts";
import { UNKNOWN } from "../../../model/views/known.ts";
import { jobFrom, NOT_YET } from "../rules/jobs.ts";

const NAME = "beam-flink/pipelines";
const noted = (annotation: unknown, label?: unknown) =>
  jobFrom({ metadata: { annotations: { [NAME]: annotation }, labels: { [NAME]: label } } });

describe("pipelineCount", () => {
  test.each([
    ["an annotation", noted("12"), 12],
    ["a number", noted(3), 3],
    ["a label", noted(undefined, "4"), 4],
    ["the annotation before the label", noted("1", "2"), 1],
    ["blanks around it", noted(" 5 "), 5],
    ["none", noted(undefined), undefined],
    ["0", noted("0"), undefined],
    ["a negative number", noted("-1"), undefined],
    ["what is no whole number", noted("1.5"), undefined],
    ["a word", noted("many"), undefined],
    ["what is not known yet", noted(NOT_YET), UNKNOWN],
  ])("reads %s", (_, view, count) => {
    expect(pipelineCount(view)).toBe(count);
  });
});

describe("placeOfFact", () => {
  test.each([
    ["the annotation", noted("1", "2"), "annotations"],
    ["the label where that alone is there", noted(undefined, "2"), "labels"],
    ["the annotation that is not there yet", noted(undefined), "annotations"],
    ["the annotation that is not known yet", noted(NOT_YET, "2"), "annotations"],
  ])("is %s", (_, view, kind) => {
    expect(placeOfFact(view, NAME)).toEqual({ path: ["metadata", kind, NAME] });
  });
});
