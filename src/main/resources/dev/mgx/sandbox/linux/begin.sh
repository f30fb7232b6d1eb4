# Runs inside a sandbox, in the empty folder of the project: lays out the files that come as a tar on the
# standard input, says on the standard output that the sandbox stands ($0), and runs the program ($@),
# which has nothing to read.
tar -xmof - || exit
exec </dev/null
echo "$0"
"$@"
exit $?
