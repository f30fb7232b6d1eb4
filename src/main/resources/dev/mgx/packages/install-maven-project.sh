# Fetches what the build of the project here needs to run its tests without a network: its POMs are built with one empty class and one
# empty test in each module, so that nothing of the project's own code runs. Nothing but this repository is asked.
temporary=${TMPDIR:-/tmp}
packages=$temporary/packages notes=$temporary/notes.txt
mkdir "$packages" "$packages/m2"
: >"$notes"
command -v mvn >/dev/null || { echo "There is no mvn in the sandbox." >&2; exit 1; }
cat >"$temporary/settings.xml" <<END
<settings>
  <mirrors><mirror><id>central</id><mirrorOf>*</mirrorOf><url>$MGX_REGISTRY/maven/</url></mirror></mirrors>
</settings>
END
echo '<settings/>' >"$temporary/global.xml"
find . -name pom.xml | while read -r pom; do
    folder=${pom%/*}
    mkdir -p "$folder/src/main/java/mgx" "$folder/src/test/java/mgx"
    echo 'package mgx; public class Probe {}' >"$folder/src/main/java/mgx/Probe.java"
    echo 'package mgx; public class ProbeTest { public void testNothing() {} }' >"$folder/src/test/java/mgx/ProbeTest.java"
done
mvn -B -fae -C --settings "$temporary/settings.xml" --global-settings "$temporary/global.xml" \
    -Dmaven.repo.local="$packages/m2" -Dmaven.test.failure.ignore=true -Dstyle.color=never test >"$temporary/said" 2>&1 || {
    grep -E '^\[ERROR\] [A-Z]' "$temporary/said" | head -n 1 | cut -c 1-400 |
        sed 's/^\[ERROR\]/Of what its build needs, not all is installed:/' >"$notes"
    [ -n "$(find "$packages/m2" -name '*.jar' | head -n 1)" ] || { cut -c 1-600 "$notes" >&2; exit 1; }
}
# Maven takes what has no such files for its own, whatever repository a project names.
find "$packages/m2" \( -name _remote.repositories -o -name '*.lastUpdated' -o -name resolver-status.properties -o -name '*.sha1' \
    -o -name '*.sha256' -o -name '*.sha512' \) -delete
