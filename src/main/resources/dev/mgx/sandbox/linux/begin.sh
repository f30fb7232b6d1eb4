# Runs inside a sandbox, in the empty folder of the project: lays out what comes on the standard input, which is a tar
# of packages for each of the sizes in $2, in bytes, and a tar of files, says on the standard output that the sandbox
# stands ($0), and runs the program ($3...), which has nothing to read, by the scheduling policy $1. Idle, it runs when
# nothing else wants to, and cannot change that without rights.
for size in $2; do
    mkdir -p "${TMPDIR:-/tmp}/packages" || exit
    head -c "$size" | tar -xmof - -C "${TMPDIR:-/tmp}/packages" || exit
done
tar -xmof - || exit
exec </dev/null 8<&-
chrt "$1" --pid 0 $$ 2>/dev/null || :
shift 2
echo "$0"
"$@"
exit $?
