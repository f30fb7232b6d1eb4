# The first program in a new sandbox: says that it runs, and which languages it finds, by asking each.
# A JVM without the compiler cannot run source files, so it does not count.
echo ready
command -v javac >/dev/null && echo "java $(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m --version)"
for language in python3 node; do
    command -v $language >/dev/null && echo "$language $($language --version)"
done
exit 0
