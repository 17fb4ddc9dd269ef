/** Entry point of `pulumi preview` and `pulumi up`: the environment is the stack of the same name. */
import { readEnvironment } from "./config.ts";
import { machineSettings, streamingEnvironment } from "./program.ts";

export default () => streamingEnvironment(readEnvironment(), machineSettings(process.env));
