// Titles, questions and answers of an interview page with cheerio on parse5, and parse5's tree alone:
// nanoseconds of processor time per byte, the best of many turns, since the first are not yet compiled.
import { readFileSync } from "node:fs";
import * as cheerio from "cheerio";
import { parse } from "parse5";

const page = readFileSync(process.argv[2], "utf8").split("---\n").slice(2).join("---\n");
const turns = Number(process.argv[3]);
const folded = (text) => text.split(/\s+/).filter(Boolean).join(" ");

function records() {
  const $ = cheerio.load(page);
  return $(".accordion-title").toArray().map((title) => {
    const questions = [];
    $(title).next(".accordion-content").find("p, li").each((_, block) => {
      const text = folded($(block).text());
      if (folded($(block).children("strong").first().text()) === text) questions.push([text, []]);
      else if (questions.length) questions.at(-1)[1].push(text);
    });
    return [folded($(title).text()), questions];
  });
}

function best(work) {
  let least = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) * 1000);
  }
  return (least / Buffer.byteLength(page)).toFixed(1);
}

const found = records();
const questions = found.reduce((sum, [, questions]) => sum + questions.length, 0);
console.log(`cheerio on parse5\t${best(records)}\t${found.length}\t${questions}`);
console.log(`parse5, the tree alone\t${best(() => parse(page))}\t\t`);
