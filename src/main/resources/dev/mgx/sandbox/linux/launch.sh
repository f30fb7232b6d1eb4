# The first step of a program, outside its walls and with the rights of the server: sets the limits of each process.
#   launch.sh CONTROL_GROUP_PROCS SYSTEM_CALL_FILTER ADDRESS_SPACE_KIB CPU_SECONDS FILE_BLOCKS OPEN_FILES TREE_FILE COMMAND...
set -e
# When memory runs out, this goes first; set here, as only root can make it irrevocable.
{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null || :
echo $$ 2>/dev/null >"$1" || : # without it the other limits hold
filter=$2
{ # where the server's own limit is lower, that stays
    ulimit -c 0 || :
    ulimit -v "$3" || :
    ulimit -t "$4" || :
    ulimit -f "$5" || :
    ulimit -n "$6" || :
} 2>/dev/null
if [ -n "$7" ]; then exec 7>"$7"; fi
shift 7
if [ -n "$filter" ]; then exec 9<"$filter"; fi
exec 8<<END
127.0.0.1 localhost
::1 localhost
END
exec "$@"
