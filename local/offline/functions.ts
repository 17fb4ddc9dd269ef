/** What the clouds' functions (invokes) would answer, invented, for those that the components call. All others are refused by name. */
import { type JsonObject, textAt } from "../provider/values.ts";
import { STAND_IN_ACCOUNT, STAND_IN_REGION } from "./computedOutputs.ts";

const ANSWERS: Readonly<Record<string, (args: JsonObject) => JsonObject>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: STAND_IN_ACCOUNT,
    accountId: STAND_IN_ACCOUNT,
    arn: `arn:aws:iam::${STAND_IN_ACCOUNT}:user/stand-in`,
    userId: "STANDIN",
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (args) => {
    const region = textAt(args, "region") ?? STAND_IN_REGION;
    return { id: region, name: region, region, description: "stand-in" };
  },
  "gcp:organizations/getProject:getProject": (args) => {
    const projectId = textAt(args, "projectId") ?? "stand-in";
    return { id: `projects/${projectId}`, projectId, name: projectId, number: STAND_IN_ACCOUNT };
  },
};

/** The answer; undefined when the function has none here. */
export function standInAnswer(token: string, args: JsonObject): JsonObject | undefined {
  const answer = ANSWERS[token];
  return answer === undefined ? undefined : { ...args, ...answer(args) };
}
