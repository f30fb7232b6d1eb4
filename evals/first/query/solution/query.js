const fs = require("fs");

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [file, path] = process.argv.slice(2);
if (file === undefined || path === undefined) {
  fail("usage: node query.js FILE PATH");
}
let value;
try {
  value = JSON.parse(fs.readFileSync(file, "utf8"));
} catch (e) {
  fail(`cannot read ${file}: ${e.message}`);
}
for (const key of path.split(".")) {
  const isPosition = /^(0|[1-9]\d*)$/.test(key);
  const hasKeys = value !== null && typeof value === "object";
  if (!hasKeys || !Object.hasOwn(value, key) || (Array.isArray(value) && !isPosition)) {
    fail(`there is nothing at ${path}`);
  }
  value = value[key];
}
console.log(JSON.stringify(value, null, 2));
