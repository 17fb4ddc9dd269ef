// Where the official CLI's Node.js host enters: it requires this folder. JavaScript, because the host would hand a .ts entry to
// ts-node, which type-checks it with options of its own; from here on Node runs the TypeScript itself.
import "./pack.ts";
