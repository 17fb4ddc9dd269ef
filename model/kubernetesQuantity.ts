/**
 * CPU and memory as Kubernetes writes them: `200m`, `512Mi`. Two spellings that Kubernetes would take are refused as slips: `m` on memory
 * is thousandths of a byte, and CPU has no finer unit than a thousandth.
 */
import { ArgumentError } from "./argumentError.ts";

const CPU = /^(?:\d+m|\d+(?:\.\d{1,3})?)$/;
const MEMORY = /^\d+(?:\.\d+)?(?:[KMGTPE]i|[kMGTPE])?$/;

const isPositive = (text: string) => Number.parseFloat(text) > 0;

/** Returns `value` if it is an amount of CPU above 0. */
export function cpuQuantity(value: string, field: string): string {
  if (CPU.test(value) && isPositive(value)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: 'must be a Kubernetes quantity above 0 such as "200m" or "0.5"',
    remedy: 'Give CPUs with at most three decimals, or thousandths of one with m: "500m" is half a CPU.',
  });
}

/** Returns `value` if it is an amount of memory above 0. */
export function memoryQuantity(value: string, field: string): string {
  if (MEMORY.test(value) && isPositive(value)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: 'must be a Kubernetes quantity above 0 such as "512Mi" or "1Gi"',
    remedy: 'Give a number and Ki, Mi, Gi or Ti without a space. Flink\'s notation, "1 gb", is for the memory of jobs only.',
  });
}
