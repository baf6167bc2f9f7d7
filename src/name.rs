//! Names of formats, kinds and options: how they are written and read.

use std::fmt;

/// The error for an unknown name.
///
/// ```
/// let fault = "notes".parse::<deplier::RssItems>().unwrap_err();
/// assert_eq!(fault.to_string(), "`notes` is not a choice of items: use auto, article or record");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownName {
    name: String,
    what: &'static str,
    /// The names to use, if they are few.
    known: Option<String>,
}

impl UnknownName {
    /// Creates the error for one of many names, which it does not list.
    pub(crate) fn of_many(name: &str, what: &'static str) -> Self {
        UnknownName { name: name.to_owned(), what, known: None }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a {}", self.name, self.what)?;
        self.known.iter().try_for_each(|known| write!(f, ": use {known}"))
    }
}

/// Returns the one of `all` with this name. `what` describes them in the error.
pub(crate) fn find<T: Copy>(
    name: &str,
    what: &'static str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, UnknownName> {
    if let Some(found) = all.iter().copied().find(|&one| name_of(one) == name) {
        return Ok(found);
    }
    let mut known = String::new();
    for (rest, &one) in (0..all.len()).rev().zip(all) {
        known.push_str(name_of(one));
        known.push_str(match rest {
            0 => "",
            1 => " or ",
            _ => ", ",
        });
    }
    Err(UnknownName { known: Some(known), ..UnknownName::of_many(name, what) })
}

/// Gives an enum without fields its names. `$what` describes it in [`UnknownName`].
macro_rules! names {
    ($Type:ident, $what:literal, { $($Variant:ident = $name:literal),+ $(,)? }) => {
        impl $Type {
            /// Every value, in the order of the declaration.
            pub const ALL: &[$Type] = &[$($Type::$Variant),+];

            /// Returns the stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Type::$Variant => $name),+ }
            }
        }

        $crate::name::reads_its_name!($Type, $what);
    };
}

/// Implements `Display` and `FromStr` for a type with `ALL` and `as_str`.
macro_rules! reads_its_name {
    ($Type:ident, $what:literal) => {
        /// Formats as the stable name.
        impl std::fmt::Display for $Type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $Type {
            type Err = $crate::name::UnknownName;

            /// Parses a name that `as_str` returns.
            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $crate::name::find(name, $what, $Type::ALL, $Type::as_str)
            }
        }
    };
}

pub(crate) use {names, reads_its_name};
