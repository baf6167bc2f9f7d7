//! Articles as [schema.org](https://schema.org/) [JSON-LD](https://www.w3.org/TR/json-ld11/).

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;

use crate::copies::{Copies, escaped_len};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::Block;
use crate::model::Date;
use crate::model::{Article, Qa, Testimonial};
use crate::render::to_text;
use crate::site::{Agent, Site};

use super::anchor::{Address, Anchors, Pages, page};
use super::blank::{NO_TEXT, is_blank};
use super::format_writer::FormatWriter;
use super::language::tag;
use super::layout;
use super::layout::{Destination, JsonText, LineBreaks};
use super::options::{ArticleType, Collection, ExportOptions, FaqPage};
use super::uri;

/// Writes one node, or a graph of nodes one after another.
pub(crate) struct LdWriter {
    site: Site,
    collection: Collection,
    article_type: ArticleType,
    faq_page: FaqPage,
    pages: Pages,
    articles: usize,
    left_out: usize,
}

impl LdWriter {
    pub(crate) fn new(options: &ExportOptions) -> Self {
        LdWriter {
            site: options.site.clone(),
            collection: options.collection,
            article_type: options.article_type,
            faq_page: options.faq_page,
            pages: Pages::default(),
            articles: 0,
            left_out: 0,
        }
    }
}

impl FormatWriter for LdWriter {
    fn write(&mut self, out: &mut dyn Write, article: &Article, _: &[Diagnostic]) -> Result<()> {
        let page = page(article, &self.site)?;
        let copies = Copies::of_article(article);
        let anchors = self.pages.anchors(&page, article, &copies);
        let node = ArticleNode::new(article, &page, &anchors, &self.site, self.article_type);
        let faq = (self.faq_page == FaqPage::Include).then(|| FaqNode::new(article, &anchors)).flatten();
        self.left_out += copies.left_out();
        let is_first = self.articles == 0;
        self.articles += 1;
        match (self.collection, faq) {
            (Collection::Single, None) => pretty(out, &ArticleDocument { context: CONTEXT, node })?,
            (Collection::Single, Some(faq)) if faq.main_entity.len() <= MAX_READ => {
                pretty(out, &Graph { context: CONTEXT, graph: (&node, &faq) })?;
            }
            (Collection::Single, faq) => {
                out.write_all(GRAPH_START)?;
                lines(out, &node, faq.as_ref())?;
                out.write_all(GRAPH_END)?;
            }
            (Collection::Many, faq) => {
                out.write_all(if is_first { GRAPH_START } else { b",\n" })?;
                lines(out, &node, faq.as_ref())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        if self.collection == Collection::Many {
            let empty: &[u8] = b"{\"@context\":\"https://schema.org\",\"@graph\":[]}\n";
            out.write_all(if self.articles == 0 { empty } else { GRAPH_END })?;
        }
        Ok(())
    }

    fn left_out(&self) -> usize {
        self.left_out
    }
}

fn pretty(writer: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    layout::write(writer, value, LineBreaks::Each, Destination::Script)?;
    Ok(writer.write_all(b"\n")?)
}

/// Writes the nodes of an article, one per line.
fn lines(writer: &mut dyn Write, node: &ArticleNode<'_>, faq: Option<&FaqNode<'_>>) -> Result<()> {
    layout::write(writer, node, LineBreaks::None, Destination::Script)?;
    if let Some(faq) = faq {
        writer.write_all(b",\n")?;
        layout::write(writer, faq, LineBreaks::None, Destination::Script)?;
    }
    Ok(())
}

const GRAPH_START: &[u8] = b"{\"@context\":\"https://schema.org\",\"@graph\":[\n";
const GRAPH_END: &[u8] = b"\n]}\n";

/// A page with more questions is written with one line per node: indented nodes of small records would take more
/// than 24 bytes for each byte of the page.
const MAX_READ: usize = 1_000;

const CONTEXT: &str = "https://schema.org";

#[derive(Serialize)]
struct ArticleDocument<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    node: ArticleNode<'a>,
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: (&'a ArticleNode<'a>, &'a FaqNode<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: Address<'a>,
    url: &'a str,
    main_entity_of_page: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<Date>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    article_section: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Authors>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<AgentNode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<Part<'a>>,
}

impl<'a> ArticleNode<'a> {
    fn new(
        article: &'a Article,
        page: &'a str,
        anchors: &Anchors<'a>,
        site: &'a Site,
        article_type: ArticleType,
    ) -> Self {
        let spoken =
            article.testimonials.iter().map(|t| Part::Conversation(ConversationNode::new(t, anchors)));
        let asked = article.faq.iter().map(|qa| Part::Question(QuestionNode::new(qa, anchors)));
        let mut parts: Vec<Part<'a>> = spoken.chain(asked).collect();
        parts.sort_by_key(Part::position);
        let publisher = site.organisation.as_ref();
        ArticleNode {
            kind: article_type.as_str(),
            id: anchors.article(),
            url: page,
            main_entity_of_page: page,
            headline: article.title.trim(),
            description: article.summary.as_deref().and_then(filled),
            in_language: tag([article.language.as_deref(), site.language.as_deref()]),
            date_published: article.published,
            date_modified: article.modified,
            article_section: article.categories.iter().filter_map(|c| filled(c)).collect(),
            keywords: article.tags.iter().filter_map(|t| filled(t)).collect(),
            image: article.images.iter().filter_map(|image| uri::http(&image.url)).collect(),
            author: Authors::of(article, site),
            publisher: publisher.map(|agent| AgentNode::new(agent, site)),
            has_part: parts,
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    (!is_blank(text)).then_some(text)
}

#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Conversation(ConversationNode<'a>),
    Question(QuestionNode<'a>),
}

impl Part<'_> {
    fn position(&self) -> usize {
        match self {
            Part::Conversation(node) => node.position,
            Part::Question(node) => node.position,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConversationNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<Address<'a>>,
    position: usize,
    name: JsonText<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<JsonText<Cow<'a, str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<JsonText<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<QuestionNode<'a>>,
}

impl<'a> ConversationNode<'a> {
    fn new(testimonial: &'a Testimonial, anchors: &Anchors<'a>) -> Self {
        ConversationNode {
            kind: "Conversation",
            id: anchors.testimonial(testimonial),
            position: testimonial.order,
            name: JsonText(filled(&testimonial.title).unwrap_or(NO_TEXT)),
            text: text(&testimonial.intro),
            credit_text: testimonial.attribution.as_deref().and_then(filled).map(JsonText),
            has_part: testimonial.qa.iter().map(|qa| QuestionNode::new(qa, anchors)).collect(),
        }
    }
}

/// Returns the plain text of blocks, if they have any.
fn text(blocks: &[Block]) -> Option<JsonText<Cow<'_, str>>> {
    let text = match blocks {
        [block] => Cow::Borrowed(&*block.text),
        blocks => Cow::Owned(to_text(blocks, "")),
    };
    (!is_blank(&text)).then_some(JsonText(text))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuestionNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<Address<'a>>,
    position: usize,
    name: JsonText<&'a str>,
    answer_count: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_answer: Option<AnswerNode<'a>>,
}

impl<'a> QuestionNode<'a> {
    fn new(qa: &'a Qa, anchors: &Anchors<'a>) -> Self {
        let answer = AnswerNode::new(&qa.answer);
        QuestionNode {
            kind: "Question",
            id: anchors.question(qa),
            position: qa.order,
            name: JsonText(filled(&qa.question).unwrap_or(NO_TEXT)),
            answer_count: u8::from(answer.is_some()),
            accepted_answer: answer,
        }
    }
}

#[derive(Serialize)]
struct AnswerNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: JsonText<Cow<'a, str>>,
}

impl<'a> AnswerNode<'a> {
    fn new(blocks: &'a [Block]) -> Option<Self> {
        text(blocks).map(|text| AnswerNode { kind: "Answer", text })
    }
}

/// The size of an entry of the FAQPage without its texts and its address.
const ENTRY_BYTES: usize = 128;

/// All questions as one [FAQPage](https://schema.org/FAQPage) with unique names. Questions without an answer are
/// left out, because a FAQPage must not contain them, and so are those beyond the budget for repetition.
#[derive(Serialize)]
struct FaqNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: Address<'a>,
    #[serde(rename = "mainEntity")]
    main_entity: Vec<FaqQuestion<'a>>,
}

#[derive(Serialize)]
struct FaqQuestion<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<Address<'a>>,
    name: JsonText<String>,
    #[serde(rename = "acceptedAnswer")]
    accepted_answer: AnswerNode<'a>,
}

impl<'a> FaqNode<'a> {
    fn new(article: &'a Article, anchors: &Anchors<'a>) -> Option<Self> {
        let mut names = std::collections::HashMap::<String, usize>::new();
        let mut main_entity = Vec::new();
        for (testimonial, qa) in article.questions() {
            let (Some(question), Some(answer)) = (filled(&qa.question), AnswerNode::new(&qa.answer)) else {
                continue;
            };
            let texts = escaped_len(question).saturating_add(escaped_len(&answer.text.0));
            if !anchors.may_take(texts.saturating_add(ENTRY_BYTES)) {
                continue;
            }
            let name = match testimonial {
                Some(testimonial) if anchors.may_repeat(&testimonial.title) => {
                    format!("{} — {question}", filled(&testimonial.title).unwrap_or(NO_TEXT))
                }
                _ => question.to_owned(),
            };
            let times = names.entry(name.clone()).or_insert(0);
            *times += 1;
            let name = if *times > 1 { format!("{name} ({times})") } else { name };
            main_entity.push(FaqQuestion {
                kind: "Question",
                id: anchors.repeated(qa),
                name: JsonText(name),
                accepted_answer: answer,
            });
        }
        let id = anchors.faq();
        (!main_entity.is_empty()).then_some(FaqNode { kind: "FAQPage", id, main_entity })
    }
}

/// One author, or a list of several.
#[derive(Serialize)]
#[serde(untagged)]
enum Authors {
    One(AgentNode),
    Many(Vec<AgentNode>),
}

impl Authors {
    /// Returns the article's own authors, or else that of the site, or else its organisation.
    fn of(article: &Article, site: &Site) -> Option<Self> {
        let known = [&site.author, &site.organisation].map(Option::as_ref);
        let known = || known.into_iter().flatten();
        let node = |name: &str| match known().find(|agent| agent.name == name) {
            Some(agent) => AgentNode::new(agent, site),
            None => AgentNode::person(name),
        };
        let mut own: Vec<_> = article.authors.iter().filter_map(|name| filled(name)).map(node).collect();
        match own.len() {
            0 => known().next().map(|agent| Authors::One(AgentNode::new(agent, site))),
            1 => own.pop().map(Authors::One),
            _ => Some(Authors::Many(own)),
        }
    }
}

#[derive(Serialize)]
struct AgentNode {
    #[serde(rename = "@type")]
    kind: String,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

impl AgentNode {
    /// Converts the site's author or publisher. The publisher's id is that of the site's organisation.
    fn new(agent: &Agent, site: &Site) -> Self {
        let organisation = site.organisation.as_ref();
        // An author with the publisher's name is the publisher. It is written out again.
        let is_publisher = organisation.is_some_and(|o| o.name == agent.name);
        let shown = organisation.filter(|_| is_publisher).unwrap_or(agent);
        let base =
            site.base_url.as_deref().and_then(uri::http).or_else(|| shown.url.as_deref().and_then(uri::http));
        let kind = shown
            .kind
            .as_deref()
            .filter(|kind| kind.chars().all(|c| c.is_ascii_alphanumeric()) && !kind.is_empty());
        AgentNode {
            kind: kind.unwrap_or(if is_publisher { "Organization" } else { "Person" }).to_owned(),
            id: base.filter(|_| is_publisher).map(|base| format!("{base}#organisation")),
            name: shown.name.clone(),
            url: shown.url.as_deref().and_then(uri::http),
            logo: shown.logo.as_deref().and_then(uri::http).filter(|_| is_publisher),
        }
    }

    fn person(name: &str) -> Self {
        AgentNode { kind: "Person".to_owned(), id: None, name: name.to_owned(), url: None, logo: None }
    }
}
