//! Reading of kinds that a later version may add.

use std::borrow::Cow;

use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Deserializer};

use super::block::{BlockKind, Mark, MarkKind};

/// Reads a kind of block. An unknown one is [`BlockKind::Other`].
pub(super) fn block_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BlockKind, D::Error> {
    let name = Cow::<str>::deserialize(deserializer)?;
    Ok(named(&name).unwrap_or(BlockKind::Other))
}

/// Reads marks and passes over those of an unknown kind.
pub(super) fn marks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Mark>, D::Error> {
    let read = Vec::<ReadMark>::deserialize(deserializer)?;
    let known = read.into_iter().filter_map(|ReadMark { kind, start, end, href, lang }| {
        Some(Mark { kind: named::<MarkKind>(&kind)?, start, end, href, lang })
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

fn named<'n, T: Deserialize<'n>>(name: &'n str) -> Option<T> {
    let name: StrDeserializer<'n, Error> = name.into_deserializer();
    T::deserialize(name).ok()
}
