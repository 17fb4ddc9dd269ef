#!/usr/bin/env bash
# Installs a tarball of the package into an empty project and uses it with the Node.js on PATH: useTarball.sh FILE
set -euo pipefail
tarball=$(realpath "${1:?a tarball}")
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cd "$project"
echo '{ "name": "consumer", "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-fund --no-audit "$tarball" @pulumi/policy
cat >use.mjs <<'PROGRAM'
import { StreamingPlatform } from "beam-flink";
import { parseDuration } from "beam-flink/model";
import { PRODUCTION } from "beam-flink/policies";
console.log(process.version, StreamingPlatform.name, parseDuration("1 min", "interval"), PRODUCTION.name);
PROGRAM
node use.mjs
npx --no -- beam-flink --help
npx --no -- beam-flink preview --help
printf 'apiVersion: v1\nkind: List\nitems: []\n' >empty.yaml
npx --no -- beam-flink check empty.yaml
