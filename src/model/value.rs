//! Front matter values that have no field of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value of any kind that JSON has, as in [`Article::extra`](crate::Article::extra).
///
/// ```
/// use deplier::Value;
/// let value: Value = serde_json::from_str(r#"["a", 1]"#)?;
/// assert_eq!(value, Value::List(vec!["a".into(), Value::from(1_i64)]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A finite number.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping, with its keys in code point order.
    Map(BTreeMap<String, Value>),
}

/// A finite number. A number written as an integer stays one.
///
/// ```
/// let article = deplier::parse("---\nrang: 7\npart: 0.5\n---\n")?.article;
/// let number = |key: &str| article.extra[key].as_number().unwrap();
/// assert_eq!(number("rang").as_i64(), Some(7));
/// assert_eq!((number("part").as_i64(), number("part").as_f64()), (None, Some(0.5)));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(serde_json::Number);

impl Value {
    /// Returns the string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Returns the number, if this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the list, if this is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// Returns the mapping, if this is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Creates a number; `None` for infinities and NaN, which JSON does not have.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Self> {
        serde_json::Number::from_f64(number).map(|n| Value::Number(Number(n)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::String(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(Number(number.into()))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Number(Number(number.into()))
    }
}

impl Number {
    /// Returns the number as an `i64`, if it is an integer in that range.
    ///
    /// ```
    /// let value = deplier::Value::from(7_i64);
    /// assert_eq!(value.as_number().and_then(deplier::Number::as_i64), Some(7));
    /// ```
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// Returns the number as a `u64`, if it is an integer in that range.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// Returns the number as the nearest `f64`.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!(true)
    }
}
