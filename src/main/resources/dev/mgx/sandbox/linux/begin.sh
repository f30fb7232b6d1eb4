# Runs inside a sandbox, in the empty folder of the project: lays out the files that come as a tar on the
# standard input, says on the standard output that the sandbox stands ($0), and runs the program ($2...),
# which has nothing to read, by the scheduling policy $1. Idle, it runs when nothing else wants to, and cannot
# change that without rights.
tar -xmof - || exit
exec </dev/null
chrt "$1" --pid 0 $$ 2>/dev/null || :
shift
echo "$0"
"$@"
exit $?
