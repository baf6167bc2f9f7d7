#!/usr/bin/env python3
"""corpus_score.py SCORE: ends with 1 if the last line of SCORE, which the corpus's score.py wrote, is below what is promised."""
import json, sys

TITLES_AND_TEXTS = 0.98
EACH_DIALECT = 0.95

with open(sys.argv[1], encoding='utf-8') as file:
    score = json.loads(file.readlines()[-1])
total = score['micro']
print(f"    title F1 {total['F1']}, text F1 {total['text_f1']}")
low = [name for name, one in score['dialects'].items() if min(one['F1'], one['text_f1']) < EACH_DIALECT]
if low:
    sys.exit(f'below {EACH_DIALECT}: {low}')
if score['negatives']['fp']:
    sys.exit('panels were found on pages that have none')
if min(total['F1'], total['text_f1']) < TITLES_AND_TEXTS:
    sys.exit(f'below {TITLES_AND_TEXTS} in all')
