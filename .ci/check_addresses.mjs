// check_addresses.mjs DEPLIER: every address of every export, read as browsers read them. Standard library only.
//
// Pages are made of every scheme after every white space, control, entity and percent form, in every attribute
// and field that holds an address. Node's URL is the parser that browsers use. An export may have no address
// that runs code or reads files, whatever trims it before, and none with a user or a password.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const deplier = process.argv[2];
const SAFE = ['http:', 'https:', 'mailto:', 'tel:'];
const SECRET = 'mot-de-passe';
const TARGETS = ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'vbscript:x', 'data:text/html,x', 'file:///etc/passwd',
  'blob:https://a.fr/x', 'filesystem:https://a.fr/x', 'view-source:javascript:x', 'about:blank', 'ws://a.fr/', 'x-y:z',
  'livescript:x', 'mhtml:x', 'jar:x', 'feed:javascript:x', 'intent:x', 'ms-word:x', 'ftp://a.fr/'];
const code = (n) => String.fromCodePoint(n);
const SPACES = [0xa0, 0x1680, 0x2000, 0x2003, 0x2006, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0x85, 0x180e, 0x200b,
  0x200d, 0x2060, 0xfeff, 0xad, 0x202e, 0xfffe, 0xffff, 0xfffd, 0xe000, 0x7f, 0x80, 0x9f, 0x20, 0x9, 0xa, 0xc, 0xd, 0xb,
  1, 8, 0x1b, 0x1f, 0];
const before = SPACES.flatMap((n) => [code(n), `&#${n};`, `&#x${n.toString(16)};`, encodeURIComponent(code(n)), `${code(n)} `]);
const PREFIXES = ['', ...before, '&nbsp;', '&Tab;', '&NewLine;', '&ensp;', '&ZeroWidthSpace;', '\\', '/', '//', './', '?', '#',
  '&#x26;nbsp;', '%0a', '%00', '\\x01', '"', '\'', '<', '>', '`', '{{', '[', '(', '</x>) <img src=y onerror=z>'];
const INSIDE = ['&#9;', '&#10;', '&#13;', '&Tab;', '&NewLine;', '&#0;', '&#xad;', '&ZeroWidthSpace;', '&shy;', '&#1;', '%09',
  '&nbsp;', '&#x3000;', '\t', '\n'];
const COLONS = ['&colon;', '&#58;', '&#x3a;', '%3a', '：', '&#65306;'];
const USERS = [`https://moi:${SECRET}@a.fr/`, `//moi:${SECRET}@a.fr/`, `\\\\moi:${SECRET}@a.fr/`, `https:moi:${SECRET}@a.fr/`,
  `https:///moi:${SECRET}@a.fr/`, `HTTPS://moi:${SECRET}@a.fr/`, `ht&Tab;tps://moi:${SECRET}@a.fr/`, `http://${SECRET}@a.fr`,
  `https://:${SECRET}@a.fr/`, `https://a@b:${SECRET}@a.fr:81/?x=@`, `ftp://moi:${SECRET}@a.fr/`, `https://moi:${SECRET}@a b.fr/`,
  `&nbsp;https://moi:${SECRET}@a.fr/`, `mailto://moi:${SECRET}@a.fr/`, `https://moi:${SECRET}@{{ site }}/`, `https://a.fr/?x=https://moi:${SECRET}@a.fr/`, `a/ftp://moi:${SECRET}@a.fr`, `/\\moi:${SECRET}@a.fr/`];

const payloads = [
  ...PREFIXES.flatMap((prefix) => TARGETS.map((target) => prefix + target)),
  ...INSIDE.flatMap((part) => TARGETS.map((target) => target.slice(0, 3) + part + target.slice(3))),
  ...INSIDE.flatMap((part) => TARGETS.map((target) => target.replace(':', part + ':'))),
  ...COLONS.flatMap((colon) => TARGETS.map((target) => target.replace(':', colon))),
  ...TARGETS.flatMap((target) => [target + '&nbsp;', `&nbsp;${target}&nbsp;`, `https:${target}`, encodeURIComponent(target)]),
  ...USERS,
];
const quoted = (text) => text.replaceAll('"', '&quot;');
const asYaml = (text) => JSON.stringify(text.replace(/[\ufffe\uffff]/g, '')).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g,
  (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

function page(some) {
  const answers = some.map((payload, n) => `<p><b>Question ${n} ?</b></p><p><a href="${quoted(payload)}">lien</a> <i>et
<a href="${quoted(payload)}">lien</a></i></p><ul><li><img src="${quoted(payload)}" alt="image"></li></ul>
<iframe src="${quoted(payload)}" title="cadre"></iframe><object data="${quoted(payload)}" title="objet"></object>`);
  return `<details><summary>Projet</summary>\n${answers.join('\n')}\n</details>\n`;
}
const head = (payload) => `<title>T</title><link rel="canonical" href="${quoted(payload)}"><base href="${quoted(payload)}">`;
const front = (payload) => `---\ntitle: T\nimage: ${asYaml(payload)}\npermalink: ${asYaml(payload)}\nsource: ${asYaml(payload)}
une-ou-diaporama: [{image: ${asYaml(payload)}}]\n---\n<p>${quoted('<a href="a">lien</a>')}</p>`;

const folder = mkdtempSync(join(tmpdir(), 'addresses-'));
const wrong = new Set();
const seen = new Set();

/** One address: safe as it is and however it is trimmed; alone, and on a page. */
function address(value, where) {
  if (seen.has(value)) return;
  seen.add(value);
  for (const form of [value, value.trim(), value.replace(/^[^\x21-\x7e]+/u, '')]) {
    for (const base of [undefined, 'https://www.example.org/page/', 'http://a/']) {
      if (!URL.canParse(form, base)) continue;
      const url = new URL(form, base);
      if (!SAFE.includes(url.protocol) || url.username || url.password) wrong.add(`${where}: ${JSON.stringify(value)}`);
    }
  }
}
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };
const decoded = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
  (all, hex, digits, name) => (name ? NAMED[name] ?? all : code(hex ? parseInt(hex, 16) : Number(digits))));
function html(text, where) {
  for (const [, name, value] of text.matchAll(/\s([a-z:-]+)\s*=\s*"([^"]*)"/gi)) {
    if (name === 'lang') continue;
    if (name === 'href') address(decoded(value), where);
    else wrong.add(`${where}: the attribute ${name}`);
  }
}
function rows(text) {
  const all = [[]];
  for (const [, cell, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    all.at(-1).push(cell === undefined ? plain : cell.replaceAll('""', '"'));
    if (end === '\n') all.push([]);
  }
  return all;
}
function values(json, where) {
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === 'object' && value) values(value, `${where} ${key}`);
    else if (/url|^@id|image|logo|mainEntity|homepage|path$/i.test(key) && typeof value === 'string') address(value, `${where} ${key}`);
  }
}
function look(file, where) {
  const text = readFileSync(file, 'utf8');
  if (text.includes(SECRET)) wrong.add(`${where}: a password`);
  if (file.endsWith('.jsonld') || file.endsWith('package.json')) values(JSON.parse(text), where);
  if (file.endsWith('.rss')) {
    for (const [, value] of text.matchAll(/<(?:link|url|guid|docs)[^>]*>([^<]*)</g)) address(decoded(value), where);
    for (const [, value] of text.matchAll(/<atom:link href="([^"]*)"/g)) address(decoded(value), where);
    for (const [, value] of text.matchAll(/<description>([^<]*)</g)) html(decoded(value), where);
  }
  if (file.endsWith('.csv')) {
    const [header, ...others] = rows(text);
    others.forEach((row) => row.forEach((cell, n) => {
      if (/_html$/.test(header[n])) html(cell, where);
      if (/_url$/.test(header[n]) && cell) address(cell, where);
    }));
  }
}
function run(inputs, args, where, formats = ['all']) {
  const out = join(folder, 'out');
  rmSync(out, { recursive: true, force: true });
  for (const format of formats) {
    try {
      execFileSync(deplier, ['-f', format, '--diagnostics', 'none', '--progress', 'never', ...args, '-o', out, inputs],
        { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    } catch (error) {
      if (error.status !== 3) throw error;
    }
  }
  readdirSync(out).filter((name) => name !== 'schemas').forEach((name) => look(join(out, name), `${where}, ${name}`));
}

const USER = `https://moi:${SECRET}@www.example.org/site`;
const site = join(folder, 'site.yml');
writeFileSync(site, `title: S\nurl: ${USER}\norganisation: {name: O, url: "${USER}", logo: "${USER}/l.png"}\n`);
const pages = join(folder, 'pages');
mkdirSync(pages);
payloads.forEach((payload, n) => {
  writeFileSync(join(pages, `${n}-front.md`), front(payload));
  writeFileSync(join(pages, `${n}-head.html`), head(payload) + page(['a', payload]));
});
const one = join(folder, 'one.html');
writeFileSync(one, page(payloads));
run(one, [], 'one page without a base', ['csv', 'json']);
run(one, ['--url', `${USER}/page/`], 'one page');
run(one, ['--base-url', USER], 'one page of a base');
run(one, ['--site', site, '--repair', 'all'], 'one page of a site');
run(pages, ['--base-url', 'https://www.example.org/'], 'pages of a base');
run(pages, ['--site', site], 'pages of a site');
for (const payload of USERS) {
  writeFileSync(one, head(payload) + page([payload]));
  run(one, [], `a page at ${payload}`, payload.startsWith('https://moi') && !/[ {]/.test(payload) ? ['all'] : ['csv', 'json']);
}
rmSync(folder, { recursive: true });
for (const fault of [...wrong].slice(0, 40)) console.log(fault);
console.log(`    ${payloads.length} payloads, ${seen.size} addresses, ${wrong.size} wrong`);
process.exit(wrong.size || seen.size < 1000 ? 1 : 0);
