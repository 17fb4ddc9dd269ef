#!/bin/bash
# Enters the node's control groups and namespaces, and becomes the parent of their process 1.
# usage: enter.sh INIT_SCRIPT CLUSTER_FOLDER HOST_NAME CGROUP...
set -euo pipefail
init=$1 cluster=$2 hostname=$3
shift 3
# Before the cgroup namespace is made: its root is the group of the process that makes it.
for group; do echo 0 >"$group/cgroup.procs"; done
exec unshare --cgroup bash -c '
  init=$1 cluster=$2 hostname=$3
  shift 3
  # A v2 group with processes of its own cannot have groups with controllers below it: ours go to one below.
  for group; do if [ -d "$group/init" ]; then echo 0 >"$group/init/cgroup.procs"; fi; done
  # --kill-child: the namespaces, and with them every process of the node, end with this process.
  exec unshare --mount --net --pid --uts --ipc --fork --kill-child --mount-proc --propagation private \
    bash "$init" "$cluster" "$hostname"
' enter "$init" "$cluster" "$hostname" "$@"
