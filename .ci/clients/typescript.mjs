// typescript.mjs EXPORTS: do programs with types made from schemas/article.schema.json read articles.jsonl?
//
// Makes types with json-schema-to-typescript and a reader with quicktype, compiles typescript.ts with `tsc --strict`
// and runs it: it reads every article and writes it back equal.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const packages = process.env.CLIENT_PACKAGES;
const lines = resolve(process.argv[2], 'articles.jsonl');
const schema = join(here, '../../schemas/article.schema.json');
const run = (name, ...args) => execFileSync(join(packages, 'node_modules/.bin', name), args, { stdio: 'inherit' });

// Below the packages, where the compiled program finds them.
mkdirSync(packages, { recursive: true });
const folder = mkdtempSync(join(packages, 'typescript-'));
try {
  run('json2ts', '-i', schema, '-o', join(folder, 'types.ts'));
  run('quicktype', '--quiet', '-s', 'schema', '--lang', 'ts', '--top-level', 'Article', '-o', join(folder, 'reader.ts'), schema);
  const articles = readFileSync(lines, 'utf8').trimEnd().split('\n');
  writeFileSync(join(folder, 'articles.ts'),
    `import type { Article } from './types.js';\nexport const articles: Article[] = [\n${articles.join(',\n')}\n];\n`);
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  copyFileSync(join(here, 'typescript.ts'), join(folder, 'typescript.ts'));
  run('tsc', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node',
    '--typeRoots', join(packages, 'node_modules/@types'), '--outDir', join(folder, 'out'), join(folder, 'typescript.ts'));
  execFileSync(process.execPath, [join(folder, 'out/typescript.js'), lines], { stdio: 'inherit' });
} catch (error) {
  console.log(`    ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
