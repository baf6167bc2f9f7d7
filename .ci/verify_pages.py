#!/usr/bin/env python3
"""verify_pages.py SHARED CONVERT OUT: the kit's checkers on the seed, the bundled pages and ten pages of the corpus.

The kit was made for interviews with a date and a picture. A corpus page that has none gets some in a copy below OUT; pages without
interviews are excused from the checks that count interviews, pages without any question from those that read the table of questions."""
import glob, json, os, re, subprocess, sys

shared, convert, out = sys.argv[1:4]
COUNT_INTERVIEWS = {'json.schema-bites', 'rss.feedparser', 'rss.rss-parser-npm', 'rss.rust.feed-rs', 'rss.rust.rss'}
FRONT_MATTER = re.compile(r'---\n(.*?)\n---\n(.*)', re.S)

def dated(page):
    text = open(page, encoding='utf-8', errors='replace').read().lstrip('\ufeff').replace('\r\n', '\n')
    found = FRONT_MATTER.match(text)
    head, body = found.groups() if found else ('title: Page', text)
    head = re.sub(r'(?m)^(date|image):.*$', '', head)
    copy = os.path.join(out, os.path.basename(page))
    with open(copy, 'w', encoding='utf-8') as file:
        file.write(f'---\n{head}\ndate: 2025-03-18 09:30:00 +01:00\nimage: /uploads/x.png\n---\n{body}')
    return copy

def is_excused(check, article, questions, faq):
    titles = [t['title'] for t in article['testimonials']]
    if check == 'fidelity.attribution' and len(set(titles)) < len(titles):
        return True  # The kit looks attributions up by title.
    counts = check in COUNT_INTERVIEWS or check.startswith('fidelity.')
    return counts and not questions or check.startswith(('csv.', 'jsonld.questions', 'rss.readers-agree')) and not questions and not faq

def verify(page):
    folder = os.path.join(out, 'exports')
    command = ['bash', f'{shared}/verify/all.sh', convert, page, folder, 'schemas']
    log = subprocess.run(command, capture_output=True, text=True, errors='replace').stdout
    article = json.load(open(folder + '/article.json', encoding='utf-8'))
    questions, faq = sum(len(t['qa']) for t in article['testimonials']), len(article['faq'])
    failed = [line for line in log.splitlines() if line.startswith('FAIL ') and not is_excused(line.split()[1], article, questions, faq)]
    failed += [line[:300] for line in log.splitlines() if line.startswith('{"pass": false')]
    passed = sum(line.startswith('PASS ') for line in log.splitlines())
    print(f'    {os.path.basename(page)}: {questions} + {faq} questions, {passed} checks passed, {len(failed)} failed', *failed, sep='\n      ', flush=True)
    return not failed and passed > 30

os.makedirs(out, exist_ok=True)
corpus = sorted(glob.glob(shared + '/corpus/*/*.md') + glob.glob(shared + '/corpus/*/*.html'))
corpus = [page for page in corpus if '/negative' not in page][::6]
known = [verify(page) for page in [shared + '/seed/focus-cloud-public.md'] + sorted(glob.glob('examples/data/*.md'))]
# The kit does not fit every page of the corpus: what it says of them is shown, and decides nothing yet.
for page in corpus:
    verify(dated(page))
sys.exit(not all(known))
