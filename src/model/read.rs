//! Reading of kinds that a later version may add.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::block::{BlockKind, Mark};

/// Reads a kind of block. An unknown one is [`BlockKind::Other`].
pub(super) fn block_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BlockKind, D::Error> {
    let name = Cow::<str>::deserialize(deserializer)?;
    Ok(name.parse().unwrap_or(BlockKind::Other))
}

/// Reads marks and passes over those of an unknown kind.
pub(super) fn marks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Mark>, D::Error> {
    let read = Vec::<ReadMark>::deserialize(deserializer)?;
    let known = read.into_iter().filter_map(|ReadMark { kind, start, end, href, lang }| {
        Some(Mark { kind: kind.parse().ok()?, start, end, href, lang })
    });
    Ok(known.collect())
}

#[derive(Deserialize)]
struct ReadMark<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    start: usize,
    end: usize,
    href: Option<String>,
    lang: Option<String>,
}
