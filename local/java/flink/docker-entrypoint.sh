#!/bin/sh
# A stand-in for the official Flink image's entry point, with the part of its contract that Kubernetes deployments use:
#   docker-entrypoint.sh jobmanager | standalone-job | taskmanager [ARGUMENTS]     or any other COMMAND
# Variables: FLINK_PROPERTIES, JOB_MANAGER_RPC_ADDRESS, TASK_MANAGER_NUMBER_OF_TASK_SLOTS, FLINK_ENV_JAVA_OPTS, FLINK_LOG_DIR.
# Not here: history-server; jemalloc; ENABLE_BUILT_IN_PLUGINS is accepted and does nothing, since the S3 plugin is always enabled.
# Runs as any user with a read-only root file system: all that is written goes to $TMPDIR (/tmp).
set -eu

FLINK_HOME=${FLINK_HOME:-/opt/flink}
TMP=${TMPDIR:-/tmp}
MODE=${1:-help}
[ $# -eq 0 ] || shift

case $MODE in
  jobmanager)
    ROLE=jobmanager PARAMETERS=GET_JM_RESOURCE_PARAMS
    MAIN=org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint ;;
  standalone-job)
    ROLE=jobmanager PARAMETERS=GET_JM_RESOURCE_PARAMS
    MAIN=org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint ;;
  taskmanager)
    ROLE=taskmanager PARAMETERS=GET_TM_RESOURCE_PARAMS
    MAIN=org.apache.flink.runtime.taskexecutor.TaskManagerRunner ;;
  help) echo "usage: docker-entrypoint.sh jobmanager | standalone-job | taskmanager [ARGUMENTS], or COMMAND [ARGUMENTS]"; exit 0 ;;
  *) exec "$MODE" "$@" ;;
esac
[ "${1:-}" != start-foreground ] || shift

# The mounted configuration is read-only, and the variables may add to it: a later value of a key takes the place of an earlier one.
CONF=$TMP/flink-conf
rm -rf "$CONF"
mkdir -p "$CONF"
SOURCE=${FLINK_CONF_DIR:-$FLINK_HOME/conf}
cp -L "$SOURCE"/* "$CONF"/
chmod -R u+w "$CONF"
FILE=$CONF/flink-conf.yaml
[ -f "$FILE" ] || FILE=$CONF/config.yaml
[ -f "$FILE" ] || { echo "neither flink-conf.yaml nor config.yaml is in $SOURCE: mount Flink's configuration there" >&2; exit 2; }
ADDED=$CONF/.added
{
  [ -z "${JOB_MANAGER_RPC_ADDRESS:-}" ] || echo "jobmanager.rpc.address: $JOB_MANAGER_RPC_ADDRESS"
  [ -z "${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-}" ] || echo "taskmanager.numberOfTaskSlots: $TASK_MANAGER_NUMBER_OF_TASK_SLOTS"
  [ -z "${FLINK_PROPERTIES:-}" ] || printf '%s\n' "$FLINK_PROPERTIES" | sed 's/^[[:space:]]*//; /^$/d'
} > "$ADDED"
if [ -s "$ADDED" ]; then
  # Comments, and the indented lines of a config.yaml, have no key of their own.
  awk -F: '
    { line[NR] = $0; key[NR] = $1; last[$1] = NR }
    END { for (n = 1; n <= NR; n++) if (key[n] ~ /^[[:space:]#-]/ || last[key[n]] == n) print line[n] }
  ' "$FILE" "$ADDED" > "$FILE.new"
  mv "$FILE.new" "$FILE"
fi
rm -f "$ADDED"

# FLINK_LIB_DIR is where Flink derives usrlib from; the metadata service of EC2 is looked for in vain, for seconds, where there is none.
export FLINK_CONF_DIR="$CONF" FLINK_LIB_DIR="$FLINK_HOME/lib" FLINK_PLUGINS_DIR="${FLINK_PLUGINS_DIR:-$FLINK_HOME/plugins}"
export AWS_EC2_METADATA_DISABLED="${AWS_EC2_METADATA_DISABLED:-true}"

option() { # the value of a key, without quotes
  sed -n "s/^$1:[[:space:]]*//p" "$FILE" | tail -n 1 | sed "s/^\"\(.*\)\"\$/\1/; s/^'\(.*\)'\$/\1/"
}

CLASS_PATH="$FLINK_HOME/lib/*"
OPTIONS=$(cat "$FLINK_HOME/bin/java-options.txt")

# Flink's own code computes the heap and the other memory sizes; a small, quick JVM is enough for it.
set -f # the texts below are split into words, and must not be taken for file patterns
RESULT=$(java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $OPTIONS -Dlog4j2.level=ERROR -cp "$CLASS_PATH" \
  org.apache.flink.runtime.util.bash.BashJavaUtils "$PARAMETERS" --configDir "$CONF" "$@" 2> "$TMP/memory.err") ||
  { tail -n 20 "$TMP/memory.err"; printf '%s\n' "$RESULT" | tail -n 20; exit 1; }
RESULT=$(printf '%s\n' "$RESULT" | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p')
MEMORY=$(printf '%s\n' "$RESULT" | sed -n 1p)
DYNAMIC=$(printf '%s\n' "$RESULT" | sed -n 2p)

LOGGING=$CONF/log4j-console.properties
[ -f "$LOGGING" ] || LOGGING=$FLINK_HOME/bin/log4j-console.properties
LOG_DIR=${FLINK_LOG_DIR:-$TMP/flink-log}
mkdir -p "$LOG_DIR"
OPTIONS="$MEMORY $OPTIONS $(option env.java.opts.all) $(option "env.java.opts.$ROLE") ${FLINK_ENV_JAVA_OPTS:-}"
OPTIONS="$OPTIONS -Dlog.file=$LOG_DIR/flink-$MODE.log -Dlog4j.configurationFile=file:$LOGGING"
[ "$MODE" != jobmanager ] || DYNAMIC="--executionMode cluster $DYNAMIC"

echo "Starting $MODE as Java process with: $MEMORY"
cd "$FLINK_HOME"
exec java $OPTIONS -cp "$CLASS_PATH" "$MAIN" --configDir "$CONF" $DYNAMIC "$@"
