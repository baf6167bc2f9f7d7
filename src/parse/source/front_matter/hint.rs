//! What to write where front matter is not valid YAML: the few mistakes that nearly all authors make.

use crate::text::excerpt::excerpt;
use crate::yaml::YamlError;

/// Returns what to write instead, after a colon; nothing if the mistake is not a common one.
pub(crate) fn hint(yaml: &str, fault: &YamlError) -> Option<String> {
    let (line, _) = fault.position?;
    let at = usize::try_from(line).ok()?.saturating_sub(1);
    let lines: Vec<&str> = yaml.lines().take(at + 1).collect();
    // A fault is often found on the line after it.
    let mut near = lines.iter().rev().take(2);
    near.find_map(|line| mistake(line)).map(|what| format!(": {what}"))
}

fn mistake(line: &str) -> Option<String> {
    let indentation = line.len() - line.trim_start().len();
    if line.get(..indentation)?.contains('\t') {
        return Some("write spaces in place of the tab".to_owned());
    }
    let (key, value) = line.split_once(": ").map(|(key, value)| (key.trim(), value.trim()))?;
    let (key, first) = (excerpt(key), value.chars().next()?);
    let quotes = |why: &str| Some(format!("put the value of `{key}` in quotes, since it {why}"));
    match first {
        '@' | '`' | '%' | '*' | '&' | '!' => quotes(&format!("starts with `{first}`")),
        '"' | '\'' if value.len() == 1 || !value.ends_with(first) => Some(format!(
            "end the value of `{key}` with `{first}`, and write a `{first}` inside it twice or escape it"
        )),
        '"' | '\'' | '[' | '{' | '|' | '>' => None,
        _ if value.contains(": ") || value.ends_with(':') => quotes("contains `: `"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn common_mistakes() {
        let said = |text: &str| hint(text, &yaml::document(text, 100).unwrap_err());
        for (text, part) in [
            (
                "a: b\ntitle: Le tram : oui: non\n",
                "put the value of `title` in quotes, since it contains `: `",
            ),
            ("a: @b\n", "since it starts with `@`"),
            ("a:\n\tb: c\n", "write spaces in place of the tab"),
            ("a: 'l'eau'\nb: c\n", ""),
            ("a: \"b\nc: d\n", ""),
        ] {
            let hint = said(text);
            assert!(
                part.is_empty() || hint.as_deref().is_some_and(|hint| hint.contains(part)),
                "{text}: {hint:?}"
            );
        }
    }
}
