#!/bin/sh
# The entry point of the local controller, a stand-in for the official Flink Kubernetes Operator's image:
#   docker-entrypoint.sh operator     or any other COMMAND
# Variables: OPERATOR_NAMESPACE, FLINK_CONF_DIR, JVM_ARGS, LOG_CONFIG (-Dlog4j.configurationFile=FILE; passed over where there is no such file).
# There is no webhook: the controller validates what it reconciles, and reports in status.error.
# Runs as any user with a read-only root file system: all that is written goes to /tmp.
set -eu

case ${1:-help} in
  operator) ;;
  help) echo "usage: docker-entrypoint.sh operator, or COMMAND [ARGUMENTS]"; exit 0 ;;
  webhook) echo "the stand-in operator has no webhook: run it with operator only, and turn the webhook off" >&2; exit 2 ;;
  *) exec "$@" ;;
esac

LOGGING=${LOG_CONFIG:-}
LOGGING_FILE=${LOGGING#*=}
[ -r "${LOGGING_FILE#file:}" ] || LOGGING=

# The autoscaler's jar goes first: it brings patched classes of flink-runtime.
LIB=${OPERATOR_LIB_DIR:-/opt/flink-operator/lib}
AUTOSCALER=$(echo "$LIB"/flink-autoscaler-*.jar)

# One small process that waits most of the time: the serial collector and one compiler tier keep it at a fraction of the default's memory.
# shellcheck disable=SC2086 # the variables hold several words each
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError \
  $LOGGING ${JVM_ARGS:-} -cp "$AUTOSCALER:$LIB/*" io.beamflink.local.operator.Main
