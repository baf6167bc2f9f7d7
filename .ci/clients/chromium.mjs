// chromium.mjs BINARY PAGE...: does the address of a record lead to the record on its source page?
//
// Chromium opens the address of each record, at most 12 of a page. It must scroll to an element with the record's title
// or beside it, or the title must be in the window. A record whose title is on its page several times counts as `same
// text` if the window shows another of these titles.
//
// Pages of Jekyll are served without their front matter, so browsers see their raw HTML.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [binary, ...files] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(process.env.CLIENT_PACKAGES, "package.json"))("playwright-core");
const MAX_RECORDS = 12;

// Each title is alone in its window, and none is in the window at first.
const STYLE = `<style>body { padding: 4000px 0 !important } details, [hidden] { display: block !important }
  summary, h1, h2, h3, h4, h5, h6, dt, p, li, button, strong { margin: 800px 0 !important; display: block !important }</style>`;

function source(file) {
  const bytes = readFileSync(file);
  if (!file.endsWith(".md")) return { type: "text/html", body: Buffer.concat([bytes, Buffer.from(STYLE)]) };
  const body = bytes.toString("utf8").replace(/^---\n[^]*?\n---\n/, "");
  return { type: "text/html; charset=utf-8", body: `<!doctype html><title>page</title>${body}${STYLE}` };
}

const server = createServer((request, response) => {
  const { type, body } = source(files[Number(request.url.slice(1).split(/[#?]/)[0])] ?? files[0]);
  response.writeHead(200, { "content-type": type });
  response.end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

function records(file, at) {
  const out = execFileSync(binary, ["-f", "passages", "--diagnostics", "none", "--drafts", "--lenient",
    "--url", `${origin}/${at}`, file], { maxBuffer: 1 << 28 }).toString();
  const passages = out.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const found = passages.filter(({ url }) => url.includes("#"))
    .map(({ url, question, title }) => ({ url, name: question ?? title }));
  return found.map((record, n) => ({
    ...record,
    nth: found.slice(0, n).filter((other) => other.name === record.name).length,
  }));
}

// In the page: where does the address lead? The target of a text directive is the element around the text.
function look({ name, nth }) {
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const wanted = plain(name);
  const has = (one) => one && plain(one.textContent).includes(wanted);
  const holders = [...document.body.querySelectorAll("*")].filter((one) => has(one) && ![...one.children].some(has));
  const target = document.querySelector(":target");
  const near = target ? [target, target.parentElement, target.previousElementSibling, target.nextElementSibling] : [];
  const isReached = (one) => {
    const box = one.getBoundingClientRect();
    const isInWindow = box.top < innerHeight && box.bottom > 0 && scrollY > 0;
    return isInWindow || near.some((other) => other?.contains(one));
  };
  if (holders[nth] && isReached(holders[nth])) return "own";
  return holders.some(isReached) ? "same text" : "wrong";
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const tally = { own: 0, "same text": 0, wrong: 0 };
let pages = 0;
for (const [at, file] of files.entries()) {
  const all = records(file, at).slice(0, MAX_RECORDS);
  pages += all.length > 0 ? 1 : 0;
  for (const record of all) {
    const page = await browser.newPage();
    await page.route("**/*", (route) => (route.request().url().startsWith(origin) ? route.continue() : route.abort()));
    await page.goto(record.url, { waitUntil: "load" });
    await page.waitForTimeout(250);
    const where = await page.evaluate(look, record);
    tally[where] += 1;
    if (where === "wrong") console.log(`  wrong: ${file}: ${record.url}`);
    await page.close();
  }
}
await browser.close();
server.close();
const counts = Object.entries(tally).map(([name, count]) => `${count} ${name}`).join(", ");
console.log(`Chromium: records of ${pages} pages: ${counts}`);
process.exitCode = tally.wrong > 0 || pages === 0 ? 1 : 0;
