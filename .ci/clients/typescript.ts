// Compiled by typescript.mjs, which writes the modules that are imported here.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
// The articles as a literal of the type that json-schema-to-typescript makes: the compiler checks each of their values.
import { articles } from './articles.js';
// The reader that quicktype makes.
import { Convert } from './reader.js';
import type { Article } from './reader.js';

let equal = 0;
for (const [at, line] of readFileSync(process.argv[2]!, 'utf8').trimEnd().split('\n').entries()) {
  const read: Article = Convert.toArticle(line);
  const written: unknown = JSON.parse(Convert.articleToJson(read));
  deepStrictEqual(written, JSON.parse(line));
  deepStrictEqual(JSON.parse(JSON.stringify(articles[at])), JSON.parse(line));
  equal += 1;
}
console.log(`    ${equal} articles read back equal`);
process.exitCode = equal > 0 && equal === articles.length ? 0 : 1;
