//! Dates as pages write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil;
use jiff::tz::Offset;
#[cfg(feature = "parse")]
use jiff::tz::TimeZone;
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

/// The forms of a date and time without its offset. The separator may be a space.
const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];

impl Date {
    /// Returns whether the date has a time of day.
    #[must_use]
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
    #[must_use]
    pub fn day(&self) -> String {
        self.local.date().to_string()
    }

    /// Returns the instant in UTC, `YYYY-MM-DDThh:mm:ssZ`; `None` for a date without a time.
    #[must_use]
    pub fn to_utc(&self) -> Option<String> {
        let timestamp = self.offset?.to_timestamp(self.local).ok()?;
        Some(format!("{:.0}Z", Offset::UTC.to_datetime(timestamp)))
    }

    /// Formats the date as `strftime` does, in this time zone or in the page's own. A date without a time is the
    /// same in all.
    #[cfg(feature = "parse")]
    pub(crate) fn strftime(&self, format: &str, zone: Option<&TimeZone>) -> String {
        let instant = self.offset.and_then(|offset| offset.to_timestamp(self.local).ok());
        let local = instant.zip(zone).map(|(instant, zone)| zone.to_datetime(instant));
        local.unwrap_or(self.local).strftime(format).to_string()
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
    #[must_use]
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
    let (day, rest) = text.split_once(['T', 't', ' '])?;
    let rest: String = rest.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let (clock, offset) = clock_and_offset(&rest)?;
    let written = format!("{day}T{clock}");
    let local = FORMS.iter().find_map(|form| civil::DateTime::strptime(form, &written).ok())?;
    // A date outside of jiff's range of instants has no time in UTC.
    offset.to_timestamp(local).ok().filter(|_| is_common_era(local.date()))?;
    Some(Date { local, offset: Some(offset) })
}

/// Whether the year has the four digits of RFC 3339 and is not 0.
fn is_common_era(day: civil::Date) -> bool {
    day.year() > 0
}

/// Splits a time of day from its offset. Without an offset it is UTC, as YAML 1.1 reads it.
fn clock_and_offset(text: &str) -> Option<(&str, Offset)> {
    let utc = text.strip_suffix(['Z', 'z']).or_else(|| text.strip_suffix("UTC"));
    let (clock, offset) = match (utc, text.find(['+', '-'])) {
        (Some(clock), _) => (clock, Offset::UTC),
        (None, Some(at)) => (text.get(..at)?, offset(text.get(at..)?)?),
        (None, None) => (text, Offset::UTC),
    };
    // A leap second cannot be told from a mistake, and the library would round it off.
    let seconds = clock.splitn(3, ':').nth(2).unwrap_or("0");
    (!seconds.starts_with('6')).then_some((clock, offset))
}

/// Reads `+02:00`, `+0200`, `+02` or `-4`: the offsets of RFC 3339, and the short ones of YAML 1.1.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = text.split_at_checked(1)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let number = |text: &str, most: i32| -> Option<i32> {
        let is_short = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|number| is_short && *number <= most)
    };
    let seconds = number(hours, 23)? * 3_600 + number(minutes, 59)? * 60;
    Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()
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
        check("2024-07-03 13:49:00 -4", "2024-07-03T13:49:00-04:00");
        check("2024-07-03 13:49 +02", "2024-07-03T13:49:00+02:00");
    }

    #[test]
    fn not_a_date() {
        for text in [
            "",
            "demain",
            "18/03/2025",
            "2024-13-01",
            "2024-02-30 10:00",
            "-9999-01-01 00:00:00 +23:59",
            "2024-07-03 13:49:00 +25:00",
            "2024-07-03 13:49:00 +02:60",
            "2024-07-03 13:49:00 +",
            "2024-07-03 13:49:60 +02:00",
            "2024-07-03 13:49:00 +2:0",
            "2024-07-03 13:49:00 +02000",
        ] {
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
