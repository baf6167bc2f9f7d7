//! Character references.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// A character reference after its `&`.
pub(crate) struct CharacterReference {
    pub(crate) chars: [Option<char>; 2],
    pub(crate) length: usize,
}

impl CharacterReference {
    /// Not a reference: the `&` is itself text.
    const AMPERSAND: CharacterReference = CharacterReference { chars: [Some('&'), None], length: 0 };

    /// Reads the reference at the start of a text or value.
    pub(crate) fn at(text: &str, is_in_attribute: bool) -> Self {
        let reference = match text.strip_prefix('#') {
            Some(number) => Self::numeric(number),
            None => Self::named(text, is_in_attribute),
        };
        reference.unwrap_or(Self::AMPERSAND)
    }

    fn numeric(text: &str) -> Option<Self> {
        let (digits, radix) = match text.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (text, 10),
        };
        let length = digits.bytes().position(|b| !char::from(b).is_digit(radix)).unwrap_or(digits.len());
        if length == 0 {
            return None;
        }
        let each = digits.bytes().take(length).filter_map(|b| char::from(b).to_digit(radix));
        let number = each.fold(0_u32, |n, digit| n.saturating_mul(radix).saturating_add(digit));
        let c = match number {
            0 => char::REPLACEMENT_CHARACTER,
            0x80..=0x9f => {
                let replaced = C1_REPLACEMENTS.get(number as usize - 0x80).copied().flatten();
                replaced.or(char::from_u32(number)).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
        let length = "#".len() + usize::from(radix == 16) + length + semicolon;
        Some(CharacterReference { chars: [Some(c), None], length })
    }

    /// Returns the longest name at the start of the text.
    fn named(text: &str, is_in_attribute: bool) -> Option<Self> {
        let (length, (first, second)) = Self::whole_name(text).or_else(|| Self::longest_name(text))?;
        if is_in_attribute && !text.get(..length)?.ends_with(';') {
            let after = text.as_bytes().get(length);
            if after.is_some_and(|&b| b == b'=' || b.is_ascii_alphanumeric()) {
                return None;
            }
        }
        let second = if second == 0 { None } else { char::from_u32(second) };
        Some(CharacterReference { chars: [char::from_u32(first), second], length })
    }

    /// Returns the name up to the semicolon, as in nearly all references.
    fn whole_name(text: &str) -> Option<(usize, (u32, u32))> {
        const LONGEST: usize = "CounterClockwiseContourIntegral;".len();
        let length = text.bytes().take(LONGEST).position(|b| b == b';')? + 1;
        Some((length, known_name(text.get(..length)?)?))
    }

    fn longest_name(text: &str) -> Option<(usize, (u32, u32))> {
        let lengths = 1..=text.bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
        // The table also contains the prefixes of all names.
        let known = lengths.map_while(|n| Some((n, *NAMED_ENTITIES.get(text.get(..n)?)?)));
        known.filter(|&(_, (first, _))| first != 0).last()
    }
}

fn known_name(name: &str) -> Option<(u32, u32)> {
    NAMED_ENTITIES.get(name).copied().filter(|&(first, _)| first != 0)
}
