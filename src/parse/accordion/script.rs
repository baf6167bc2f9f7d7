//! What a page's own scripts open at a click.
//!
//! Hand-written accordions have no markup in common, but their scripts do: a selector, a click, and
//! the next element that is shown. Scripts are read as text, never run.

use memchr::memmem;
use scraper::Selector;

use crate::parse::dom::Dom;

/// How far behind its selector the body of a handler is read.
const MAX_HANDLER_BYTES: usize = 600;

/// How many selectors of a page are used.
const MAX_SELECTORS: usize = 16;

/// Calls whose first argument selects the titles.
const CALLS: [&str; 4] = ["$(", "jQuery(", "querySelectorAll(", "getElementsByClassName("];

/// The call that makes an accordion of jQuery UI.
const WIDGET: &str = ".accordion(";

/// How a handler goes from the title to its panel.
const STEPS: [&str; 3] = [".next(", "nextElementSibling", ".siblings("];

/// How a handler goes from the title to the item that it opens.
const STEPS_UP: [&str; 4] = [".parent()", "parentElement", "parentNode", ".closest("];

/// How it opens an item.
const OPENINGS: [&str; 4] = ["classList.toggle(", "slideToggle(", "slideDown(", "toggleClass("];

/// The selectors of titles in the page's scripts.
pub(super) fn titles(dom: &Dom) -> Vec<Selector> {
    let scripts = (0..dom.len()).filter(|&node| dom.name(dom.parent(node)) == "script");
    let found = scripts.filter_map(|node| dom.text(node)).flat_map(selectors);
    found.filter_map(|css| Selector::parse(&css).ok()).take(MAX_SELECTORS).collect()
}

/// Whether a script may name titles, told without reading it.
pub(crate) fn may_open(script: &str) -> bool {
    ["click", WIDGET].iter().any(|word| memmem::find(script.as_bytes(), word.as_bytes()).is_some())
}

pub(super) fn matches(dom: &Dom, selectors: &[Selector], node: usize) -> bool {
    let element = dom.element_ref(node);
    element.is_some_and(|element| selectors.iter().any(|selector| selector.matches(&element)))
}

/// The selectors whose elements show the element behind them, and the headings of jQuery UI accordions.
fn selectors(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    for call in CALLS {
        for (at, _) in script.match_indices(call) {
            let Some((css, rest)) = script.get(at + call.len()..).and_then(first_string) else { continue };
            let handler = head(rest);
            if let Some(widget) = handler.trim_start().strip_prefix(')').map(str::trim_start)
                && widget.starts_with(WIDGET)
            {
                found.push(headers(css, widget));
            } else if let Some(delegate) = handles_click(handler) {
                let css = delegate.unwrap_or(css);
                let css = if call.ends_with("Name(") { format!(".{css}") } else { css.to_owned() };
                found.extend(Some(css).filter(|css| is_particular(css)));
            }
        }
    }
    found
}

/// The headings of a jQuery UI accordion: those of its `header` option, or the usual ones.
fn headers(container: &str, widget: &str) -> String {
    let options = widget.split("})").next().unwrap_or("");
    let header = options.split_once("header").and_then(|(_, rest)| {
        let value = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        first_string(value)
    });
    let headers = header.map_or("> :is(h2, h3, h4, h5, dt)", |(css, _)| css);
    format!("{container} {headers}")
}

/// Whether a handler shows what stands behind the element that is clicked; the selector of that element
/// where the handler itself names one.
fn handles_click(handler: &str) -> Option<Option<&str>> {
    let click = handler.find("click").filter(|&at| at < MAX_HANDLER_BYTES / 2)?;
    let body = handler.get(click..)?;
    let body = body.split("});").next().unwrap_or(body);
    let own = ["function", "=>"].iter().find_map(|mark| body.split_once(mark))?.1;
    let says = |words: &[&str]| words.iter().any(|word| own.contains(word));
    if !says(&STEPS) && !(says(&STEPS_UP) && says(&OPENINGS)) {
        return None;
    }
    let arguments = body.get("click".len()..)?.trim_start_matches(['"', '\'']).trim_start();
    let delegate = arguments.strip_prefix(',').map(str::trim_start).and_then(first_string);
    Some(delegate.map(|(css, _)| css))
}

/// A string at the start of a text, and what follows it.
fn first_string(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split_once(quote)
}

fn head(text: &str) -> &str {
    let end = (0..=MAX_HANDLER_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// Whether a selector says more than the name of an element that stands everywhere.
fn is_particular(css: &str) -> bool {
    css.contains(['.', '#', '[']) || matches!(css, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        assert_eq!(selectors(script), expected);
    }

    #[test]
    fn clicks_that_show_the_next_element() {
        check("$('.q').click(function () { $(this).next('.a').slideToggle(); });", &[".q"]);
        check("jQuery( \"#faq h3\" ).on('click', function () { $(this).next().toggle(); });", &["#faq h3"]);
        check("$(document).ready(); $('body').on('click', '.q', e => $(this).next().show());", &[".q"]);
        check(
            "var acc = document.getElementsByClassName('q');
             acc[0].addEventListener('click', function () { this.nextElementSibling.hidden = false; });",
            &[".q"],
        );
    }

    #[test]
    fn clicks_that_open_the_item_around() {
        check("$('.q').click(function () { $(this).parent().find('.a').slideToggle(); });", &[".q"]);
        check(
            "document.querySelectorAll('.q').forEach(function (q) {
               q.addEventListener('click', () => { q.parentElement.classList.toggle('open'); }); });",
            &[".q"],
        );
        check("$('.close').click(function () { $(this).parent().remove(); });", &[]);
        check("$('.close').click(function () { $(this).parent().toggle(); });", &[]);
    }

    #[test]
    fn other_clicks() {
        check("$('.menu').click(function () { $('nav').toggle(); });", &[]);
        check("$('a').click(function () { $(this).next().toggle(); });", &[]);
        check("$('.q').click(go); $('.r').hide(); x.next();", &[]);
    }

    #[test]
    fn jquery_ui() {
        check("$( '#a' ).accordion();", &["#a > :is(h2, h3, h4, h5, dt)"]);
        check("$('#a').accordion({ header: '> div > h3' });", &["#a > div > h3"]);
    }
}
