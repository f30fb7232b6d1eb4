# The first step of a program, outside its walls and with the rights of the server:
#   launch.sh SYSTEM_CALL_FILTER COMMAND...
# When memory runs out, this goes first; set here, as only root can make it irrevocable.
{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null || :
filter=$1
shift
if [ -n "$filter" ]; then exec "$@" 9<"$filter"; fi
exec "$@"
