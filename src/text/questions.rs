//! How a text shows that it is a question or an answer.

use std::sync::LazyLock;

use super::question_words::{ANSWER_LABELS, QUESTION_LABELS};

/// The question marks of most scripts. That of Greek looks like a semicolon and needs a look at the text before it.
pub(crate) const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];

/// Whether a text is a question: it ends with a question mark or has the label of a question.
pub(crate) fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '»' | '"' | '”' | '’' | '\'' | ')' | '*' | ':')
    });
    bare.ends_with(QUESTION_MARKS) || is_greek_question(bare) || label(text).is_some()
}

/// Whether a text holds a question mark, at its end or before.
pub(crate) fn holds_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'?', bytes).is_some()
        // The wide and the Arabic mark have the same last byte. It and the first byte of the Greek mark are rare.
        || memchr::memchr3(b';', 0x9f, 0xcd, bytes).is_some()
            && (text.contains(['？', '؟'])
                || text.split_inclusive([';', GREEK_MARK]).any(is_greek_question))
}

/// The Greek question mark, where it is not written as a semicolon.
pub(crate) const GREEK_MARK: char = '\u{37e}';

/// Whether a text ends with the question mark of Greek, which looks like a semicolon.
fn is_greek_question(text: &str) -> bool {
    let is_greek = |c: char| ('\u{370}'..'\u{400}').contains(&c);
    let before = text.strip_suffix([';', GREEK_MARK]);
    before.is_some_and(|before| !before.is_ascii() && before.contains(is_greek))
}

/// Returns the text after the label of a question (`Q :`, `Q1.`, `Question :`), if there is one.
pub(crate) fn label(text: &str) -> Option<&str> {
    labelled(text, &QUESTION_LABELS, *QUESTION_INITIALS)
}

/// Returns the text after the label of an answer (`R :`, `A.`, `Réponse :`), if there is one.
pub(crate) fn answer_label(text: &str) -> Option<&str> {
    labelled(text, &ANSWER_LABELS, *ANSWER_INITIALS)
}

/// Returns the position of the label of an answer within a line.
pub(crate) fn answer_in(line: &str) -> Option<usize> {
    let stops = memchr::memchr3_iter(b'?', b'.', b'!', line.as_bytes());
    stops.map(|at| at + 1).find(|&at| {
        let rest = line.get(at..).unwrap_or("");
        rest.starts_with(char::is_whitespace) && answer_label(rest).is_some()
    })
}

/// The longest label has as many letters.
const MAX_LABEL_CHARS: usize = 9;

static QUESTION_INITIALS: LazyLock<u32> = LazyLock::new(|| initials(&QUESTION_LABELS));
static ANSWER_INITIALS: LazyLock<u32> = LazyLock::new(|| initials(&ANSWER_LABELS));

/// Returns a set of first letters: a bit for each ASCII letter, in either case, and one for all other characters.
fn initials(labels: &[&str]) -> u32 {
    labels.iter().filter_map(|label| label.bytes().next()).fold(0, |bits, first| bits | initial(first))
}

fn initial(first: u8) -> u32 {
    if first.is_ascii() { 1 << (first & 0x1f) } else { 1 }
}

/// Returns the text after one of these labels and its number. `initials` are the labels' first letters.
fn labelled<'a>(text: &'a str, labels: &[&str], initials: u32) -> Option<&'a str> {
    let text = text.trim_start();
    // Nearly all texts start with another letter, or with a word that other words follow.
    if initials & initial(text.bytes().next()?) == 0 {
        return None;
    }
    let letters = text.char_indices().take(MAX_LABEL_CHARS + 1).find(|(_, c)| !c.is_alphabetic())?.0;
    let (word, rest) = text.split_at(letters);
    if !rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "°:：.)".contains(c)) {
        return None;
    }
    let is_word = |known: &&str| word.chars().flat_map(char::to_lowercase).eq(known.chars());
    labels.iter().find(|known| is_word(known))?;
    let number = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '°');
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < number.len();
    // After a whole word, a full stop ends a sentence rather than a label.
    let stops: &[char] = if is_numbered || word.len() == 1 { &['.', ')'] } else { &[] };
    let rest = rest.trim_start();
    let stopped = || rest.strip_prefix(stops).filter(|rest| rest.starts_with(char::is_whitespace));
    let rest = rest.strip_prefix([':', '：']).or_else(stopped);
    rest.map(str::trim_start).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions() {
        for text in
            ["Pourquoi ?", "Pourquoi ? »", "Q : le projet", "Question 2 : qui", "Why?*", "Πόσο κοστίζει;"]
        {
            assert!(is_question(text), "{text}");
        }
        for text in ["Le projet", "Que faire ;", "Q", "Quand : demain", "FAQ"] {
            assert!(!is_question(text), "{text}");
        }
    }

    #[test]
    fn labels() {
        assert_eq!(label("Q1 : Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Q. Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Question 2) Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Question. Suite"), None);
        assert_eq!(label("Q.I. élevé"), None);
        assert_eq!(label("Question n°2 : x"), None);
    }
}
