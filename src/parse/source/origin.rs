//! Where the characters of a decoded page are in its bytes.

use super::code_points::CodePoints;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far the origin of each part of a text is from the part itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shifts(Vec<(usize, isize)>);

impl Shifts {
    /// What is at `at` in the text, and after it, comes from `origin`.
    pub(crate) fn push(&mut self, at: usize, origin: usize) {
        let shift = origin.wrapping_sub(at).cast_signed();
        if shift != self.0.last().map_or(0, |&(_, last)| last) {
            self.0.push((at, shift));
        }
    }

    /// Returns the origin of the character at `at`.
    fn of_start(&self, at: usize) -> usize {
        self.applied(at, self.0.partition_point(|&(from, _)| from <= at))
    }

    /// Returns the end of the origin of the character before `at`. What was removed after it is not part of it.
    pub(crate) fn of_end(&self, at: usize) -> usize {
        self.applied(at, self.0.partition_point(|&(from, _)| from < at))
    }

    fn applied(&self, at: usize, number: usize) -> usize {
        let shift = number.checked_sub(1).and_then(|last| self.0.get(last));
        at.wrapping_add_signed(shift.map_or(0, |&(_, shift)| shift))
    }
}

/// Where a text comes from: its bytes were decoded, and the result was cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextOrigin {
    pub(crate) decoded: Shifts,
    pub(crate) cleaned: Shifts,
    /// The code points before the text was cleaned, if it was.
    pub(crate) uncleaned: Option<CodePoints>,
}

impl TextOrigin {
    /// The origin of a text after the first `bytes`.
    pub(crate) fn after(bytes: usize) -> Self {
        let mut decoded = Shifts::default();
        decoded.push(0, bytes);
        TextOrigin { decoded, ..TextOrigin::default() }
    }

    /// The origin of `text`, which is in `bytes` from `start` on.
    pub(crate) fn of(text: &str, bytes: &[u8], encoding: &'static Encoding, start: usize) -> Self {
        let mut origin = TextOrigin::after(start);
        let shifts = &mut origin.decoded;
        let is_valid = || std::str::from_utf8(bytes.get(start..).unwrap_or_default()).is_ok();
        if encoding == UTF_16LE || encoding == UTF_16BE {
            by_length(shifts, text, start, |c| 2 * c.len_utf16());
        } else if encoding.is_single_byte() {
            by_length(shifts, text, start, |_| 1);
        } else if encoding != UTF_8 || !is_valid() {
            by_decoder(shifts, bytes, encoding, start);
        }
        origin
    }

    pub(crate) fn of_start(&self, at: usize) -> usize {
        self.decoded.of_start(self.cleaned.of_start(at))
    }

    pub(crate) fn of_end(&self, at: usize) -> usize {
        self.decoded.of_start(self.cleaned.of_end(at))
    }
}

/// Each character comes from a number of bytes that it alone determines.
fn by_length(shifts: &mut Shifts, text: &str, start: usize, length: impl Fn(char) -> usize) {
    let mut origin = start;
    for (at, c) in text.char_indices() {
        shifts.push(at, origin);
        origin += length(c);
    }
    shifts.push(text.len(), origin);
}

/// Decodes the bytes one by one and watches after which of them a character comes out.
fn by_decoder(shifts: &mut Shifts, bytes: &[u8], encoding: &'static Encoding, start: usize) {
    // One byte more makes at most a replacement character and two others.
    let mut out = [0; 16];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut first) = (0, start);
    for (number, byte) in bytes.iter().enumerate().skip(start) {
        let (_, _, written, _) = decoder.decode_to_utf8(std::slice::from_ref(byte), &mut out, false);
        let written = out.get(..written).and_then(|out| std::str::from_utf8(out).ok()).unwrap_or("");
        for (n, (offset, _)) in written.char_indices().enumerate() {
            // A byte that does not continue a character ends it, and may be a character itself.
            shifts.push(at + offset, if n == 0 { first } else { number });
        }
        if !written.is_empty() {
            at += written.len();
            first = number + 1;
        }
    }
    shifts.push(at, first);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the bytes that each character comes from.
    #[track_caller]
    fn check(bytes: &[u8], label: &str, expected: &[(char, &[u8])]) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let origin = TextOrigin::of(&text, bytes, encoding, 0);
        let of = |(at, c): (usize, char)| (c, &bytes[origin.of_start(at)..origin.of_end(at + c.len_utf8())]);
        assert_eq!(text.char_indices().map(of).collect::<Vec<_>>(), expected, "{label}");
    }

    #[test]
    fn characters_of_encodings() {
        check(b"a\xe9\x80b", "latin1", &[('a', b"a"), ('é', b"\xe9"), ('€', b"\x80"), ('b', b"b")]);
        check(
            b"a\0\x3d\xd8\x00\xdeb\0",
            "utf-16le",
            &[('a', b"a\0"), ('😀', b"\x3d\xd8\x00\xde"), ('b', b"b\0")],
        );
        check(b"a\x82\xa0b", "shift_jis", &[('a', b"a"), ('あ', b"\x82\xa0"), ('b', b"b")]);
        check(
            b"a\xc3b\xc3\xa9",
            "utf-8",
            &[('a', b"a"), ('\u{fffd}', b"\xc3"), ('b', b"b"), ('é', b"\xc3\xa9")],
        );
    }
}
