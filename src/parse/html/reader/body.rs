//! Tags in the body (13.2.6.4.7), in drawings and in formulas (13.2.6.5).

use html5ever::tokenizer::states::RawKind;
use html5ever::{LocalName, Namespace, local_name, ns};

use super::growing::{GiveUp, GrowingTree, StackEntry, StartTag, Step};
use crate::parse::html::lexer::Then;
use crate::parse::html::role::{TagRole, svg_name};

/// What the parser remembers of the document.
#[derive(Default)]
pub(super) struct DocumentState {
    /// The form that is open, closed elements or not.
    form: Option<usize>,
}

/// Reads a start tag that is not one of a table's parts.
pub(super) fn start(tree: &mut GrowingTree, state: &mut DocumentState, tag: StartTag) -> Step<Then> {
    match tag.role {
        TagRole::Block | TagRole::PlainBlock | TagRole::Paragraph => {
            tree.close_paragraph();
            tree.open(tag);
        }
        TagRole::Other | TagRole::Ruby => {
            tree.reopen_formatting()?;
            tree.open(tag);
        }
        TagRole::Formatting => {
            tree.reopen_formatting()?;
            tree.open_formatting(tag)?;
        }
        TagRole::Anchor => anchor(tree, tag)?,
        TagRole::Void => {
            tree.reopen_formatting()?;
            tree.add(tag, ns!(html), false);
        }
        TagRole::ListItem | TagRole::Definition => item(tree, tag),
        TagRole::Heading => {
            tree.close_paragraph();
            if tree.role() == TagRole::Heading {
                tree.pop();
            }
            tree.open(tag);
        }
        TagRole::Preformatted => {
            tree.close_paragraph();
            tree.open(tag);
        }
        TagRole::Form if state.form.is_some() => {}
        TagRole::Form => {
            tree.close_paragraph();
            state.form = Some(tree.open(tag));
        }
        TagRole::Button => {
            tree.close_in_scope(|open| open.role == TagRole::Button);
            tree.reopen_formatting()?;
            tree.open(tag);
        }
        TagRole::Object => {
            tree.reopen_formatting()?;
            tree.open(tag);
            tree.set_marker();
        }
        TagRole::Input => {
            tree.close_in_scope(|open| open.role == TagRole::Select);
            tree.reopen_formatting()?;
            tree.add(tag, ns!(html), false);
        }
        TagRole::QuietVoid | TagRole::HeadVoid => {
            tree.add(tag, ns!(html), false);
        }
        TagRole::Rule => {
            tree.close_paragraph();
            if is_in_select(tree) {
                tree.pop_implied(&local_name!(""));
            }
            tree.add(tag, ns!(html), false);
        }
        TagRole::Select => select(tree, tag)?,
        TagRole::Option | TagRole::OptionGroup => option(tree, tag)?,
        TagRole::RubyBase | TagRole::RubyText => ruby(tree, tag),
        TagRole::Svg => foreign(tree, tag, ns!(svg))?,
        TagRole::Math => foreign(tree, tag, ns!(mathml))?,
        TagRole::Title
        | TagRole::Style
        | TagRole::Script
        | TagRole::Noscript
        | TagRole::Textarea
        | TagRole::RawText => {
            return Ok(raw_text(tree, tag));
        }
        // Their attributes go to the element that there is.
        TagRole::Html | TagRole::Body if tag.attributes.is_empty() => {}
        TagRole::Head => {}
        role if role.is_part_of_table() => {}
        _ => return Err(GiveUp),
    }
    Ok(Then::Markup)
}

/// Reads a start tag whose element holds no markup.
pub(super) fn raw_text(tree: &mut GrowingTree, tag: StartTag) -> Then {
    let kind = match tag.role {
        TagRole::Script => RawKind::ScriptData,
        TagRole::Title | TagRole::Textarea => RawKind::Rcdata,
        _ => RawKind::Rawtext,
    };
    tree.open(tag);
    Then::RawText(kind)
}

fn anchor(tree: &mut GrowingTree, tag: StartTag) -> Step {
    if let Some((_, node)) = tree.last_formatting(&tag.name) {
        tree.close_formatting(&tag.name)?;
        tree.formatting.retain(|own| *own != Some(node));
        if tree.is_open(node) {
            return Err(GiveUp);
        }
    }
    tree.reopen_formatting()?;
    tree.open_formatting(tag)
}

fn item(tree: &mut GrowingTree, tag: StartTag) {
    let is_bound = |open: &StackEntry| {
        let is_passed = open.role == TagRole::Paragraph
            || matches!(open.name, local_name!("div") | local_name!("address"));
        open.role.is_special() && !is_passed
    };
    let mut near = tree.stack.iter().enumerate().rev();
    if let Some((place, open)) = near.find(|(_, open)| open.role == tag.role || is_bound(open))
        && open.role == tag.role
    {
        tree.pop_to(place);
    }
    tree.close_paragraph();
    tree.open(tag);
}

fn is_in_select(tree: &GrowingTree) -> bool {
    tree.in_scope(|open| open.role == TagRole::Select).is_some()
}

fn select(tree: &mut GrowingTree, tag: StartTag) -> Step {
    if let Some(place) = tree.in_scope(|open| open.role == TagRole::Select) {
        tree.pop_to(place);
        return Ok(());
    }
    tree.reopen_formatting()?;
    tree.open(tag);
    Ok(())
}

fn option(tree: &mut GrowingTree, tag: StartTag) -> Step {
    if is_in_select(tree) {
        let except = if tag.role == TagRole::Option { local_name!("optgroup") } else { local_name!("") };
        tree.pop_implied(&except);
    } else if tree.role() == TagRole::Option {
        tree.pop();
    }
    tree.reopen_formatting()?;
    tree.open(tag);
    Ok(())
}

fn ruby(tree: &mut GrowingTree, tag: StartTag) {
    if tree.in_scope(|open| open.role == TagRole::Ruby).is_some() {
        let except = if tag.role == TagRole::RubyText { local_name!("rtc") } else { local_name!("") };
        tree.pop_implied(&except);
    }
    tree.open(tag);
}

/// Reads the start tag of a drawing or formula.
fn foreign(tree: &mut GrowingTree, tag: StartTag, namespace: Namespace) -> Step {
    tree.reopen_formatting()?;
    add_foreign(tree, tag, namespace, false)
}

fn add_foreign(tree: &mut GrowingTree, tag: StartTag, namespace: Namespace, is_rebuilt: bool) -> Step {
    // The names of some others are written in another way there.
    if tag.attributes.iter().any(|own| !is_same_in_foreign(&own.name.local)) {
        return Err(GiveUp);
    }
    let (name, is_closed) = (tag.name.clone(), tag.is_self_closing);
    let role = if holds_html_text(&name, &namespace) { TagRole::ForeignText } else { TagRole::Foreign };
    let node = tree.add(tag, namespace, is_rebuilt);
    if !is_closed {
        tree.push(node, role, name);
    }
    Ok(())
}

fn is_same_in_foreign(name: &LocalName) -> bool {
    crate::parse::html::attribute::read().any(|own| own == &**name)
}

/// Whether it is a text integration point (13.2.4.2).
fn holds_html_text(name: &LocalName, namespace: &Namespace) -> bool {
    let names = if *namespace == ns!(svg) {
        ["foreignObject", "desc", "title"].as_slice()
    } else {
        ["mi", "mo", "mn", "ms", "mtext"].as_slice()
    };
    names.contains(&&**name)
}

/// Reads a start tag in a drawing or formula.
pub(super) fn foreign_start(tree: &mut GrowingTree, mut tag: StartTag) -> Step<Then> {
    if tree.role() == TagRole::ForeignText || leaves_foreign(&tag) {
        return Err(GiveUp);
    }
    let namespace = tree.namespace().ok_or(GiveUp)?;
    let adjusted = if namespace == ns!(svg) { svg_name(&tag.name) } else { None };
    let is_rebuilt = adjusted.is_some();
    if let Some(name) = adjusted {
        tag.name = name;
    }
    add_foreign(tree, tag, namespace, is_rebuilt)?;
    Ok(Then::Markup)
}

/// Whether the start tag may end a drawing or formula, or change how it is read.
fn leaves_foreign(tag: &StartTag) -> bool {
    match tag.role {
        TagRole::Block
        | TagRole::Paragraph
        | TagRole::Heading
        | TagRole::Preformatted
        | TagRole::ListItem => true,
        TagRole::Definition
        | TagRole::Formatting
        | TagRole::Void
        | TagRole::Rule
        | TagRole::HeadVoid
        | TagRole::Table => true,
        TagRole::Body | TagRole::Head | TagRole::Ruby => true,
        _ => matches!(&*tag.name, "span" | "sub" | "sup" | "var" | "annotation-xml"),
    }
}

/// Reads an end tag in a drawing or formula.
pub(super) fn foreign_end(tree: &mut GrowingTree, name: &LocalName) -> Step {
    let is_foreign = |open: &&StackEntry| matches!(open.role, TagRole::Foreign | TagRole::ForeignText);
    let inner = tree.stack.iter().rev().take_while(is_foreign);
    let number = inner.into_iter().position(|open| open.name.eq_ignore_ascii_case(name)).ok_or(GiveUp)?;
    tree.pop_to(tree.stack.len() - number - 1);
    Ok(())
}

/// Reads an end tag that is not one of a table's parts.
pub(super) fn end(
    tree: &mut GrowingTree,
    state: &mut DocumentState,
    name: &LocalName,
    role: TagRole,
) -> Step {
    match role {
        TagRole::Block | TagRole::PlainBlock | TagRole::Preformatted | TagRole::Button | TagRole::Select => {
            tree.close_in_scope(|open| open.name == *name);
        }
        TagRole::Paragraph => {
            if !tree.close_paragraph() {
                tree.imply(local_name!("p"), TagRole::Paragraph);
                tree.pop();
            }
        }
        TagRole::Formatting | TagRole::Anchor => tree.close_formatting(name)?,
        TagRole::ListItem => {
            let is_list = |open: &StackEntry| matches!(open.name, local_name!("ul") | local_name!("ol"));
            let found = tree.in_scope(|open| open.role == TagRole::ListItem || is_list(open));
            if let Some(place) =
                found.filter(|place| tree.stack.get(*place).is_some_and(|open| !is_list(open)))
            {
                tree.pop_to(place);
            }
        }
        TagRole::Definition => tree.close_in_scope(|open| open.name == *name),
        TagRole::Heading => tree.close_in_scope(|open| open.role == TagRole::Heading),
        TagRole::Form => form_end(tree, state)?,
        TagRole::Object => {
            if let Some(place) = tree.in_scope(|open| open.name == *name) {
                tree.pop_to(place);
                tree.clear_to_marker();
            }
        }
        TagRole::Void if *name == local_name!("br") => {
            tree.reopen_formatting()?;
            tree.imply(local_name!("br"), TagRole::Void);
            tree.pop();
        }
        // What follows goes into the body as well.
        TagRole::Html | TagRole::Body => {}
        _ => tree.close_any(name),
    }
    Ok(())
}

fn form_end(tree: &mut GrowingTree, state: &mut DocumentState) -> Step {
    let Some(form) = state.form.take() else { return Ok(()) };
    if tree.in_scope(|open| open.node == form).is_none() {
        return Ok(());
    }
    tree.pop_implied(&local_name!(""));
    match tree.current() {
        Some(open) if open.node == form => {
            tree.pop();
            Ok(())
        }
        _ => Err(GiveUp),
    }
}
