//! Texts that a spreadsheet reads as a formula.

/// The characters that start a formula. Spreadsheets in East Asian locales also accept the full-width forms.
const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run a cell that holds `text`.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(STARTS)
}
