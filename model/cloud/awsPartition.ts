/** The partition of a region: how its ARNs begin, and how its services are called in trust policies. */

export interface AwsPartition {
  /** Second part of an ARN. */
  readonly id: string;
  /** End of the names that services have in trust policies. */
  readonly dnsSuffix: string;
}

const COMMERCIAL: AwsPartition = { id: "aws", dnsSuffix: "amazonaws.com" };

/** Partitions other than the commercial one, by the beginning of their regions' names. */
const OTHERS: readonly (readonly [prefix: string, partition: AwsPartition])[] = [
  ["cn-", { id: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  ["us-gov-", { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
];

/** Partition of a region. */
export function awsPartition(region: string): AwsPartition {
  return OTHERS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? COMMERCIAL;
}

/** ARN of a policy that AWS maintains. */
export const managedPolicyArn = (partition: AwsPartition, policy: string) => `arn:${partition.id}:iam::aws:policy/${policy}`;
