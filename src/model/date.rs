//! Dates as pages write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// A calendar date, or a date and time with its offset from UTC.
///
/// In JSON it is a string: a full-date or a date-time of [RFC 3339, section 5.6]. The offset is kept as the page
/// wrote it.
///
/// ```
/// use deplier::Date;
/// let date: Date = "2024-07-03 13:49:00 +02:00".parse()?;
/// assert_eq!(date.to_string(), "2024-07-03T13:49:00+02:00");
/// assert_eq!(date.to_rfc822(), "Wed, 03 Jul 2024 13:49:00 +0200");
/// assert_eq!(date.to_utc().as_deref(), Some("2024-07-03T11:49:00Z"));
/// # Ok::<(), deplier::Error>(())
/// ```
///
/// [RFC 3339, section 5.6]: https://www.rfc-editor.org/rfc/rfc3339#section-5.6
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    local: civil::DateTime,
    offset: Option<Offset>,
}

/// Full dates, dates with a time and an offset, and dates with a time only, which YAML 1.1 reads as UTC. Seconds may
/// be missing; the separator may be a space.
const FORMS: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S%.f%:z",
    "%Y-%m-%dT%H:%M:%S%.f%z",
    "%Y-%m-%dT%H:%M%:z",
    "%Y-%m-%dT%H:%M%z",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
];

impl Date {
    /// Returns whether the date has a time of day.
    pub fn has_time(&self) -> bool {
        self.offset.is_some()
    }

    /// Returns the offset from UTC in seconds, positive to the east; `None` for a date without a time.
    ///
    /// ```
    /// let date: deplier::Date = "2024-07-03 13:49:00 +02:00".parse()?;
    /// assert_eq!(date.offset_seconds(), Some(7_200));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn offset_seconds(&self) -> Option<i32> {
        self.offset.map(Offset::seconds)
    }

    /// Returns the date in the page's own time zone, `YYYY-MM-DD`.
    pub fn day(&self) -> String {
        self.local.date().to_string()
    }

    /// Returns the instant in UTC, `YYYY-MM-DDThh:mm:ssZ`; `None` for a date without a time.
    pub fn to_utc(&self) -> Option<String> {
        let timestamp = self.offset?.to_timestamp(self.local).ok()?;
        Some(format!("{:.0}Z", Offset::UTC.to_datetime(timestamp)))
    }

    /// Formats the date as `strftime` does, in the page's own time zone.
    #[cfg(feature = "parse")]
    pub(crate) fn strftime(&self, format: &str) -> String {
        self.local.strftime(format).to_string()
    }

    /// Returns the date-time of [RFC 822] with a year of four digits. A date without a time is midnight UTC.
    ///
    /// [RFC 822]: https://www.rfc-editor.org/rfc/rfc822#section-5
    pub fn to_rfc822(&self) -> String {
        let seconds = self.offset.map_or(0, Offset::seconds);
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        let clock = self.local.strftime("%a, %d %b %Y %H:%M:%S");
        format!("{clock} {sign}{:02}{:02}", minutes / 60, minutes % 60)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z, for ordering. A date without a time is midnight UTC.
    pub fn unix_seconds(&self) -> i64 {
        let offset = self.offset.unwrap_or(Offset::UTC);
        offset.to_timestamp(self.local).map_or(0, |t| t.as_second())
    }
}

impl FromStr for Date {
    type Err = Error;

    /// Parses RFC 3339, Jekyll's `2024-07-03 13:49:00 +02:00` and `+0200`, and plain dates.
    ///
    /// # Errors
    /// [`ErrorKind::Date`](crate::ErrorKind::Date) if the text has none of these forms.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| Error::date(text))
    }
}

fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() <= 10
        && let Ok(day) = text.parse::<civil::Date>().or_else(|_| civil::Date::strptime("%Y-%m-%d", text))
        && is_common_era(day)
    {
        return Some(Date { local: day.to_datetime(civil::Time::midnight()), offset: None });
    }
    let joined = join(text)?;
    FORMS.iter().find_map(|form| {
        let parts = strtime::parse(form, &joined).ok()?;
        let local = parts.to_datetime().ok().filter(|local| is_common_era(local.date()))?;
        let offset = parts.offset().unwrap_or(Offset::UTC);
        // A date outside of jiff's range of instants has no time in UTC.
        offset.to_timestamp(local).ok()?;
        Some(Date { local, offset: Some(offset) })
    })
}

/// Whether the year has the four digits of RFC 3339 and is not 0.
fn is_common_era(day: civil::Date) -> bool {
    day.year() > 0
}

/// Turns `2024-07-03 13:49:00 +02:00` into `2024-07-03T13:49:00+02:00`.
fn join(text: &str) -> Option<String> {
    let (day, rest) = text.split_once(['T', 't', ' '])?;
    let rest: String = rest.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let rest = match rest.strip_suffix(['Z', 'z']).or_else(|| rest.strip_suffix("UTC")) {
        Some(clock) => format!("{clock}+00:00"),
        None => rest,
    };
    Some(format!("{day}T{rest}"))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(offset) = self.offset else { return write!(f, "{}", self.local.date()) };
        write!(f, "{}", self.local)?;
        if offset == Offset::UTC {
            return f.write_str("Z");
        }
        let (sign, minutes) = (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().abs() / 60);
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A full-date or a date-time of RFC 3339.",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        assert_eq!(read(written).map(|d| d.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn forms_found_in_front_matter() {
        check("2024-07-03", "2024-07-03");
        check("2024-07-03 13:49:00 +02:00", "2024-07-03T13:49:00+02:00");
        check("2024-07-03 13:49:00 +0200", "2024-07-03T13:49:00+02:00");
        check("2024-07-03T13:49:00Z", "2024-07-03T13:49:00Z");
        check("2024-07-03 13:49", "2024-07-03T13:49:00Z");
        check("2024-07-03 13:49:00 -0330", "2024-07-03T13:49:00-03:30");
        check("2024-07-03T13:49:00.25+01:00", "2024-07-03T13:49:00.25+01:00");
        check("2024-07-03 13:49:00 UTC", "2024-07-03T13:49:00Z");
    }

    #[test]
    fn not_a_date() {
        for text in
            ["", "demain", "18/03/2025", "2024-13-01", "2024-02-30 10:00", "-9999-01-01 00:00:00 +23:59"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn reads_its_own_text() {
        for text in ["2024-07-03", "2024-07-03T13:49:00+02:00", "2024-07-03T13:49:00.000001Z"] {
            let date = read(text).unwrap();
            assert_eq!(read(&date.to_string()), Some(date));
        }
    }
}
