# Runs inside a sandbox, in the empty folder of the project: lays out what comes on the standard input, which is a tar
# of packages for each of the sizes in $2, in bytes, and a tar of files, says on the standard output that the sandbox
# stands ($0), and runs the program ($4...), which has nothing to read, by the scheduling policy $1. Idle, it runs when
# nothing else wants to, and cannot change that without rights. Where $3 is a number, the program is ended after so many
# seconds, and what is in the folder then goes to the descriptor 7 as a tar.
for size in $2; do
    mkdir -p "${TMPDIR:-/tmp}/packages" || exit
    head -c "$size" | tar -xmof - -C "${TMPDIR:-/tmp}/packages" || exit
done
tar -xof - || exit # with the times of its files, by which build tools know what is new
exec </dev/null 8<&-
chrt "$1" --pid 0 $$ 2>/dev/null || :
seconds=$3 project=$PWD
shift 3
echo "$0"
if [ -z "$seconds" ]; then
    "$@"
    exit $?
fi
timeout --kill-after=2 "$seconds" "$@" 7>&-
code=$?
tar --create --format=gnu --hard-dereference --ignore-failed-read --directory="$project" . >&7 2>/dev/null
exit $code
