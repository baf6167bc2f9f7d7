#!/usr/bin/env python3
"""verify_pages.py SHARED DEPLIER OUT: the kit's checkers on the seed, the bundled pages and ten pages of the corpus, each alone and all at once.

The kit was made for interviews with a date and a picture. A corpus page that has none gets both in a copy below OUT, without its
permalink, which another may have too. A check is excused only where the article's JSON shows that the page lacks what it counts, and
each excuse is printed; any other failure decides."""
import collections, glob, json, os, re, subprocess, sys

shared, deplier, out = sys.argv[1:4]
kit = os.environ.get('KIT', os.path.expanduser('~/.cache/deplier-verify'))
FRONT_MATTER = re.compile(r'---\n(.*?)\n---\n(.*)', re.S)
# Checks that support many articles. The other checks of JSON-LD expect a single article outside of a graph.
OF_MANY = 'jsonld.strict,jsonld.expand,jsonld.rdf,jsonld.vocabulary,jsonld.ids,jsonld.shacl,jsonld.script,jsonld.questions,rss,csv'
COUNT_ITEMS = ('rss.feedparser', 'rss.rss-parser-npm', 'rss.rust.feed-rs', 'rss.rust.rss')

def dated(page):
    text = open(page, encoding='utf-8', errors='replace').read().lstrip('\ufeff').replace('\r\n', '\n')
    found = FRONT_MATTER.match(text)
    head, body = found.groups() if found else ('title: Page', text)
    head = re.sub(r'(?m)^(date|image|permalink):.*$', '', head)
    copy = os.path.join(out, os.path.basename(page))
    with open(copy, 'w', encoding='utf-8') as file:
        file.write(f'---\n{head}\ndate: 2025-03-18 09:30:00 +01:00\nimage: /uploads/x.png\n---\n{body}')
    return copy

def excuse(check, article, line):
    """What the page lacks that the check needs, if it does."""
    asked = any(t['qa'] for t in article['testimonials'])
    if not asked and (check == 'json.schema-bites' or check.startswith('fidelity.')):
        return 'no question of a testimonial to change or compare'
    if check == 'json.schema-bites' and not article['testimonials'][0]['qa']:
        return 'the first testimonial has no question to change'
    if (article['faq'] or not article['testimonials']) and check in COUNT_ITEMS:
        return 'items are not testimonials alone'
    if not asked and not article['faq'] and check.startswith(('csv.', 'jsonld.questions')):
        return 'no questions, so no table of them'
    if check == 'rss.readers-agree' and any(not (t['intro'] or t['qa']) for t in article['testimonials']):
        return 'a record without content has no description'
    if check == 'jsonld.sdtt-google' and line.count('✕') == 1 and 'publisher.logo.url' in line:
        return 'the checker wants an object for the logo, schema.org allows its plain address'
    titles = [t['title'] for t in article['testimonials']]
    if check == 'fidelity.attribution' and len(set(titles)) < len(titles):
        return 'attributions are looked up by title, and one is given twice'
    if check == 'fidelity.rss' and any(t['intro'] for t in article['testimonials']):
        return 'a testimonial has text before its first question'
    return None

def asked(page):
    article = json.loads(subprocess.run([deplier, '-f', 'json', '--diagnostics', 'none', page], capture_output=True).stdout)
    return sum(len(t['qa']) for t in article['testimonials']), len(article['faq'])

def verify(page):
    folder = os.path.join(out, 'exports')
    command = ['bash', f'{shared}/verify/all.sh', deplier, page, folder, 'schemas']
    log = subprocess.run(command, capture_output=True, text=True, errors='replace').stdout
    article = json.load(open(folder + '/article.json', encoding='utf-8'))
    excused, failed = collections.defaultdict(list), [line[:300] for line in log.splitlines() if line.startswith('{"pass": false')]
    for line in (line for line in log.splitlines() if line.startswith('FAIL ')):
        why = excuse(line.split()[1], article, line)
        excused[why].append(line.split()[1]) if why else failed.append(line)
    passed = sum(line.startswith('PASS ') for line in log.splitlines())
    questions = sum(len(t['qa']) for t in article['testimonials'])
    print(f"    {os.path.basename(page)}: {questions} + {len(article['faq'])} questions, {passed} checks passed, {len(failed)} failed", flush=True)
    for why, checks in excused.items():
        print(f'      excused, {why}:', *checks)
    print(*(f'      {line}\n' for line in failed), sep='', end='', flush=True)
    return not failed and passed > 30

def verify_many(pages):
    folder = os.path.join(out, 'many')
    command = [deplier, '--diagnostics', 'none', '--progress', 'never', '--site', f'{shared}/verify/site.yml', '-o', folder, *pages]
    subprocess.run(command, check=True)
    articles = open(folder + '/articles.jsonl', encoding='utf-8').read().split('\n')[:-1]
    files = {f'{folder}/{n}.json': line for n, line in enumerate(articles)}
    mapping = json.load(open(kit + '/mapping.json', encoding='utf-8'))
    mapping['files'].update(json='items.json', jsonld='articles.jsonld')
    files[f'{folder}/mapping.json'] = json.dumps(mapping)
    # The kit expects one item per testimonial; here an item is an article.
    files[f'{folder}/items.json'] = json.dumps({'testimonials': [{}] * len(articles)})
    for name, text in files.items():
        open(name, 'w', encoding='utf-8').write(text)
    validata = kit + '/tables/venv-validata/bin/python'
    env = {**os.environ, 'MAPPING': f'{folder}/mapping.json', 'SCHEMAS': 'schemas', 'VALIDATA_PYTHON': validata if os.path.exists(validata) else ''}
    tables = ('articles', 'temoignages', 'questions-reponses')
    python = kit + '/tables/venv/bin/python'
    checks = [['bash', kit + '/verify.sh', folder, '--only', OF_MANY],
              [kit + '/venv/bin/check-jsonschema', '--schemafile', 'schemas/article.schema.json', *list(files)[:len(articles)]],
              [python, kit + '/tables/check_dcat.py', folder + '/catalog.jsonld', '--dir', folder],
              [kit + '/tables/venv/bin/frictionless', 'validate', folder + '/datapackage.json']]
    checks += [[python, kit + '/tables/check_csv.py', f'{folder}/{table}.csv', f'schemas/{table}.tableschema.json'] for table in tables]
    runs = [subprocess.run(check, capture_output=True, text=True, errors='replace', env=env) for check in checks]
    failed = [line[:300] for run in runs if run.returncode for line in run.stdout.splitlines() if not line.startswith('PASS')]
    print(f'    {len(articles)} pages at once: {len(failed)} failed', *failed, sep='\n      ', flush=True)
    return len(articles) == len(pages) and not any(run.returncode for run in runs)

os.makedirs(out, exist_ok=True)
# The page with the most questions in each dialect's folder, and the ten of these with the most questions.
folders = [sorted(glob.glob(folder + '*.md') + glob.glob(folder + '*.html')) for folder in sorted(glob.glob(shared + '/corpus/*/'))]
folders = [pages for pages in folders if pages and '/negative' not in pages[0]]
corpus = sorted((max(pages, key=asked) for pages in folders), key=asked, reverse=True)[:10]
alone = [shared + '/seed/focus-cloud-public.md'] + sorted(glob.glob('examples/data/*.md'))
copies = [dated(page) for page in corpus]
results = [verify(page) for page in alone + copies]
sys.exit(not all(results + [verify_many(alone + copies)]))
