//! Splits the blocks of a panel into questions, answers and attribution.
//!
//! Questions are found in document order, not as pairs of siblings, because tags are often misplaced. A block starts
//! a question by its form, and everything up to the next question is the answer.

use super::attribution::{signature, take_attribution};
use super::bold::{covers, is_bold, numbering};
use super::slices::{Line, Slices, overlapping};
use crate::model::BlockKind;
use crate::parse::blocks::inline::Draft;
use crate::text::questions::{answer_in, is_question, label};

/// The parts of a panel.
#[derive(Debug, Default)]
pub(crate) struct Interview {
    /// The introduction, then each question before its answer.
    pub(crate) drafts: Vec<Draft>,
    /// The number of questions.
    pub(crate) questions: usize,
    pub(crate) attribution: Option<String>,
}

/// Splits the blocks of a panel.
pub(crate) fn split_questions(drafts: Vec<Draft>) -> Interview {
    let mut drafts = without_idle_blanks(drafts);
    let attribution = take_attribution(&mut drafts);
    // A single block is a question only if it has the form of one.
    let lone = drafts.len() == 1;
    let mut drafts = cut_at_questions(drafts);
    let mut questions = drafts.iter().filter(|draft| draft.is_question).count();
    let asking = ranks_that_ask(&drafts);
    // The rank of the heading that was the last question.
    let mut rank = None;
    for draft in &mut drafts {
        if draft.is_question {
            continue;
        }
        let is_asked = || is_question(&draft.block.text);
        let may_be = heading_level(draft).is_none_or(|own| asking.contains(&own));
        let is_one = || !lone && !is_subheading(draft, rank);
        let opens = may_be && opens_question(draft) && (is_one() || is_asked());
        if draft.is_blank || opens {
            rank = heading_level(draft);
            draft.is_question = true;
            put_on_one_line(&mut draft.block.text);
            questions += 1;
        }
    }
    Interview { drafts, questions, attribution }
}

/// Splits the blocks that contain both questions and answers.
fn cut_at_questions(drafts: Vec<Draft>) -> Vec<Draft> {
    let has_leads = has_asking_leads(&drafts);
    let has_parts = |draft: &Draft| has_lines(&draft.block.text) || label(&draft.block.text).is_some();
    if !has_leads && !drafts.iter().any(has_parts) {
        return drafts;
    }
    let mut cut = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match split_lines(&draft)
            .or_else(|| split_label(&draft))
            .or_else(|| if has_leads { split_leads(&draft) } else { None })
        {
            Some(parts) => cut.extend(parts),
            None => cut.push(draft),
        }
    }
    cut
}

pub(crate) fn put_on_one_line(text: &mut String) {
    if memchr::memchr2(b'\n', b'\t', text.as_bytes()).is_some() {
        *text = text.replace(['\n', '\t'], " ");
    }
}

/// Whether a block is a heading of a lower rank than the current question. It then divides the answer.
fn is_subheading(draft: &Draft, question: Option<u8>) -> bool {
    heading_level(draft).zip(question).is_some_and(|(own, question)| own > question)
}

fn heading_level(draft: &Draft) -> Option<u8> {
    draft.block.level.filter(|_| draft.block.kind == BlockKind::Heading)
}

/// The ranks of which at least half of the headings ask: where fewer do, they are headings.
fn ranks_that_ask(drafts: &[Draft]) -> Vec<u8> {
    let mut ranks = [(0_usize, 0_usize); 7];
    for draft in drafts {
        let own = heading_level(draft).and_then(|level| ranks.get_mut(usize::from(level)));
        let Some((all, asked)) = own else { continue };
        *all += 1;
        *asked += usize::from(is_question(&draft.block.text));
    }
    let asking = (0_u8..).zip(ranks).filter(|(_, (all, asked))| *asked > 0 && asked * 2 >= *all);
    asking.map(|(rank, _)| rank).collect()
}

/// Removes empty elements that only look like questions. Editors leave many of them. One between other questions and
/// before an answer is a question that lost its text.
fn without_idle_blanks(mut drafts: Vec<Draft>) -> Vec<Draft> {
    if !drafts.iter().any(|draft| draft.is_blank) {
        return drafts;
    }
    let opens: Vec<Option<bool>> =
        drafts.iter().map(|draft| (!draft.is_blank).then(|| opens_question(draft))).collect();
    let has_questions = opens.contains(&Some(true));
    let mut at = 0_usize;
    drafts.retain(|draft| {
        at += 1;
        let before = at.checked_sub(2).and_then(|n| opens.get(n)).copied().flatten();
        let behind = opens.get(at).copied().flatten();
        !draft.is_blank || has_questions && before != Some(true) && behind == Some(false)
    });
    drafts
}

/// Whether a panel with this title is itself a question with its blocks as the answer.
pub(crate) fn is_faq(title: &str, drafts: &[Draft]) -> bool {
    is_question(title) && holds_no_question(drafts)
}

/// Whether no block of a panel is a question.
pub(crate) fn holds_no_question(drafts: &[Draft]) -> bool {
    !drafts.iter().any(|draft| is_question(&draft.block.text) && opens_question(draft))
}

/// Whether a block has the position of a question: a heading, a term, an all-bold block, or a labelled line.
fn opens_question(draft: &Draft) -> bool {
    let text = &draft.block.text;
    if !text.contains(|c: char| c.is_alphanumeric()) {
        return false;
    }
    let opens = match draft.block.kind {
        BlockKind::Heading => true,
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other => {
            draft.is_term || is_bold(draft) || label(text).is_some() && !has_lines(text)
        }
        // List items in answers are often bold. Only those in the form of a question count.
        BlockKind::ListItem => {
            is_bold(draft) && is_question(text) || label(text).is_some() && !has_lines(text)
        }
        BlockKind::Preformatted | BlockKind::Table | BlockKind::Image | BlockKind::Embed => false,
    };
    opens && !signature(text)
}

/// Whether the questions of a panel are bold words before their answers: there are several of these, and no other
/// block starts a question.
fn has_asking_leads(drafts: &[Draft]) -> bool {
    if drafts.iter().any(|draft| draft.is_blank || opens_question(draft)) {
        return false;
    }
    let count: usize = drafts.iter().map(|draft| asking_leads(draft).len()).sum();
    count > 1 && !drafts.iter().any(|draft| split_lines(draft).is_some())
}

/// Returns the bold questions of a paragraph that starts with one and continues after it.
fn asking_leads(draft: &Draft) -> Vec<(usize, usize)> {
    let text = &draft.block.text;
    let is_text = matches!(draft.block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Other);
    if !is_text || draft.bold.is_empty() || !text.contains('?') {
        return Vec::new();
    }
    let mut chars = text.chars().enumerate().peekable();
    let mut asked = draft.bold.to_vec();
    asked.retain(|&(_, end)| {
        let within = std::iter::from_fn(|| chars.next_if(|(at, _)| *at < end));
        within.map(|(_, c)| c).filter(|c| !c.is_whitespace()).last() == Some('?')
    });
    let begins = asked.first().is_some_and(|&(start, _)| start <= numbering(text) + 1);
    if begins && chars.peek().is_some() { asked } else { Vec::new() }
}

/// Splits a labelled question from its labelled answer on the same line.
fn split_label(draft: &Draft) -> Option<Vec<Draft>> {
    let text = draft.block.text.as_str();
    label(text).filter(|_| !has_lines(text))?;
    let (question, answer) = text.split_at_checked(answer_in(text)?)?;
    let mut slices = Slices::of(draft);
    let question = Draft { is_question: true, ..slices.piece(0, question) };
    let start = text.chars().count() - answer.chars().count();
    Some(vec![question, slices.piece(start, answer)])
}

/// Splits a paragraph before and after each bold question.
fn split_leads(draft: &Draft) -> Option<Vec<Draft>> {
    let asked = asking_leads(draft);
    let mut cuts: Vec<(usize, bool)> =
        asked.iter().flat_map(|&(start, end)| [(start, true), (end, false)]).collect();
    cuts.first_mut()?.0 = 0;
    cuts.push((usize::MAX, true));
    let mut slices = Slices::of(draft);
    let mut rest = draft.block.text.as_str();
    let parts = cuts.windows(2).map(|cut| {
        let [(start, opens), (end, _)] = *cut else { return Draft::default() };
        let bytes = rest.char_indices().nth(end.saturating_sub(start)).map_or(rest.len(), |(at, _)| at);
        let (text, behind) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
        rest = behind;
        slices.slice(Line { start, end: start + text.chars().count(), text, opens })
    });
    Some(parts.filter(|part| !part.block.text.is_empty()).collect())
}

/// Splits a block whose first line is a bold lead or a labelled question: each such line becomes a block of its own,
/// and so does the text between them. Other blocks are kept whole.
fn split_lines(draft: &Draft) -> Option<Vec<Draft>> {
    let splits = matches!(
        draft.block.kind,
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::Other | BlockKind::ListItem
    );
    if !splits || !has_lines(&draft.block.text) || is_bold(draft) {
        return None;
    }
    let parts = parts(draft);
    if !parts.first().is_some_and(|part| part.opens) {
        return None;
    }
    let mut slices = Slices::of(draft);
    let parts = parts.into_iter().map(|part| slices.slice(part));
    Some(parts.filter(|part| !part.block.text.is_empty()).collect())
}

pub(crate) fn has_lines(text: &str) -> bool {
    memchr::memchr(b'\n', text.as_bytes()).is_some()
}

/// Returns the lines that start a question, and the text between them.
fn parts(draft: &Draft) -> Vec<Line<'_>> {
    let mut parts: Vec<Line> = Vec::new();
    let (mut start, mut byte, mut first_byte) = (0, 0, 0);
    for text in draft.block.text.split('\n') {
        let end = start + text.chars().count();
        let has_words = text.contains(|c: char| c.is_alphanumeric());
        let is_bold = || {
            let bold = overlapping(&draft.bold, start, end);
            !draft.bold.is_empty() && covers(bold, (start..end).zip(text.chars()))
        };
        let opens = has_words && (is_bold() || label(text).is_some());
        let end_byte = byte + text.len();
        match parts.last_mut() {
            Some(last) if !last.opens && !opens => {
                last.end = end;
                last.text = draft.block.text.get(first_byte..end_byte).unwrap_or("");
            }
            _ => {
                first_byte = byte;
                parts.push(Line { start, end, text, opens });
            }
        }
        (start, byte) = (end + 1, end_byte + 1);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    fn plain(text: &str) -> Draft {
        Draft { block: Block::new(BlockKind::Paragraph, text), ..Draft::default() }
    }

    fn bold(text: &str, end: usize) -> Draft {
        Draft { bold: vec![(0, end)].into(), ..plain(text) }
    }

    #[track_caller]
    fn check(drafts: Vec<Draft>, expected: &[(&str, &[&str])], attribution: Option<&str>) {
        let interview = split_questions(drafts);
        let first = interview.drafts.iter().position(|draft| draft.is_question);
        let asked = interview.drafts.get(first.unwrap_or(interview.drafts.len())..).unwrap_or_default();
        let found: Vec<(&str, Vec<&str>)> = asked
            .chunk_by(|_, next| !next.is_question)
            .map(|part| part.iter().map(|draft| draft.block.text.as_str()))
            .filter_map(|mut texts| Some((texts.next()?, texts.collect())))
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(q, a)| (*q, a.to_vec())).collect();
        assert_eq!(found, expected);
        assert_eq!(interview.attribution.as_deref(), attribution);
    }

    #[test]
    fn bold_blocks_open_questions() {
        check(
            vec![bold("Quoi ?", 4), plain("Ceci."), plain("Cela."), bold("Et après", 8), plain("Rien.")],
            &[("Quoi ?", &["Ceci.", "Cela."]), ("Et après", &["Rien."])],
            None,
        );
    }

    #[test]
    fn bold_words_in_an_answer_do_not() {
        check(
            vec![bold("Quoi ?", 6), bold("Un projet utile.", 2)],
            &[("Quoi ?", &["Un projet utile."])],
            None,
        );
    }

    #[test]
    fn a_number_may_precede_bold_text() {
        let mut draft = plain("1. Quoi ?");
        draft.bold.to_mut().push((3, 9));
        check(vec![draft, plain("Ceci.")], &[("1. Quoi ?", &["Ceci."])], None);
        let mut draft = plain("1789 Quoi");
        draft.bold.to_mut().push((5, 9));
        check(vec![draft, plain("Ceci.")], &[], None);
    }

    #[test]
    fn lower_headings_part_an_answer() {
        let heading = |level: u8, text: &str| Draft {
            block: Block { level: Some(level), ..Block::new(BlockKind::Heading, text) },
            ..Draft::default()
        };
        check(
            vec![
                heading(4, "Quoi ?"),
                heading(5, "Détail"),
                plain("A."),
                heading(5, "Où ?"),
                heading(4, "Fin"),
            ],
            &[("Quoi ?", &["Détail", "A."]), ("Où ?", &[]), ("Fin", &[])],
            None,
        );
    }

    #[test]
    fn a_bold_lead_opens_a_question_and_its_answer() {
        let mut draft = bold("Quoi ?\nCeci.\n\nOù ?\nIci.", 6);
        draft.bold.to_mut().push((14, 18));
        check(vec![draft], &[("Quoi ?", &["Ceci."]), ("Où ?", &["Ici."])], None);
    }

    #[test]
    fn a_bold_lead_in_the_form_of_a_question_is_one_if_there_are_no_others() {
        check(
            vec![bold("Quoi ? Ceci.", 6), plain("Cela."), bold("Où ? Ici.", 4)],
            &[("Quoi ?", &["Ceci.", "Cela."]), ("Où ?", &["Ici."])],
            None,
        );
        check(
            vec![bold("Quoi ?", 6), bold("Vraiment ? Oui.", 10)],
            &[("Quoi ?", &["Vraiment ? Oui."])],
            None,
        );
        check(vec![bold("Vraiment ? Oui.", 10), plain("Suite.")], &[], None);
        let mut draft = bold("Quoi ? Ceci. Où ? Ici.", 6);
        draft.bold.to_mut().push((13, 17));
        check(vec![draft], &[("Quoi ?", &["Ceci."]), ("Où ?", &["Ici."])], None);
    }

    #[test]
    fn labelled_lines() {
        check(vec![plain("Q : Quoi ?\nR : Ceci.")], &[("Q : Quoi ?", &["R : Ceci."])], None);
        check(vec![plain("Question : Quoi ?"), plain("Ceci.")], &[("Question : Quoi ?", &["Ceci."])], None);
    }

    #[test]
    fn attributions() {
        check(
            vec![bold("Quoi ?", 4), plain("Ceci."), plain("Témoignage de la mairie")],
            &[("Quoi ?", &["Ceci."])],
            Some("Témoignage de la mairie"),
        );
        check(
            vec![bold("Quoi ?", 4), plain("Ceci.\n— Jeanne Martin")],
            &[("Quoi ?", &["Ceci."])],
            Some("— Jeanne Martin"),
        );
        check(
            vec![bold("Quoi ?", 4), plain("- Un"), plain("- Deux")],
            &[("Quoi ?", &["- Un", "- Deux"])],
            None,
        );
    }
}
