//! A hash that is written into outputs.

/// Returns the [FNV-1a](https://datatracker.ietf.org/doc/html/draft-eastlake-fnv) hash of texts as hexadecimal digits:
/// the same in every version and on every machine.
pub(crate) fn stable_hash(texts: &[&str]) -> String {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_never_changes() {
        assert_eq!(stable_hash(&["Quoi ?", "Ceci."]), "4eb6f41c893e7e00");
        assert_ne!(stable_hash(&["a", "b"]), stable_hash(&["ab", ""]));
    }
}
