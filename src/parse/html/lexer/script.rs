//! The end of a script. In a comment, a script may contain another one, with its end tag.

use memchr::{memchr, memchr2};

use crate::parse::html::tag_scanner::starts_with_name;

/// Where in a script the lexer is: the [script data states][1].
///
/// [1]: https://html.spec.whatwg.org/multipage/parsing.html#script-data-state
#[derive(Clone, Copy)]
enum State {
    Plain,
    /// In a comment.
    Escaped,
    /// In a script in a comment.
    DoubleEscaped,
}

/// Returns the start of the end tag of the script whose content starts at `from`.
pub(super) fn end(text: &str, from: usize) -> Option<usize> {
    let (mut at, mut state) = (from, State::Plain);
    loop {
        let rest = text.as_bytes().get(at..)?;
        at += match state {
            State::Plain => memchr(b'<', rest)?,
            State::Escaped | State::DoubleEscaped => memchr2(b'<', b'-', rest)?,
        };
        let rest = text.as_bytes().get(at..)?;
        match state {
            // The comment may end with the hyphens that start it.
            State::Plain if rest.starts_with(b"<!--") => {
                state = State::Escaped;
                at += "<!".len();
                continue;
            }
            State::Plain | State::Escaped if starts_with_name(rest, b"</script") => return Some(at),
            State::Escaped if starts_with_name(rest, b"<script") => state = State::DoubleEscaped,
            State::DoubleEscaped if starts_with_name(rest, b"</script") => state = State::Escaped,
            State::Escaped | State::DoubleEscaped if rest.starts_with(b"-->") => state = State::Plain,
            _ => {}
        }
        at += 1;
    }
}
