import { expect, test } from "vitest";
import { blocksOf } from "./pages.ts";
import { compile } from "./typescriptBlocks.ts";

/** The cloud SDKs' types take their time. */
const TIMEOUT = 180_000;

test(
  "every TypeScript block of the pages compiles",
  () => {
    // Files that a page shows are compiled where they are.
    const blocks = blocksOf("ts").filter(({ included }) => !included);
    const wrong = {
      at: "wrong.md:10",
      given: "",
      text: 'import { BeamJob } from "beam-flink";\nnew BeamJob("orders", { imgae: "orders:1" });',
    };
    const faults = compile([...blocks, wrong]);
    expect(faults.filter((fault) => !fault.startsWith("wrong.md"))).toEqual([]);
    expect(blocks.length).toBeGreaterThan(0);
    // A block that is wrong would have been found, with its line.
    expect(faults.join("\n")).toMatch(/^wrong\.md:11: [\s\S]*imgae/);
  },
  TIMEOUT,
);
