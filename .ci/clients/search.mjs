// search.mjs EXPORTS: does a search index find the passage that answers each question?
//
// MiniSearch indexes passages.jsonl in memory with its defaults. The text of each question is searched. The first
// hit must be the question's own passage; if pages ask the same question, any passage with that question.
// Fails if the search of the questions finds fewer than 95 %. The search of all texts is printed too, without a
// bound: a question of one word, as the test pages have, is more frequent in other texts than in its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.CLIENT_PACKAGES, 'search.mjs'));
const MiniSearch = require('minisearch');

const passages = readFileSync(join(process.argv[2], 'passages.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const asked = passages.filter((passage) => passage.question);

// Returns how many questions are found first, and shows those that are not.
function search(name, fields) {
  const index = new MiniSearch({ fields, storeFields: ['question'] });
  index.addAll(passages);
  let first = 0;
  for (const { id, question } of asked) {
    const hit = index.search(question)[0];
    if (hit?.question === question) first += 1;
    else console.log(`    ${name}: not first: ${id}: ${question} (first: ${hit?.id ?? 'nothing'})`);
  }
  console.log(`    ${name}: ${first} of ${asked.length} questions find their own passage at rank 1`);
  return first;
}

search('all texts', ['title', 'question', 'text']);
const first = search('questions', ['question']);
process.exitCode = asked.length > 0 && first >= 0.95 * asked.length ? 0 : 1;
