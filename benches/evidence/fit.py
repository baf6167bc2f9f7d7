#!/usr/bin/env python3
"""Fits the weights of the evidence: fit.py CONVERT PAGES CORPUS EVIDENCE_YAML [--write]

CONVERT is the example binary, PAGES the folder of pages with known records, CORPUS that of accordions; their golds say which of the
weighed cases are panels. Two logistic regressions, where the page works the panel and in the open; each weight keeps the sign that its
reason gives it. Prints the share of right decisions, fitted and cross-validated by site. Needs numpy, scipy and PyYAML from PyPI."""
import collections, glob, json, os, re, subprocess, sys, tempfile, unicodedata
import numpy as np
import yaml
from scipy.optimize import minimize

RIDGE, FOLDS, SHARE = 3.0, 5, .7
# What weighs against; what may do both has no sign.
AGAINST = {'fragment', 'empty-panel', 'long-title', 'headings-inside', 'landmark', 'chrome-words', 'card-words', 'links',
           'link-list', 'controls', 'title-is-link', 'same-titles', 'holds-titles'}
FREE = {'base', 'heading', 'bold', 'until'}

# What a dialect or the classes of an accordion name, and the page opens, is a panel unless something speaks against it: few of the pages
# have one alone and without a question, and it is a panel all the same.
FLOORS = {'base': -4.2, 'named': 2.5, 'accordion-pair': 2.2, 'opens': 1.2}

letters = lambda s: ''.join(c for c in unicodedata.normalize('NFKC', s or '').casefold() if c.isalnum())
words = lambda s: collections.Counter(re.findall(r'\w+', unicodedata.normalize('NFKC', s or '').casefold()))

def alike(gold, case):
    """How alike the texts are, from 0 to 1: the beginnings by their words, the whole by its length."""
    a, b = words(gold[:500]), words(case['text'][:500])
    f = 1.0 if not a and not b else 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()) or 1)
    n, m = len(letters(gold)) + 15, case['letters'] + 15
    return min(f, min(n, m) / max(n, m) + .05)

def pages(root, corpus):
    for file in sorted(glob.glob(f'{root}/*/gold/*.json')):
        gold = json.load(open(file, encoding='utf8'))
        page = glob.glob(f'{glob.escape(os.path.dirname(os.path.dirname(file)))}/pages/{glob.escape(os.path.basename(file)[:-5])}.*')[0]
        kind = file.split('/')[-3]
        if kind == 'wild': wanted = [([i['title']] + i.get('title_alts', []), [i['text']]) for i in gold['items']]; site = gold['domain']
        elif kind == 'fresh':
            wanted = [([p['q']], [p[k] for k in ('a', 'a_visible', 'a_card') if k in p]) for p in gold['pairs']]
            wanted += [([m['title']], None) for m in gold['more']]; site = gold['source'].split('/')[0]
        else: wanted = [([p['q']], [p['a']]) for p in gold.get('pairs', [])]; site = gold['source']
        unsure = {letters(t) for u in gold.get('unsure', []) for t in [u['title']] + u.get('title_alts', [])}
        yield kind, site, page, wanted, unsure
    for file in sorted(glob.glob(corpus + '/*/*.json')):
        gold = json.load(open(file, encoding='utf8'))
        page = next(p for p in glob.glob(glob.escape(file[:-5]) + '.*') if not p.endswith('.json'))
        wanted = [([i['title']] + i.get('title_alts', []), [i[k] for k in ('text', 'own_text') if i.get(k)]) for i in gold.get('items', [])]
        yield 'corpus', os.path.basename(file), page, wanted, {letters(o) for o in gold.get('optional', [])}

REPOSITORY = os.path.dirname(os.path.abspath(__file__)) + '/../../'
EXAMPLES = [REPOSITORY + 'src/parse/accordion/dialect/examples.yaml', REPOSITORY + 'tests/markups.yaml']
ITEMS = [('Où est la piscine ?', 'Rue des Lilas.'), ('Qui paie la cantine ?', 'Les familles.')]

def written(file):
    """The examples of markups in a file of the repository: two items each, both panels."""
    for example in yaml.safe_load(open(file, encoding='utf8')):
        around, item = example.get('around', '{}'), example['item']
        filled = ''.join(item.replace('{n}', str(n)).replace('{title}', t).replace('{text}', x) for n, (t, x) in enumerate(ITEMS, 1))
        body = '<p>La mairie vous accueille, <a href=/acces>voici comment venir</a>.</p>' * 20 + around.replace('{}', filled)
        page = tempfile.NamedTemporaryFile('w', suffix='.html', delete=False, encoding='utf8')
        page.write(f'<!doctype html><title>Commune</title><body><header><h1>Commune</h1></header><div>{body}</div>'); page.close()
        yield 'written', example['markup'], page.name, [([t], [x]) for t, x in ITEMS], set()

def labels(cases, wanted, unsure):
    """For each case 1 for a panel, 0 for none, None where nobody knows."""
    found = [0] * len(cases)
    for names, texts in wanted:
        keys = {letters(n) for n in names if n}
        mine = [(1.0 if texts is None else max([alike(t, c) for t in texts] or [1.0]), j) for j, c in enumerate(cases)
                if any(letters(c['title']) == k or k and letters(c['title']).endswith(k) and len(letters(c['title'])) - len(k) < 4 for k in keys)]
        best = max((m for m, _ in mine), default=0)
        for m, j in mine:
            if m >= min(.9, best) and m >= .4: found[j] = 1
            elif m >= .4 and not found[j]: found[j] = None
    return [None if not f and letters(c['title']) in unsure else f for f, c in zip(found, cases)]

def load(convert, root, corpus):
    rows = []
    for kind, site, page, wanted, unsure in [*pages(root, corpus), *(page for file in EXAMPLES for page in written(file))]:
        out = subprocess.run([convert, '--explain', '-f', 'json', '--diagnostics', 'none', page], capture_output=True).stdout
        cases = json.loads(out)['explained']
        groups = collections.defaultdict(list)
        for c, l in zip(cases, labels(cases, wanted, unsure)):
            c['x'] = {e['kind']: e['amount'] for e in c['evidence']}
            groups[c['group']].append(c); c['label'] = l
        for c in cases:
            if c['label'] is None or c['is_certain']: continue
            # A lone title in the open is decided by a conjunction.
            if not c['is_worked'] and c['members'] < 2: continue
            mean = collections.Counter()
            for o in groups[c['group']]:
                for k, v in o['x'].items(): mean[k] += v / len(groups[c['group']])
            x = {k: SHARE * mean[k] + (1 - SHARE) * c['x'].get(k, 0) for k in mean}
            rows.append(dict(kind=kind, site=site, page=page, x=x, y=c['label'], worked=c['is_worked'], case=c, n=len(cases)))
    return rows

def fit(rows, kinds):
    X = np.array([[r['x'].get(k, 0) for k in kinds] for r in rows]); y = np.array([r['y'] for r in rows])
    # Pages count alike, whatever their number of cases.
    s = np.array([{'wild': 3.0, 'fresh': 1.5, 'corpus': 1.5, 'written': 1.5}.get(r['kind'], 1.0) * (r['n'] ** -.5) for r in rows])
    least = dict(FLOORS if rows[0]['worked'] else {})
    bounds = [(least[k], None) if k in least else (None, None) if k in FREE else (None, 0) if k in AGAINST else (0, None) for k in kinds]
    def loss(w):
        z = X @ w; p = 1 / (1 + np.exp(-np.clip(z, -40, 40)))
        ll = s * np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z))
        ridge = RIDGE * .1 * (w[1:] ** 2).sum()
        g = X.T @ (s * (p - y)); g[1:] += 2 * RIDGE * .1 * w[1:]
        return ll.sum() + ridge, g
    return minimize(loss, np.zeros(len(kinds)), jac=True, bounds=bounds, method='L-BFGS-B').x

def main():
    convert, root, corpus, file = sys.argv[1:5]
    source = open(file, encoding='utf8').read()
    kinds = re.findall(r'^  ([a-z-]+): \{ worked', source, re.M)
    kinds = ['base'] + [k for k in kinds if k != 'base']
    rows = load(convert, root, corpus)
    for worked in (True, False):
        mine = [r for r in rows if r['worked'] == worked]
        w = fit(mine, kinds)
        sites = sorted({r['site'] for r in mine}); fold = {s: i * 7 % FOLDS for i, s in enumerate(sites)}
        z = np.zeros(len(mine))
        for f in range(FOLDS):
            v = fit([r for r in mine if fold[r['site']] != f], kinds)
            for i, r in enumerate(mine):
                if fold[r['site']] == f: z[i] = sum(r['x'].get(k, 0) * a for k, a in zip(kinds, v))
        own = np.array([sum(r['x'].get(k, 0) * a for k, a in zip(kinds, w)) for r in mine])
        for kind in sorted({r['kind'] for r in mine}):
            def figures(s):
                tp = sum(r['y'] and a > 0 for r, a in zip(mine, s) if r['kind'] == kind)
                fp = sum(not r['y'] and a > 0 for r, a in zip(mine, s) if r['kind'] == kind)
                fn = sum(r['y'] and a <= 0 for r, a in zip(mine, s) if r['kind'] == kind)
                return f'right {tp} false {fp} lost {fn}'
            print('worked' if worked else 'open', kind, 'fitted', figures(own), '| cross-validated', figures(z))
        for k, a in zip(kinds, w):
            column = 'worked' if worked else 'open'
            source = re.sub(rf'(?m)^(  {k}: .*\b{column}: )-?[\d.]+', lambda m: f'{m[1]}{round(float(a), 1) + 0:g}', source)
        if '-v' in sys.argv:
            wrong = [(a, r) for r, a in zip(mine, own) if (a > 0) != bool(r['y'])]
            for a, r in sorted(wrong, key=lambda p: -abs(p[0]))[:150]:
                print(f"   {a:+.1f} y{r['y']} {r['kind']} {os.path.basename(r['page'])[:30]} {r['case']['title'][:40]!r}",
                      {k: round(v, 1) for k, v in r['x'].items() if k != 'base'})
    if '--write' in sys.argv: open(file, 'w', encoding='utf8').write(source)

main()
