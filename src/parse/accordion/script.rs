//! Finds what a page's own scripts open on a click.
//!
//! Hand-written accordions have no common markup, but their scripts are similar: a selector, a click, and the next
//! element that is shown. Scripts are read as text, never run.

use std::cell::Cell;

use html5ever::local_name;
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::parse::html::dom::Dom;
use crate::parse::html::element::heading_rank;
use crate::parse::selector::Matcher;

/// How many bytes after its selector a handler's body may start.
const MAX_HANDLER_BYTES: usize = 1000;

/// How many bytes after its selector a handler may mention the click.
const MAX_TO_CLICK: usize = 400;

/// How many uses of a variable are examined.
const MAX_USES: usize = 6;

/// How many selectors of a page are used.
const MAX_SELECTORS: usize = 16;

/// Longer strings are no selectors.
const MAX_SELECTOR_BYTES: usize = 200;

/// How many calls and functions of a page are read: each is read far ahead.
const MAX_CALLS: usize = 4_000;

/// How many parts of an element a handler may look up.
const MAX_PARTS: usize = 4;

/// The pseudo-classes that are told from an element and its neighbours. Others, and `~`, may look at all siblings
/// of each element, or at all that it holds.
const QUICK_PSEUDO_CLASSES: [&str; 7] =
    ["first-child", "last-child", "not(", "is(", "where(", "empty", "root"];

/// Calls whose first argument selects the titles.
const CALLS: [&str; 4] = ["$(", "jQuery(", "querySelectorAll(", "getElementsByClassName("];

/// The call whose first argument selects the titles in each of some elements.
const WITHIN: &str = ".querySelector(";

/// The call that creates a jQuery UI accordion.
const WIDGET: &str = ".accordion(";

/// The call that creates a MooTools accordion from titles and panels, sometimes after their container.
const CONSTRUCTOR: &str = "Accordion(";

/// What precedes the name of a function.
const FUNCTION: &str = "function ";

/// How a handler goes from the title to its panel.
const STEPS: [&str; 3] = [".next(", "nextElementSibling", ".siblings("];

/// How a handler goes from the title to the item that it opens.
const STEPS_UP: [&str; 4] = [".parent()", "parentElement", "parentNode", ".closest("];

/// How it opens an item.
const OPENINGS: [&str; 4] = ["classList.toggle(", "slideToggle(", "slideDown(", "toggleClass("];

/// How it shows a panel.
const SHOWS: [&str; 9] =
    ["classList", "toggle", "slide", ".show(", ".hide(", "display", "hidden", "maxHeight", "height"];

/// Returns the elements that the page's scripts use to open something, in document order.
pub(crate) fn opened(dom: &Dom) -> Vec<usize> {
    let is_script =
        |node: &usize| dom.element(*node).is_some_and(|element| element.name == local_name!("script"));
    // The text of a script is its only child.
    let texts = (0..dom.len()).filter(is_script).filter_map(|node| dom.text(node + 1));
    let texts = texts.filter(|text| may_open(text) || text.contains(FUNCTION));
    let calls = CallBudget(Cell::new(MAX_CALLS));
    let selectors = texts.flat_map(|text| selectors(text, &calls)).filter(|css| is_quick(css));
    let selectors = selectors.filter_map(|css| Matcher::new(&css).ok());
    let selectors: Vec<Matcher> = selectors.take(MAX_SELECTORS).collect();
    if selectors.is_empty() {
        return Vec::new();
    }
    let is_opened = |node: &usize| selectors.iter().any(|selector| selector.matches(dom, *node));
    (0..dom.len()).filter(is_opened).collect()
}

/// Whether a selector is matched in a time that does not grow with the page.
fn is_quick(css: &str) -> bool {
    let is_known = |name: &str| QUICK_PSEUDO_CLASSES.iter().any(|known| name.starts_with(known));
    css.split(':').skip(1).all(is_known) && !css.replace("~=", "").contains('~')
}

/// How many calls and functions may still be read.
struct CallBudget(Cell<usize>);

impl CallBudget {
    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Where the script has this text, as far as the budget goes.
    fn places<'s>(&self, script: &'s str, text: &'static str) -> impl Iterator<Item = usize> + use<'s, '_> {
        script.match_indices(text).map(|(at, _)| at).take_while(|_| self.spend())
    }
}

/// Whether a script may name titles, according to a quick scan.
pub(crate) fn may_open(script: &str) -> bool {
    ["click", WIDGET, CONSTRUCTOR]
        .iter()
        .any(|word| memmem::find(script.as_bytes(), word.as_bytes()).is_some())
}

/// Returns the selectors whose elements show the next element, and the headings of jQuery UI accordions.
fn selectors(script: &str, calls: &CallBudget) -> Vec<String> {
    let mut found = Vec::new();
    let uses = Uses::new(script);
    for call in CALLS {
        for at in calls.places(script, call) {
            let Some((css, rest)) = script.get(at + call.len()..).and_then(first_string) else { continue };
            let css = if call.ends_with("Name(") { format!(".{css}") } else { css.to_owned() };
            let chain = statement(rest);
            if let Some(widget) = chain.trim_start().strip_prefix(')').map(str::trim_start)
                && widget.starts_with(WIDGET)
            {
                found.push(headers(&css, widget));
                continue;
            }
            let behind = script.len() - rest.len();
            let uses = assigned(script.get(..at).unwrap_or("")).map(|name| uses.of(name, behind));
            for handler in std::iter::once(chain).chain(uses.into_iter().flatten()) {
                found.extend(clicked(&css, handler));
            }
        }
    }
    found.extend(delegated(script, calls));
    found.extend(constructed(script, calls));
    found.extend(functions(script, calls).map(|name| format!("[onclick*='{name}(']")));
    found
}

/// Returns the selectors of the elements that open something, if a handler is attached to those of `css`.
fn clicked(css: &str, handler: &str) -> Vec<String> {
    if let Some(delegate) = handles_click(handler) {
        let own = found_within(handler).map(|inner| format!("{css} {inner}"));
        let clicked = own.unwrap_or_else(|| delegate.unwrap_or(css).to_owned());
        return Vec::from_iter(Some(clicked).filter(|css| is_particular(css)));
    }
    let mut found = Vec::new();
    for (at, _) in handler.match_indices(WITHIN).take(MAX_PARTS) {
        let Some((inner, rest)) = handler.get(at + WITHIN.len()..).and_then(first_string) else { continue };
        let uses = Uses::new(rest);
        let mut uses =
            assigned(handler.get(..at).unwrap_or("")).into_iter().flat_map(|name| uses.of(name, 0));
        if opens_at_click(statement(rest)) || uses.any(opens_at_click) {
            // A button further down in its element controls something else.
            found.push(format!("{css} > {inner}:first-child, {css} > :first-child > {inner}:first-child"));
        }
    }
    found
}

/// Returns what is searched for inside the elements of a handler to be clicked: `.find('h3').click(…)`.
fn found_within(handler: &str) -> Option<&str> {
    const FIND: &str = ".find(";
    let before = handler.get(..handler.find("click")?)?;
    let (inner, rest) = first_string(before.get(before.rfind(FIND)? + FIND.len()..)?)?;
    (!rest.contains([';', '{'])).then_some(inner)
}

/// Whether a handler shows or hides something on a click.
fn opens_at_click(handler: &str) -> bool {
    let click = handler.find("click").filter(|&at| at < MAX_TO_CLICK);
    let body = click.and_then(|at| handler.get(at..)).unwrap_or("");
    ["function", "=>"].iter().any(|mark| body.contains(mark)) && SHOWS.iter().any(|word| body.contains(word))
}

/// Returns the variable that the following expression is assigned to.
fn assigned(before: &str) -> Option<&str> {
    // The selection may be part of a larger expression, as in `document.querySelectorAll(…)`.
    let before = before.trim_end_matches(|c: char| is_name(c) || c == '.').trim_end();
    let before = before.strip_suffix('=')?.trim_end();
    let name = before.rsplit(|c| !is_name(c)).next()?;
    (!name.is_empty()).then_some(name)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '_')
}

/// The uses of variables. They are collected once, because a script may have an assignment on every line.
struct Uses<'a> {
    script: &'a str,
    /// By the name of a variable, the end of each of its uses, in order.
    ends: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Uses<'a> {
    fn new(script: &'a str) -> Self {
        let mut ends: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut at = 0;
        for part in script.split_inclusive(|c| !is_name(c)) {
            at += part.len();
            let name = part.strip_suffix(['.', '[', ')', ']']).filter(|name| !name.is_empty());
            if let Some(name) = name {
                ends.entry(name).or_default().push(at - 1);
            }
        }
        Uses { script, ends }
    }

    /// Returns the text after uses of this variable after `from`, up to a limit.
    fn of(&self, name: &str, from: usize) -> impl Iterator<Item = &'a str> {
        let ends = self.ends.get(name).map_or(&[][..], Vec::as_slice);
        let first = ends.partition_point(|&end| end < from + name.len());
        ends.iter().skip(first).take(MAX_USES).map(|&end| {
            let rest = self.script.get(end..).unwrap_or("");
            // In `for (const title of titles)`, the body with each title follows.
            statement(rest.strip_prefix(')').unwrap_or(rest))
        })
    }
}

/// Returns the functions that show the panel of the element that calls them.
fn functions<'s>(script: &'s str, calls: &CallBudget) -> impl Iterator<Item = &'s str> {
    calls.places(script, FUNCTION).filter_map(|at| {
        let rest = script.get(at + FUNCTION.len()..)?;
        let (name, parameters) = head(rest).split_once(')')?.0.split_once('(')?;
        let rest = rest.get(name.len() + parameters.len() + "()".len()..)?;
        let name = name.trim();
        let parameter = parameters.split(',').next()?.trim();
        let body = block(rest.trim_start().strip_prefix('{')?);
        let says = |words: &[&str]| words.iter().any(|word| body.contains(word));
        let is_own = says(&STEPS) || says(&STEPS_UP) || names_by(body, parameter);
        let is_opener = !name.is_empty() && name.chars().all(is_name) && !parameter.is_empty();
        (is_opener && is_own && says(&SHOWS) && body.contains(parameter)).then_some(name)
    })
}

/// Whether the id of an element is built from the parameter, as in `getElementById('panel-' + number)`.
fn names_by(body: &str, parameter: &str) -> bool {
    body.split("getElementById(").skip(1).any(|rest| {
        let argument = rest.split(')').next().unwrap_or("");
        argument.contains(['+', '$']) && argument.contains(parameter)
    })
}

/// Returns the headings of a jQuery UI accordion: those of its `header` option, or the default ones.
fn headers(container: &str, widget: &str) -> String {
    let options = widget.split("})").next().unwrap_or("");
    let header = options.split_once("header").and_then(|(_, rest)| {
        let value = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        first_string(value)
    });
    let headers = header.map_or("> :is(h2, h3, h4, h5, dt)", |(css, _)| css);
    format!("{container} {headers}")
}

/// Returns the elements that a handler of the whole page searches for around the clicked element, to show what
/// follows: `e.target.closest('.title')`.
fn delegated(script: &str, calls: &CallBudget) -> impl Iterator<Item = String> {
    ["target.closest(", "target.matches("].into_iter().flat_map(move |call| {
        calls.places(script, call).filter_map(move |at| {
            let (css, rest) = first_string(script.get(at + call.len()..)?)?;
            let body = block(rest);
            let shows = SHOWS.iter().any(|word| body.contains(word));
            (shows && steps_on(body) && is_particular(css)).then(|| css.to_owned())
        })
    })
}

/// Returns the titles from which accordions are created: `new Fx.Accordion($$('.title'), $$('.panel'))`.
fn constructed(script: &str, calls: &CallBudget) -> impl Iterator<Item = String> {
    calls.places(script, CONSTRUCTOR).filter_map(|at| {
        let before = script.get(..at)?;
        let arguments = statement(script.get(at + CONSTRUCTOR.len()..)?).split('{').next()?.trim_start();
        let has_container = ["$(", "document.id("].iter().any(|call| arguments.starts_with(call));
        let strings = arguments.split(['\'', '"']).skip(1).step_by(2);
        let mut selectors = strings.skip(usize::from(has_container)).map(str::trim);
        let (titles, panels) = (selectors.next()?, selectors.next()?);
        let is_made = before.ends_with("new ") || before.ends_with("Fx.");
        (is_made && is_particular(titles) && !panels.is_empty()).then(|| titles.to_owned())
    })
}

/// Whether a handler shows the content after the clicked element. Also returns the selector of that element if the
/// handler contains one.
fn handles_click(handler: &str) -> Option<Option<&str>> {
    let click = handler.find("click").filter(|&at| at < MAX_TO_CLICK)?;
    let body = handler.get(click..)?;
    let own = ["function", "=>"].iter().find_map(|mark| body.split_once(mark))?.1;
    let says = |words: &[&str]| words.iter().any(|word| own.contains(word));
    if !steps_on(own) && !(says(&STEPS_UP) && says(&OPENINGS)) {
        return None;
    }
    let arguments = body.get("click".len()..)?.trim_start_matches(['"', '\'']).trim_start();
    let delegate = arguments.strip_prefix(',').map(str::trim_start).and_then(first_string);
    Some(delegate.map(|(css, _)| css))
}

/// Whether a step starts from the clicked element, rather than from a selection.
fn steps_on(handler: &str) -> bool {
    let steps = STEPS.iter().flat_map(|step| handler.match_indices(step));
    let mut starts = steps.map(|(at, _)| {
        let before = handler.get(..at).unwrap_or("");
        before.rsplit([';', '{', '}', '\n']).next().unwrap_or("")
    });
    starts.any(|start| !["$('", "$(\"", "querySelector"].iter().any(|call| start.contains(call)))
}

/// Splits a string literal off the start of a text.
fn first_string(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
    let end = text.bytes().skip(1).take(MAX_SELECTOR_BYTES + 1).position(|b| b == quote)? + 1;
    Some((text.get(1..end)?, text.get(end + 1..)?))
}

/// Returns a text up to the end of its statement, judging by its brackets.
fn statement(text: &str) -> &str {
    up_to(text, Some(b';'))
}

/// Returns a text up to the end of its block.
fn block(text: &str) -> &str {
    up_to(text, None)
}

/// Returns a text up to the end of the enclosing block, or before that up to this byte outside of brackets.
fn up_to(text: &str, stop: Option<u8>) -> &str {
    let mut depth = 0_usize;
    let end = text.bytes().take(MAX_HANDLER_BYTES).position(|byte| {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b'}' if depth == 0 => return true,
            b')' | b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && Some(byte) == stop
    });
    end.and_then(|end| text.get(..end)).unwrap_or(head(text))
}

/// Returns the part of a handler or function that is read.
fn head(text: &str) -> &str {
    let end = (0..=MAX_HANDLER_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// Whether a selector is more specific than the name of a common element.
fn is_particular(css: &str) -> bool {
    css.contains(['.', '#', '[']) || heading_rank(css).is_some() || css == "dt"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let calls = CallBudget(Cell::new(MAX_CALLS));
        assert_eq!(selectors(script, &calls), expected);
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
    fn clicks_on_the_value_of_a_variable() {
        check(
            "let t = $('.q'); $('.a').hide(); t.click(function () { $(this).next('.a').toggle(); });",
            &[".q"],
        );
        check(
            "var $dl = $('#dl'); $dl.find('h3').click(function () { $(this).next().toggle(); });",
            &["#dl h3"],
        );
        check(
            "for (const q of document.querySelectorAll('.q')) { q.addEventListener('click', () => { q.nextElementSibling.hidden = false; }); }",
            &[".q"],
        );
    }

    #[test]
    fn clicks_on_the_first_part_of_each_item() {
        let found = &[".i > .q:first-child, .i > :first-child > .q:first-child"];
        check(
            "document.querySelectorAll('.i').forEach(i => { i.querySelector('.q').addEventListener('click', () => { i.classList.toggle('on'); }); });",
            found,
        );
        check(
            "const all = document.querySelectorAll('.i'); all.forEach(function (i) { const q = i.querySelector('.q'); q.addEventListener('click', function () { a.style.display = 'block'; }); });",
            found,
        );
    }

    #[test]
    fn clicks_anywhere() {
        check(
            "document.addEventListener('click', e => { const q = e.target.closest('.q'); if (!q) return; q.nextElementSibling.hidden = false; });",
            &[".q"],
        );
        check("document.onclick = e => { if (e.target.matches('.q')) e.target.remove(); };", &[]);
    }

    #[test]
    fn functions_of_clicks() {
        check("function f(e) { e.nextElementSibling.classList.toggle('on'); }", &["[onclick*='f(']"]);
        check("function f(n) { document.getElementById(`a${n}`).hidden = false; }", &["[onclick*='f(']"]);
        check("function f() { document.getElementById('a').hidden = false; }", &[]);
    }

    #[test]
    fn other_clicks() {
        check("$('.menu').click(function () { $('nav').toggle(); });", &[]);
        check("$('a').click(function () { $(this).next().toggle(); });", &[]);
        check("$('.q').click(go); $('.r').hide(); x.next();", &[]);
        check("$('.n').click(function () { $('.on').removeClass('on').next().addClass('on'); });", &[]);
    }

    #[test]
    fn selectors_that_look_at_all_siblings_are_left_out() {
        for css in ["#a > .q:first-child", "[class~='q']", ":is(h2, h3):not(.r)", "dt"] {
            assert!(is_quick(css), "{css}");
        }
        for css in [".a ~ .q", ".q:nth-child(2n)", "div:has(.q)", ".q:last-of-type", "a:not(:only-child)"] {
            assert!(!is_quick(css), "{css}");
        }
    }

    #[test]
    fn jquery_ui() {
        check("$( '#a' ).accordion();", &["#a > :is(h2, h3, h4, h5, dt)"]);
        check("$('#a').accordion({ header: '> div > h3' });", &["#a > div > h3"]);
    }

    #[test]
    fn mootools() {
        check("new Fx.Accordion($$('h4.q'), $$('div.a'), { opacity: false });", &["h4.q"]);
        check("var a = new Accordion($('faq'), 'h3.q', 'div.a', { show: -1 });", &["h3.q"]);
        check("new Accordion('.accordion-container', { duration: 400 });", &[]);
        check("new Accordion($('faq'), { panel: 'a', title: 'b' });", &[]);
    }
}
