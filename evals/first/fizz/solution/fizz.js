const last = Number(process.argv[2]);
for (let i = 1; i <= last; i++) {
  console.log((i % 3 ? "" : "Fizz") + (i % 5 ? "" : "Buzz") || i);
}
