# The last step into a sandbox, with rights in its namespaces alone: makes the three places to write to, each
# bounded in bytes and in files, and /proc read-only, and gives up every right before it runs a program:
#   settle.sh DISK_BYTES PROCESSES COMMAND...
set -eu
disk_bytes=$1 processes=$2
shift 2

# Python's multiprocessing and browsers want some shared memory.
for place in "/tmp $disk_bytes" "/project $disk_bytes" "/dev/shm 16m"; do
    mount -t tmpfs -o "size=${place#* },nr_inodes=65536,mode=700,nosuid,nodev" none "${place% *}"
done
mount -o remount,bind,ro,nosuid,nodev,noexec /proc
cd /project
unset OLDPWD
prlimit --pid $$ --nproc="$processes" 2>/dev/null || : # where the server's own limit is lower, that stays
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
