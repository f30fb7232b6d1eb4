# Furnishes a fresh set of namespaces, as their root, and runs a command in them:
#   enter.sh JAVA_HOME RELAY COMMAND...    RELAY: a folder that is to be there; empty for none
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
java_home=$1 relay=$2
shift 2

root=/tmp # only a place to build at; nobody else sees it
if [ -n "$relay" ]; then cd "$relay"; fi # which may lie where the next line puts something on top of it
mount -t tmpfs -o size=1m,mode=755 none $root
if [ -n "$relay" ]; then
    mkdir $root/relay
    mount --no-canonicalize --bind . $root/relay
fi
cd $root
mkdir -p usr jdk etc dev/shm proc tmp project old

# The system, read-only with all that is mounted in it. (Each program that is started here costs a millisecond.)
links=
for path in /usr /bin /sbin /lib /lib32 /lib64 /libx32 /etc/alternatives /etc/maven /etc/java-*; do
    if [ -L $path ]; then links="$links $path"
    elif [ -d $path ]; then mkdir -p .$path; mount --rbind $path .$path; fi
done
if [ -n "$links" ]; then cp -P $links .; fi
printf '127.0.0.1 localhost\n::1 localhost\n' >etc/hosts
if [ -f /etc/ld.so.cache ]; then : >etc/ld.so.cache; mount --bind /etc/ld.so.cache etc/ld.so.cache; fi
mount --rbind "$java_home" jdk
while read -r _ where _; do
    case $where in $root/*) mount -o remount,bind,ro,nosuid,nodev "$where" ;; esac
done </proc/self/mounts

# Devices and processes.
for device in null zero full random urandom; do
    : >dev/$device
    mount --bind /dev/$device dev/$device
done
cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr dev 2>/dev/null || : # links to /proc/self/fd
mount -t proc -o nosuid,nodev,noexec none proc
mount --bind /dev/null proc/cmdline # of the machine's kernel
{ echo 4096 >proc/sys/kernel/shmall; } 2>/dev/null || : # 16 MiB of System V's shared memory, on Linux 6 and later
hostname sandbox 2>/dev/null || : # where there is such a program
# Programs may talk to themselves; by ioctl SIOCSIFFLAGS (0x8914) where there is no ip.
ip link set lo up 2>/dev/null \
    || perl -e 'socket(S, 2, 2, 0) && ioctl(S, 0x8914, pack("a16 s x14", "lo", 0x41))' 2>/dev/null \
    || :
echo 0 >proc/sys/user/max_user_namespaces # no namespace inside the namespace, where it would be root again

# Leave the machine behind.
pivot_root . old
umount -l old
rmdir old
mount -o remount,bind,ro,nosuid,nodev /
cd /
exec "$@"
