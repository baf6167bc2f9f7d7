//! YAML with limits. The only file that names `serde_yaml`, so that it can be replaced.

pub(crate) mod depth;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use self::depth::is_too_deep;
use crate::model::Value;

/// Why a text could not be read as YAML of the expected form.
#[derive(Debug)]
pub(crate) struct YamlError {
    pub(crate) message: String,
    /// Line and column in the text, both from 1.
    pub(crate) position: Option<(u32, u32)>,
    /// Whether the text may be valid YAML that exceeds a limit.
    pub(crate) is_limit: bool,
}

/// The start of the error for too many values.
const TOO_MANY: &str = "more values than the limit allows";

/// The start of the error for too much text in scalars. A scalar counts each time that an alias repeats it.
const TOO_MUCH_TEXT: &str = "aliases repeat more text than the limit allows";

/// How much text any YAML may contain with aliases expanded, in addition to four times its length.
const MIN_EXPANSION_BYTES: usize = 64 << 10;

/// The start of the error for a list or a mapping used as a key.
const LONG_KEY: &str = "a list or a mapping that is a key is too long";

/// The longest text of a list or a mapping used as a key.
const MAX_KEY_BYTES: usize = 1_024;

/// Parses `text` as a `T`.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    check_depth(text)?;
    serde_yaml::from_str(text).map_err(|error| fault(&error))
}

/// Parses `text` as a value of at most `max_nodes` scalars, lists and mappings, with aliases expanded.
///
/// As in Jekyll, tags are ignored, merge keys are merged, keys that are not strings are converted to strings, and
/// the last value of a duplicate key is used.
pub(crate) fn document(text: &str, max_nodes: usize) -> Result<YamlDocument, YamlError> {
    check_depth(text)?;
    let nodes = Cell::new(max_nodes);
    let bytes = Cell::new(text.len().saturating_mul(4).saturating_add(MIN_EXPANSION_BYTES));
    let repeated = RefCell::default();
    let seed = Bounded { nodes: &nodes, bytes: &bytes, repeated: &repeated };
    let value = seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| fault(&error))?;
    Ok(YamlDocument { value, repeated: repeated.into_inner() })
}

/// Like [`document`], for texts whose duplicate keys do not matter.
pub(crate) fn value(text: &str, max_nodes: usize) -> Result<Value, YamlError> {
    document(text, max_nodes).map(|document| document.value)
}

/// What a YAML text holds.
#[derive(Debug)]
pub(crate) struct YamlDocument {
    pub(crate) value: Value,
    /// The values that are not used, since their keys are given again.
    pub(crate) repeated: Vec<(String, Value)>,
}

fn check_depth(text: &str) -> Result<(), YamlError> {
    if !is_too_deep(text) {
        return Ok(());
    }
    let message = "lists or mappings nest too deep".to_owned();
    Err(YamlError { message, position: None, is_limit: true })
}

fn fault(error: &serde_yaml::Error) -> YamlError {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let position = error.location().map(|l| (number(l.line()), number(l.column())));
    let message = without_positions(&error.to_string());
    // The messages of serde_yaml for nesting and aliases. Its errors have no kinds.
    let limits = [TOO_MANY, TOO_MUCH_TEXT, LONG_KEY, "recursion limit exceeded", "repetition limit exceeded"];
    let is_limit = limits.into_iter().any(|limit| message.contains(limit));
    YamlError { message, position, is_limit }
}

/// Removes the lines and columns from a message of serde_yaml. They count from the start of the YAML, not of the
/// file.
fn without_positions(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let first = parts.next().unwrap_or_default().to_owned();
    let is_place = |c: char| c.is_ascii_digit() || c == ' ';
    parts.fold(first, |text, part| {
        let behind = part.trim_start_matches(is_place);
        text + behind.strip_prefix("column ").map_or(behind, |rest| rest.trim_start_matches(is_place))
    })
}

/// Reads a [`Value`] and counts down the nodes that are still allowed.
#[derive(Clone, Copy)]
struct Bounded<'a> {
    nodes: &'a Cell<usize>,
    /// The bytes of scalars that are still allowed.
    bytes: &'a Cell<usize>,
    repeated: &'a RefCell<Vec<(String, Value)>>,
}

impl Bounded<'_> {
    fn text<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        let left = self.bytes.get().checked_sub(text.len()).ok_or_else(|| E::custom(TOO_MUCH_TEXT))?;
        self.bytes.set(left);
        Ok(text.into())
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Some(left) = self.nodes.get().checked_sub(1) else {
            return Err(serde::de::Error::custom(TOO_MANY));
        };
        self.nodes.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// serde calls this for an empty document.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(number.to_string().into())
    }

    fn visit_u128<E>(self, number: u128) -> Result<Value, E> {
        Ok(number.to_string().into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::from_f64(number).unwrap_or_else(|| number.to_string().into()))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.text(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = BTreeMap::new();
        let mut merged = Vec::new();
        while let Some((key, value)) = entries.next_entry_seed(self, self)? {
            match key {
                Value::String(key) if key == "<<" => merged.push(value),
                key => {
                    let key = key_text(key).map_err(A::Error::custom)?;
                    if let Some(before) = map.insert(key.clone(), value) {
                        self.repeated.borrow_mut().push((key, before));
                    }
                }
            }
        }
        merged.into_iter().for_each(|value| merge(&mut map, value));
        Ok(Value::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_tag, content) = tagged.variant_seed(self)?;
        content.newtype_variant_seed(self)
    }
}

/// Returns a key as a JSON string.
fn key_text(key: Value) -> Result<String, &'static str> {
    if let Value::String(text) = key {
        return Ok(text);
    }
    let text = serde_json::to_string(&key).unwrap_or_default();
    // Quotation marks are escaped again in every enclosing key, so the text could double at each level.
    if text.len() <= MAX_KEY_BYTES { Ok(text) } else { Err(LONG_KEY) }
}

/// Applies the merge key of [YAML 1.1](https://yaml.org/type/merge.html): existing keys take precedence.
fn merge(map: &mut BTreeMap<String, Value>, value: Value) {
    match value {
        Value::Map(other) => other.into_iter().for_each(|(key, value)| {
            map.entry(key).or_insert(value);
        }),
        Value::List(list) => {
            list.into_iter().filter(|v| matches!(v, Value::Map(_))).for_each(|v| merge(map, v));
        }
        other => {
            map.entry("<<".to_owned()).or_insert(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, json: &str) {
        let value = value(yaml, 100).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
    }

    #[test]
    fn values_of_yaml() {
        check("a: 1\nb: [x, true, null, 1.5]", r#"{"a":1,"b":["x",true,null,1.5]}"#);
        check("1: a\ntrue: b\nnull: c", r#"{"1":"a","null":"c","true":"b"}"#);
        check("a: &x {k: 1}\nb: {<<: *x, l: 2}", r#"{"a":{"k":1},"b":{"k":1,"l":2}}"#);
        check("a: !ruby/object:Foo {k: 1}\nb: !x y", r#"{"a":{"k":1},"b":"y"}"#);
        check("a: .inf\nb: 99999999999999999999999", r#"{"a":"inf","b":"99999999999999999999999"}"#);
        check("", "null");
        check("# a comment", "null");
        check("a: 1\na: 2", r#"{"a":2}"#);
        check("d: 2024-07-03 13:49:00 +02:00", r#"{"d":"2024-07-03 13:49:00 +02:00"}"#);
    }

    #[test]
    fn aliases_count_as_often_as_they_are_used() {
        let bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]";
        let error = value(bomb, 100).unwrap_err();
        assert!(error.message.ends_with(TOO_MANY), "{}", error.message);
        assert!(error.is_limit);
    }

    #[test]
    fn repeated_text_is_counted() {
        let scalar = format!("a: &a {}\n", "x".repeat(50_000));
        let once = format!("{scalar}b: *a\n");
        assert!(value(&once, 100).is_ok());
        let often = format!("{scalar}b: [{}]\n", ["*a"; 50].join(","));
        let error = value(&often, 100).unwrap_err();
        assert!(error.is_limit && error.message.contains(TOO_MUCH_TEXT), "{}", error.message);
    }

    #[test]
    fn faults_have_a_position() {
        assert_eq!(value("a: 1\nb: [", 100).unwrap_err().position.map(|p| p.0), Some(3));
        assert!(!value("b: [", 100).unwrap_err().is_limit);
        let error = value("a: [b\nc: d\n", 100).unwrap_err();
        assert_eq!(error.message, "did not find expected ',' or ']', while parsing a flow sequence");
        check("? {? [a] : b}\n: c", r#"{"{\"[\\\"a\\\"]\":\"b\"}":"c"}"#);
        assert!(value(&format!("a:\n {}x", "? ".repeat(60)), 1_000).unwrap_err().is_limit);
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(value(&"[".repeat(100_000), 1_000_000).unwrap_err().is_limit);
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(value(&nested(64), 1_000).is_ok());
        assert!(value(&nested(200), 1_000).unwrap_err().is_limit);
    }
}
