//! Template tags of Jekyll, Hugo and others.
//!
//! The site's generator would have replaced them with text; the records contain the tags themselves.
//!
//! ```html
//! <p>Le {{ page.date }}, <a href="{{ site.url }}/aide">l’aide</a> a ouvert.</p>
//! ```

use crate::diagnostic::DiagnosticCode;
use crate::model::path::FieldPath;
use crate::text::excerpt::excerpt;
use crate::text::template_tag::tags;

use super::context::{CarriedAddresses, Finding, SourcePlace};
use super::prose::{CodeRanges, holds};
use super::rule::{Check, RecordCheck, Turn};
use super::texts::{InList, Texts};

/// The size of a short tag's diagnostic, as a multiple of the tag's length.
const TAG_GROWTH: usize = 64;

pub(crate) const RULE: Check = Check::Records(RecordCheck { turn: Turn::BeforeRepairs, find, repair: None });

fn find(texts: &Texts<'_>, found: &mut Vec<Finding>) {
    for plain in texts.plain.iter().filter(|plain| holds(plain.text, b'{')) {
        found.extend(tags(plain.text).into_iter().map(|tag| {
            let place = texts.place_in(plain.path, tag.start..tag.start + tag.text.len());
            finding(plain.path, place, tag.text)
        }));
    }
    let mut carried = CarriedAddresses::of(texts.article);
    texts.with_braces_or_addresses().for_each(|block| find_in_block(texts, block, &mut carried, found));
}

fn find_in_block<'a>(
    texts: &'a Texts<'a>,
    in_list: InList<'a>,
    carried: &mut CarriedAddresses<'a>,
    found: &mut Vec<Finding>,
) {
    let InList { path, block, .. } = in_list;
    let mut places = texts.places_of(in_list);
    if holds(&block.text, b'{') {
        let is_code = CodeRanges::new(block);
        for tag in tags(&block.text) {
            if !is_code.holds(places.chars.at(tag.start)) {
                let place = places.place(tag.start..tag.start + tag.text.len());
                found.push(finding(path, place, tag.text));
            }
        }
    }
    for (start, address) in block.addresses().filter(|(_, address)| holds(address, b'{')) {
        if !carried.may_read(address, address.len() * TAG_GROWTH) {
            continue;
        }
        let line = places.line_of_char(start);
        found.extend(tags(address).into_iter().map(|tag| finding(path, line.into(), tag.text)));
    }
}

fn finding(path: FieldPath, place: SourcePlace, tag: &str) -> Finding {
    let message = format!(
        "the template tag `{}` was not evaluated: convert the built page, or write its value",
        excerpt(tag)
    );
    Finding::new(DiagnosticCode::LiquidTag, path, place, message).with_text(tag)
}
