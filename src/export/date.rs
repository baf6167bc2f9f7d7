//! Dates in the forms that tables and catalogues require.

use crate::model::Date;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `YYYY-MM-DDThh:mm:ssZ`; `None` for a date without a time, and if its year in UTC is 0, which Python's readers do
/// not support.
pub(crate) fn instant(date: &Date) -> Option<String> {
    date.to_utc().filter(|text| !text.starts_with("0000"))
}

/// `3 juillet 2024`.
pub(crate) fn in_french(date: &Date) -> Option<String> {
    let text = date.day();
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let day = match day.trim_start_matches('0') {
        "1" => "1er",
        day => day,
    };
    Some(format!("{day} {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let date: Date = "2024-07-03 00:30:00 +02:00".parse().unwrap();
        assert_eq!(instant(&date).as_deref(), Some("2024-07-02T22:30:00Z"));
        assert_eq!(in_french(&date).as_deref(), Some("3 juillet 2024"));
        let first: Date = "2025-08-01".parse().unwrap();
        assert_eq!(instant(&first), None);
        assert_eq!(in_french(&first).as_deref(), Some("1er août 2025"));
    }

    #[test]
    fn a_year_that_readers_do_not_support_is_left_out() {
        let date: Date = "0001-01-01 00:30:00 +02:00".parse().unwrap();
        assert_eq!(date.to_utc().as_deref(), Some("0000-12-31T22:30:00Z"));
        assert_eq!(instant(&date), None);
    }
}
