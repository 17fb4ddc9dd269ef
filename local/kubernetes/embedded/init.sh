#!/bin/bash
# Process 1 of the node's namespaces: gives them their own file systems, then starts a component for each line that comes
# through the pipe CLUSTER_FOLDER/run/start. Ends only by SIGKILL, and everything in the namespaces ends with it.
# usage: init.sh CLUSTER_FOLDER HOST_NAME
set -euo pipefail
cluster=$1
hostname "$2"

# The kubelet mounts volumes and containerd binds them into containers: mounts must travel within the namespace.
mount --make-rshared /
mount -t sysfs sysfs /sys

if [ -z "$(grep -v '^0:' /proc/self/cgroup)" ]; then
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control; done
else
  mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
  while IFS=: read -r _ controllers _; do
    [ -n "$controllers" ] || continue
    folder=/sys/fs/cgroup/${controllers#name=}
    mkdir -p "$folder"
    case $controllers in
      name=*) mount -t cgroup -o "none,$controllers" cgroup "$folder" ;;
      *) mount -t cgroup -o "$controllers" cgroup "$folder" ;;
    esac
  done </proc/self/cgroup
fi

# Sockets and locks at fixed paths become the node's own.
mkdir -p /var/lib/cni /var/lib/kubelet
for folder in /run /var/lib/cni; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
# The kubelet's sockets need a short path, and pod logs have a fixed one; the data lies in the cluster's folder.
mount --bind "$cluster/data/kubelet" /var/lib/kubelet
mount --bind "$cluster/log" /var/log

# The kubelet sets these for the whole machine; it gets private files in their place.
mkdir /run/sysctl
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 \
  kernel/keys/root_maxbytes=25000000; do
  key=${setting%=*}
  [ -e "/proc/sys/$key" ] || continue
  copy=/run/sysctl/${key//\//_}
  echo "${setting#*=}" >"$copy"
  mount --bind "$copy" "/proc/sys/$key"
done
echo 1 >/proc/sys/net/ipv4/ip_forward

# Opened for reading and writing, so that the pipe never ends. That it is open tells the other side that all of the above is done.
exec 3<>"$cluster/run/start"
while IFS= read -r name <&3; do
  (
    mapfile -d '' -t command <"$cluster/run/$name.command"
    code=0
    "${command[@]}" >"$cluster/log/$name.log" 2>&1 </dev/null 3<&- || code=$?
    echo "$code" >"$cluster/run/$name.ended"
  ) &
done
