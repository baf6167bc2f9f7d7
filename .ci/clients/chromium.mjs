// chromium.mjs BINARY PAGE...: the address of every record, opened in Chromium, leads to that record.
//
// A text directive must scroll to the record's own title, or to its answer, not to the same words elsewhere. An id must
// be that of an element with the title or the answer, or just before them, and with no other record before them. Where
// a record is follows from document order and from its answer, which comes next.
//
// An id before a directive says that the page has the words of the record, and those around them, several times. These
// records are counted apart; their words must be on the page twice at least.
//
// Pages are served without scripts and other files, and spread out by tall margins, so that one screen holds one
// record. Pages of Jekyll are served without their front matter, so browsers see their raw HTML.
import { execFileSync } from "node:child_process";
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [binary, ...files] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(process.env.CLIENT_PACKAGES, "package.json"))("playwright-core");
const WAIT = 2000; // milliseconds that a text fragment may take to be found
const SPREAD = `<style>*{scroll-behavior:auto!important}body{padding:4000px 0!important}
summary,h1,h2,h3,h4,h5,h6,p,dt,dd,li,button,tr{margin-top:1500px!important}</style>`;

function convert(file, url, format) {
  try {
    return JSON.parse(execFileSync(binary, ["-f", format, "--url", url, "--diagnostics", "none", "--progress", "never", file],
      { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }).toString());
  } catch (error) {
    if (error.status !== 3) throw error; // a page that is not published, or not readable
    return {};
  }
}

/** The records of a page in document order, each with the numbers of the records around it. */
function records(file, url) {
  const { testimonials = [], faq = [] } = convert(file, url, "json");
  const list = [];
  const walk = (node, record, holder) => {
    const { order, id, parent } = record;
    const texts = [record.answer, record.intro, record.qa?.map(({ question }) => ({ text: question }))].flat();
    list.push({ order, id, parent: parent ?? holder?.id, title: record.question ?? record.title, address: node["@id"],
      answer: texts.find((block) => /[\p{L}\p{N}]/u.test(block?.text ?? "") && !["image", "embed"].includes(block.kind))?.text ?? "" });
    (record.qa ?? []).forEach((qa, n) => walk(node.hasPart[n], qa, record));
  };
  const tops = [...testimonials, ...faq].sort((one, other) => one.order - other.order);
  const nodes = tops.length ? convert(file, url, "jsonld").hasPart : [];
  tops.forEach((record, n) => walk(nodes[n], record));
  return list.sort((one, other) => one.order - other.order);
}

/** In the browser: why the open page does not lead to record `n`, or nothing if it does. */
function fault({ all, n, byText, isShared }) {
  const isLetter = /[\p{L}\p{N}]/u;
  const letters = (text) => [...text].filter((c) => isLetter.test(c)).join("").toLowerCase();
  // The letters of the page, and the node and the offset of each.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const places = [], starts = new Map();
  let page = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script,style,template")) continue;
    starts.set(node, page.length);
    let offset = 0;
    for (const c of node.data) {
      for (const letter of isLetter.test(c) ? c.toLowerCase() : "") {
        for (let unit = 0; unit < letter.length; unit += 1) places.push([node, offset]);
        page += letter;
      }
      offset += c.length;
    }
  }
  const occurrences = (text, from) => {
    const found = [];
    for (let at = page.indexOf(text, from); at >= 0; at = page.indexOf(text, at + 1)) found.push(at);
    return found;
  };
  if (isShared) {
    const words = [all[n].title, all[n].answer].map(letters).find(Boolean);
    return occurrences(words, 0).length > 1 ? null : "its words are on the page once";
  }
  // Of the places with the title, the record's is the one that its answer follows soonest.
  let from = 0;
  const spots = all.map(({ title, answer }) => {
    const [name, next] = [letters(title), letters(answer).slice(0, 40)];
    if (!name && !next) return null;
    const distance = (at) => {
      const follows = next ? page.indexOf(next, at + name.length) : at;
      return follows < 0 ? Infinity : follows - at;
    };
    const after = occurrences(name || next, from);
    const titles = after.length ? after : occurrences(name || next, 0);
    const start = titles.reduce((best, at) => (best === undefined || (name && distance(at) < distance(best)) ? at : best), undefined);
    if (start === undefined) return null;
    from = start + 1;
    const answered = next ? page.indexOf(next, start + name.length) : -1;
    return { start, end: start + (name || next).length, answered };
  });
  const spot = spots[n];
  if (!spot) return "its words are on the page in no element";
  if (byText) {
    if (scrollY === 0) return "the page did not scroll";
    const boxesOf = (start, end) => {
      const range = document.createRange();
      range.setStart(...places[start]);
      const [node, offset] = places[end - 1];
      range.setEnd(node, offset + 1);
      return [...range.getClientRects()].filter((box) => box.height > 0);
    };
    const answer = spot.answered < 0 ? [] : boxesOf(spot.answered, spot.answered + 1);
    const boxes = [...boxesOf(spot.start, spot.end), ...answer];
    if (!boxes.length) return "its words are not rendered";
    return boxes.some((box) => box.top < innerHeight && box.bottom > 0) ? null : "its words are not on the screen";
  }
  const target = document.querySelector(":target");
  if (!target) return "no element has this id";
  const range = document.createRange();
  const before = (node, isEnd) => {
    range.selectNodeContents(document.body);
    isEnd ? range.setEndAfter(node) : range.setEndBefore(node);
    let last = 0;
    for (const [text, start] of starts) {
      if (range.comparePoint(text, 0) > 0) break;
      last = start + letters(text.data).length;
    }
    return last;
  };
  const [start, end] = [before(target, false), before(target, true)];
  const holds = ({ start: at }) => start <= at && at < end;
  const around = (record) => (record ? [record.id, ...around(all.find(({ id }) => id === record.parent))] : []);
  const isRelated = (other) => around(other).includes(all[n].id) || around(all[n]).includes(other.id);
  const own = holds(spot) ? spot.start : spot.answered;
  const stranger = all.find((other, m) => spots[m] && holds(spots[m]) && spots[m].start < own && !isRelated(other));
  if (stranger) return `the element holds another record first: ${stranger.title}`;
  const isIn = (at) => at >= 0 && start <= at && at <= Math.max(start, end - 1);
  const isInside = spot.start <= start && end <= spot.end;
  if (isIn(spot.start) || isIn(spot.answered) || isInside) return null;
  return `the element is <${target.localName}>, with neither the title nor the answer`;
}

const served = new Map();
const server = createServer((request, response) => {
  const body = served.get(request.url);
  if (!body) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": isUtf8(body) ? "text/html; charset=utf-8" : "text/html" }).end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://localhost:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ javaScriptEnabled: false });
await context.route((url) => url.origin !== origin, (route) => route.abort());

/** Opens the address in a fresh tab and returns the fault that is left when the time is over. */
async function open(address, question, wait = WAIT) {
  const tab = await context.newPage();
  try {
    await tab.goto(address);
    const end = Date.now() + wait;
    for (;;) {
      const why = await tab.evaluate(fault, question);
      if (!why || !question.byText || Date.now() > end) return why;
      await new Promise((later) => setTimeout(later, 50));
    }
  } finally {
    await tab.close();
  }
}

/** The page as a browser gets it, with the style that spreads it out at its end. */
function source(file) {
  const text = readFileSync(file).toString("latin1").replace(/^(\xef\xbb\xbf)?---\r?\n[^]*?\n---\r?\n/, "$1");
  return Buffer.from(text + SPREAD, "latin1");
}

const count = { right: 0, wrong: 0, "that no words tell apart": 0, "without an address": 0 };
const kinds = { ids: 0, "text fragments": 0 };
let pages = 0;
for (const [at, file] of files.entries()) {
  const path = `/${at}/page.html`;
  served.set(path, source(file));
  const all = records(file, origin + path);
  pages += all.length > 0 ? 1 : 0;
  const byAddress = new Map();
  for (const [n, { address, title }] of all.entries()) {
    const [page, fragment] = address?.split(/#(.*)/s) ?? [];
    if (!fragment) { count["without an address"] += 1; continue; }
    const byText = fragment.includes(":~:");
    const isShared = fragment.indexOf(":~:") > 0;
    kinds[byText ? "text fragments" : "ids"] += 1;
    const first = byAddress.get(address);
    byAddress.set(address, title);
    const why = page !== origin + path ? "not an address of the page"
      : first !== undefined ? `also the address of: ${first}`
      : await open(address, { all, n, byText, isShared });
    count[why ? "wrong" : isShared ? "that no words tell apart" : "right"] += 1;
    if (why) console.log(`${file}: ${title}\n  #${fragment}\n  ${why}`);
  }
  // The check itself: without its fragment, the page must lead to none of its records.
  if (all.length && !await open(origin + path, { all, n: 0, byText: true }, 0)) {
    console.log(`${file}: the first record is on the screen without its address: this page proves nothing`);
    count.wrong += 1;
  }
}
await browser.close();
server.close();
console.log(`Chromium: ${pages} pages, ${kinds.ids} ids and ${kinds["text fragments"]} text fragments: `
  + Object.entries(count).map(([name, n]) => `${n} ${name}`).join(", "));
process.exit(count.wrong || !count.right ? 1 : 0);
