//! What a spreadsheet takes for a formula.

/// The characters that start one; the wide forms count in East Asian settings.
const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run a cell that holds `text`.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(STARTS)
}
