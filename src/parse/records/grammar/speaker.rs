//! Speakers' names before their words. The interviewer is recognised by question marks.

use rustc_hash::FxHashMap;

use crate::model::BlockKind;
use crate::parse::blocks::inline::Draft;

use super::opener::{Form, Opener, asks, lines};

/// Longer words before a colon are not a name.
const MAX_NAME_CHARS: usize = 40;
const MAX_NAME_WORDS: usize = 5;

/// A line that starts with a name.
struct SpokenTurn {
    opener: Opener,
    speaker: usize,
}

#[derive(Default)]
struct Speaker {
    turns: usize,
    asked: usize,
}

/// Returns the turns of the interviewers, if others answer them.
pub(crate) fn openers(drafts: &[Draft], is_chrome: &[bool]) -> Vec<Opener> {
    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut turns = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let is_text = matches!(
            draft.block.kind,
            BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other | BlockKind::ListItem
        );
        if !is_text || draft.is_blank || is_chrome.get(at) == Some(&true) {
            continue;
        }
        for (byte, start, line) in lines(&draft.block.text) {
            if let Some(name) = name(line) {
                let next = speakers.len();
                let speaker = *names.entry(name).or_insert(next);
                if speaker == next {
                    speakers.push(Speaker::default());
                }
                let asks = asks(line);
                if let Some(speaker) = speakers.get_mut(speaker) {
                    speaker.turns += 1;
                    speaker.asked += usize::from(asks);
                }
                let bytes = byte..byte + line.len();
                let form = Form::Speaker;
                turns.push(SpokenTurn {
                    opener: Opener { draft: at, bytes, start, form, asks, is_named: false, is_link: false },
                    speaker,
                });
            }
        }
    }
    let is_asking = |turn: &SpokenTurn| {
        speakers.get(turn.speaker).is_some_and(|own| own.turns >= 2 && own.asked * 10 >= own.turns * 6)
    };
    let asked = turns.iter().filter(|turn| is_asking(turn)).count();
    let answered = turns.windows(2).filter(|pair| matches!(pair, [a, b] if is_asking(a) && !is_asking(b)));
    if asked < 2 || answered.count() * 10 < asked * 6 {
        return Vec::new();
    }
    turns.iter().filter(|turn| is_asking(turn)).map(|turn| turn.opener.clone()).collect()
}

/// Returns the name before the colon of a line. Initials in brackets may replace it.
fn name(line: &str) -> Option<String> {
    let head: String = line.chars().take(MAX_NAME_CHARS + 1).collect();
    let at = head.find([':', '：'])?;
    let name = head.get(..at)?.trim();
    let behind = line.get(at..)?.chars().nth(1);
    let starts = name.chars().next()?;
    let is_name = (starts.is_uppercase()
        || starts.is_alphabetic() && !starts.is_lowercase()
        || starts.is_ascii_digit())
        && name.contains(char::is_alphabetic)
        && name.split_whitespace().count() <= MAX_NAME_WORDS
        && !name.contains(['?', '!', ',', ';', '/'])
        && behind.is_none_or(char::is_whitespace);
    if !is_name {
        return None;
    }
    let short = name.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(short, _)| short);
    Some(short.filter(|short| !short.is_empty()).unwrap_or(name).to_lowercase())
}
