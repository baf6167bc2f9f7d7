//! YAML, read with bounds. The only file that names `serde_yaml`, so that it can be swapped.

use serde::de::DeserializeOwned;

/// Why a text is not the YAML that was wanted.
#[derive(Debug)]
pub(crate) struct YamlError {
    pub(crate) message: String,
    /// Line and column in the text, both from 1.
    pub(crate) position: Option<(u32, u32)>,
}

/// Reads `text` as a `T`.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| {
        let position = error.location().map(|l| (number(l.line()), number(l.column())));
        YamlError { message: error.to_string(), position }
    })
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
