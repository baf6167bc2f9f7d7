//! Generated pages with known records and known defects: the records must be the known ones, and each defect must be
//! reported with its code at its position.

use deplier::{Article, Block, DiagnosticCode as Code, Parser};

const PAGES: u64 = 1_000;

/// How many lines from its position a defect may be reported.
const TOLERANCE: u32 = 1;

/// A generator with the same numbers on every machine ([SplitMix64](https://prng.di.unimi.it/splitmix64.c)).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const PROJECTS: [&str; 8] = [
    "Le portail des cantines",
    "L’observatoire des forêts",
    "Mon carnet de santé",
    "La base des adresses",
    "Le registre des ponts",
    "Les archives de la mer",
    "Le guichet des associations",
    "La carte des sols",
];
const QUESTIONS: [&str; 6] = [
    "Pouvez-vous présenter le service\u{a0}?",
    "Qui s’en sert aujourd’hui ?",
    "Pourquoi avoir changé d’hébergement\u{202f}?",
    "Combien de temps cela a-t-il pris ?",
    "Qu’avez-vous appris en chemin ?",
    "Quelle est la suite ?",
];
const ANSWERS: [&str; 6] = [
    "Le service réunit les données de chaque commune.",
    "Les agents l’ouvrent chaque matin, et les habitants le week-end.",
    "L’ancien serveur ne suffisait plus : il tombait en panne l’hiver.",
    "Six mois, dont deux pour les essais.",
    "Que les petites étapes valent mieux qu’un grand saut !",
    "Une version pour les téléphones est prévue.",
];

/// The markup of a page's accordions.
#[derive(Clone, Copy, Debug)]
enum Dialect {
    Details,
    Foundation,
    Dsfr,
    Bootstrap,
    Aria,
}

const DIALECTS: [Dialect; 5] =
    [Dialect::Details, Dialect::Foundation, Dialect::Dsfr, Dialect::Bootstrap, Dialect::Aria];

/// The markup of a panel's questions.
#[derive(Clone, Copy, Debug)]
enum Form {
    Bold,
    Heading,
    Terms,
}

/// The defects of a testimonial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Defect {
    UnclosedPanel,
    UnclosedBlock(&'static str),
    UnclosedInline(&'static str),
    StrayEndTag(&'static str),
    Misnested,
    ParagraphInList,
    ListInParagraph,
    ItemOutsideList,
    LinkInLink,
    DuplicateId,
    InvalidId,
    MissingPanel,
    EmptyTitle,
    EmptyQuestion,
    EmptyAnswer,
    DuplicateQuestion,
    AnswerRepeatsQuestion,
    EditorialNote(&'static str),
    MarkdownLink,
    WrappedQuotes(&'static str, &'static str),
    RelativeLink,
    RelativeImage,
    Handler,
    ScriptAddress,
    Script,
    Style,
    ControlCharacter,
    LiquidTag,
    FormulaAnswer,
    FormulaTitle,
}

const DEFECTS: [Defect; 46] = [
    Defect::UnclosedPanel,
    Defect::UnclosedBlock("div"),
    Defect::UnclosedBlock("section"),
    Defect::UnclosedBlock("ul"),
    Defect::UnclosedBlock("blockquote"),
    Defect::UnclosedInline("strong"),
    Defect::UnclosedInline("i"),
    Defect::UnclosedInline("em"),
    Defect::UnclosedInline("span"),
    Defect::UnclosedInline("a"),
    Defect::StrayEndTag("div"),
    Defect::StrayEndTag("p"),
    Defect::StrayEndTag("span"),
    Defect::StrayEndTag("br"),
    Defect::StrayEndTag("section"),
    Defect::StrayEndTag("strong"),
    Defect::StrayEndTag("ul"),
    Defect::Misnested,
    Defect::ParagraphInList,
    Defect::ListInParagraph,
    Defect::ItemOutsideList,
    Defect::LinkInLink,
    Defect::DuplicateId,
    Defect::InvalidId,
    Defect::MissingPanel,
    Defect::EmptyTitle,
    Defect::EmptyQuestion,
    Defect::EmptyAnswer,
    Defect::DuplicateQuestion,
    Defect::AnswerRepeatsQuestion,
    Defect::EditorialNote("[à vérifier avec le service juridique]"),
    Defect::EditorialNote("[TODO : ajouter le lien]"),
    Defect::EditorialNote("[Phrase un peu longue - commentaire de la relecture]"),
    Defect::MarkdownLink,
    Defect::WrappedQuotes("« ", " »"),
    Defect::WrappedQuotes("\"", "\""),
    Defect::RelativeLink,
    Defect::RelativeImage,
    Defect::Handler,
    Defect::ScriptAddress,
    Defect::Script,
    Defect::Style,
    Defect::ControlCharacter,
    Defect::LiquidTag,
    Defect::FormulaAnswer,
    Defect::FormulaTitle,
];

impl Defect {
    fn code(self) -> Code {
        match self {
            Defect::UnclosedPanel | Defect::UnclosedBlock(_) | Defect::UnclosedInline(_) => {
                Code::UnclosedElement
            }
            Defect::StrayEndTag(_) => Code::StrayEndTag,
            Defect::Misnested => Code::MisnestedElement,
            Defect::ParagraphInList
            | Defect::ListInParagraph
            | Defect::ItemOutsideList
            | Defect::LinkInLink => Code::InvalidNesting,
            Defect::DuplicateId => Code::DuplicateId,
            Defect::InvalidId => Code::InvalidId,
            Defect::MissingPanel => Code::MissingPanel,
            Defect::EmptyTitle => Code::EmptyTitle,
            Defect::EmptyQuestion => Code::EmptyQuestion,
            Defect::EmptyAnswer => Code::EmptyAnswer,
            Defect::DuplicateQuestion => Code::DuplicateQuestion,
            Defect::AnswerRepeatsQuestion => Code::AnswerRepeatsQuestion,
            Defect::EditorialNote(_) => Code::EditorialNote,
            Defect::MarkdownLink => Code::MarkdownInHtml,
            Defect::WrappedQuotes(..) => Code::WrappedQuotes,
            Defect::RelativeLink | Defect::RelativeImage => Code::RelativeUrl,
            Defect::Handler | Defect::ScriptAddress => Code::UnsafeHtml,
            Defect::Script | Defect::Style => Code::DroppedElement,
            Defect::ControlCharacter => Code::ControlCharacter,
            Defect::LiquidTag => Code::LiquidTag,
            Defect::FormulaAnswer | Defect::FormulaTitle => Code::FormulaCell,
        }
    }
}

type Record = (String, Vec<(String, String)>);

/// A page under construction.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
    indent: usize,
    /// The indentation of each level.
    step: usize,
    records: Vec<Record>,
    faults: Vec<(Code, u32)>,
    /// The markup and the defects, for messages of failed tests.
    what: Vec<String>,
}

impl Page {
    fn line(&mut self, text: impl AsRef<str>) {
        self.lines.push(format!("{}{}", " ".repeat(self.indent * self.step), text.as_ref()));
    }

    fn open(&mut self, text: impl AsRef<str>) {
        self.line(text);
        self.indent += 1;
    }

    fn close(&mut self, text: impl AsRef<str>) {
        self.indent -= 1;
        self.line(text);
    }

    /// Leaves out the end tag.
    fn leave_open(&mut self) {
        self.indent -= 1;
    }

    /// Records that the next line has the defect.
    fn fault(&mut self, defect: Defect) {
        let line = u32::try_from(self.lines.len() + 1).unwrap();
        self.faults.push((defect.code(), line));
    }

    fn testimonial(&mut self, random: &mut Random, dialect: Dialect, number: usize, defect: Option<Defect>) {
        let is = |other: Defect| defect == Some(other);
        let form = random.pick(&[Form::Bold, Form::Heading, Form::Terms]);
        self.what.extend(defect.map(|defect| format!("{dialect:?} {form:?} {defect:?}")));
        let mut title = PROJECTS[number % PROJECTS.len()].to_owned();
        if is(Defect::EmptyTitle) {
            title.clear();
        }
        if is(Defect::FormulaTitle) {
            title.insert(0, '=');
        }
        let mut id = format!("projet-{number}");
        if is(Defect::InvalidId) {
            id = format!("projet {number}");
        }
        if is(Defect::DuplicateId) {
            id = "projet-0".to_owned();
        }
        let has_panel = !is(Defect::MissingPanel);
        let on_title =
            matches!(defect, Some(Defect::EmptyTitle | Defect::FormulaTitle | Defect::MissingPanel));
        let on_panel =
            matches!(defect, Some(Defect::InvalidId | Defect::DuplicateId | Defect::UnclosedPanel));
        let handler = if is(Defect::Handler) { " onclick=\"ouvrir(this)\"" } else { "" };
        let note = |page: &mut Page, is_here: bool| {
            if is_here {
                page.fault(defect.unwrap());
            }
        };
        let in_title = on_title || is(Defect::Handler);
        self.line(format!("<!-- {number} -->"));
        match dialect {
            Dialect::Details => {
                note(self, on_panel);
                self.open(format!("<details id=\"{id}\">"));
                note(self, in_title);
                self.line(format!("<summary{handler}>{title}</summary>"));
            }
            Dialect::Foundation => {
                self.open("<div class=\"accordion\">");
                self.open("<div class=\"accordion-item\">");
                note(self, in_title);
                self.line(format!(
                    "<button class=\"accordion-title\"{handler} aria-controls=\"{id}\">{title}</button>"
                ));
            }
            Dialect::Dsfr => {
                self.open("<section class=\"fr-accordion\">");
                self.open("<h3 class=\"fr-accordion__title\">");
                note(self, in_title);
                self.line(format!("<button class=\"fr-accordion__btn\"{handler} aria-expanded=\"false\" aria-controls=\"{id}\">{title}</button>"));
                self.close("</h3>");
            }
            Dialect::Bootstrap => {
                self.open("<div class=\"accordion-item\">");
                self.open("<h2 class=\"accordion-header\">");
                note(self, in_title);
                self.line(format!("<button class=\"accordion-button\" type=\"button\"{handler} data-bs-toggle=\"collapse\" data-bs-target=\"#{id}\" aria-controls=\"{id}\">{title}</button>"));
                self.close("</h2>");
            }
            Dialect::Aria => {
                self.open("<div class=\"panneaux\">");
                note(self, in_title);
                self.line(format!("<h3><button aria-expanded=\"false\"{handler} aria-controls=\"{id}\">{title}</button></h3>"));
            }
        }
        let mut record = (title, Vec::new());
        if has_panel {
            let panel = match dialect {
                Dialect::Details => None,
                Dialect::Foundation => Some(format!("<div class=\"accordion-content\" id=\"{id}\">")),
                Dialect::Dsfr => Some(format!("<div class=\"fr-collapse\" id=\"{id}\">")),
                Dialect::Bootstrap => {
                    Some(format!("<div class=\"accordion-collapse collapse\" id=\"{id}\">"))
                }
                Dialect::Aria => Some(format!("<div role=\"region\" id=\"{id}\">")),
            };
            if let Some(panel) = &panel {
                note(self, on_panel);
                self.open(panel);
            }
            self.questions(random, form, number, defect, &mut record.1);
            match panel {
                Some(_) if is(Defect::UnclosedPanel) => self.leave_open(),
                Some(_) => self.close("</div>"),
                None => {}
            }
        }
        match dialect {
            Dialect::Details if is(Defect::UnclosedPanel) => self.leave_open(),
            Dialect::Details => self.close("</details>"),
            Dialect::Foundation => {
                self.close("</div>");
                self.close("</div>");
            }
            Dialect::Dsfr => self.close("</section>"),
            Dialect::Bootstrap | Dialect::Aria => self.close("</div>"),
        }
        if let Some(defect @ Defect::StrayEndTag(name @ ("div" | "section"))) = defect {
            self.fault(defect);
            self.line(format!("</{name}>"));
        }
        self.records.push(record);
    }

    fn questions(
        &mut self,
        random: &mut Random,
        form: Form,
        number: usize,
        defect: Option<Defect>,
        record: &mut Vec<(String, String)>,
    ) {
        let count = 3 + random.below(2);
        let hit = 1 + random.below(count - 1);
        if matches!(form, Form::Terms) {
            self.open("<dl>");
        }
        for at in 0..count {
            let own = defect.filter(|_| at == hit);
            let mut question = QUESTIONS[(number + at) % QUESTIONS.len()].to_owned();
            if own == Some(Defect::EmptyQuestion) {
                question.clear();
            }
            if own == Some(Defect::DuplicateQuestion) {
                question.clone_from(&record[0].0);
            }
            if matches!(own, Some(Defect::EmptyQuestion | Defect::DuplicateQuestion | Defect::EmptyAnswer)) {
                self.fault(own.unwrap());
            }
            match form {
                Form::Bold => self.line(format!("<p><strong>{question}</strong></p>")),
                Form::Heading => self.line(format!("<h4>{question}</h4>")),
                Form::Terms => self.line(format!("<dt>{question}</dt>")),
            }
            if matches!(form, Form::Terms) {
                self.open("<dd>");
            }
            let answer = self.answer(random, &question, own);
            if matches!(form, Form::Terms) {
                self.close("</dd>");
            }
            record.push((question, answer));
        }
        if matches!(form, Form::Terms) {
            self.close("</dl>");
        }
    }

    /// Writes an answer. Returns its text.
    fn answer(&mut self, random: &mut Random, question: &str, defect: Option<Defect>) -> String {
        let text = random.pick(&ANSWERS);
        let Some(defect) = defect else { return self.plain_answer(random, text) };
        let mut own = |line: String, words: &str| {
            self.fault(defect);
            self.line(line);
            words.to_owned()
        };
        match defect {
            Defect::UnclosedBlock(name) => {
                self.line(format!("<p>{text}</p>"));
                self.fault(defect);
                self.open(format!("<{name}>"));
                let inner = match name {
                    "ul" => "<li>Un point.</li>",
                    _ => "<p>Un point.</p>",
                };
                self.line(inner);
                self.leave_open();
                format!("{text} Un point.")
            }
            Defect::UnclosedInline(name) => {
                let attribute = if name == "a" { " href=\"https://example.org/\"" } else { "" };
                own(format!("<p>{text} <{name}{attribute}>Oui.</p>"), &format!("{text} Oui."))
            }
            // These would end the panel, so they come after it.
            Defect::StrayEndTag("div" | "section") => self.plain_answer(random, text),
            Defect::StrayEndTag(name) => {
                self.line(format!("<p>{text}</p>"));
                self.fault(defect);
                self.line(format!("</{name}>"));
                text.to_owned()
            }
            Defect::Misnested => own(format!("<p>{text} <b><i>Oui.</b></i></p>"), &format!("{text} Oui.")),
            Defect::ParagraphInList => own(format!("<ul><p>{text}</p></ul>"), text),
            Defect::ListInParagraph => {
                own(format!("<p>{text}<ul><li>Oui.</li></ul></p>"), &format!("{text} Oui."))
            }
            Defect::ItemOutsideList => {
                self.line(format!("<p>{text}</p>"));
                self.fault(defect);
                self.line("<div><li>Oui.</li></div>");
                format!("{text} Oui.")
            }
            Defect::LinkInLink => own(
                format!(
                    "<p>{text} <a href=\"https://example.org/\">Un <a href=\"https://example.com/\">deux</a></a></p>"
                ),
                &format!("{text} Un deux"),
            ),
            Defect::EmptyAnswer => String::new(),
            Defect::AnswerRepeatsQuestion => own(format!("<p>{question}</p>"), question),
            Defect::EditorialNote(note) => own(format!("<p>{text} {note}</p>"), &format!("{text} {note}")),
            Defect::MarkdownLink => {
                let link = "[la page](https://example.org/page)";
                own(format!("<p>{text} Voir {link}.</p>"), &format!("{text} Voir {link}."))
            }
            Defect::WrappedQuotes(open, close) => {
                own(format!("<p>{open}{text}{close}</p>"), &format!("{open}{text}{close}"))
            }
            Defect::RelativeLink => {
                own(format!("<p>{text} <a href=\"/page\">Suite</a></p>"), &format!("{text} Suite"))
            }
            Defect::RelativeImage => {
                self.line(format!("<p>{text}</p>"));
                self.fault(defect);
                self.line("<p><img src=\"plan.png\" alt=\"Plan\"></p>");
                format!("{text} Plan")
            }
            Defect::ScriptAddress => {
                own(format!("<p>{text} <a href=\"javascript:x()\">Suite</a></p>"), &format!("{text} Suite"))
            }
            Defect::Script => own(format!("<script>x()</script><p>{text}</p>"), text),
            Defect::Style => own(format!("<style>p {{ color: red }}</style><p>{text}</p>"), text),
            Defect::ControlCharacter => own(format!("<p>\u{8}{text}</p>"), text),
            Defect::LiquidTag => {
                let tag = "{{ page.date | date: '%Y' }}";
                own(format!("<p>{text} {tag}</p>"), &format!("{text} {tag}"))
            }
            Defect::FormulaAnswer => own(format!("<p>=SOMME(A1) {text}</p>"), &format!("=SOMME(A1) {text}")),
            Defect::UnclosedPanel
            | Defect::DuplicateId
            | Defect::InvalidId
            | Defect::MissingPanel
            | Defect::EmptyTitle
            | Defect::EmptyQuestion
            | Defect::DuplicateQuestion
            | Defect::Handler
            | Defect::FormulaTitle => self.plain_answer(random, text),
        }
    }

    fn plain_answer(&mut self, random: &mut Random, text: &str) -> String {
        match random.below(5) {
            0 => self.line(format!("<p>{text}</p>")),
            1 => self.line(format!("<p><i>{text}</i></p>")),
            2 => {
                self.open("<ul>");
                self.line(format!("<li>{text}</li>"));
                self.line("<li>Un <strong>dernier</strong> point.</li>");
                self.close("</ul>");
                return format!("{text} Un dernier point.");
            }
            3 => {
                self.open("<div>");
                self.line(format!("<p>{text}"));
                self.line("<p>Sans balise de fin.");
                self.close("</div>");
                return format!("{text} Sans balise de fin.");
            }
            _ => {
                self.line(format!("<p>{text}<br>"));
                self.line("Une ligne de plus.</p>");
                return format!("{text} Une ligne de plus.");
            }
        }
        text.to_owned()
    }
}

/// Page number `seed`, and the defects in it.
fn page(seed: u64) -> Page {
    let mut random = Random(seed);
    let dialect = random.pick(&DIALECTS);
    let mut page = Page { step: random.pick(&[0, 1, 2, 2, 4]), ..Page::default() };
    for line in ["---", "title: Bilan", "date: 2024-07-03", "---", ""] {
        page.line(line);
    }
    page.open("<div class=\"page\">");
    let count = 4 + random.below(4);
    let hit = [1 + random.below(count - 2), count - 1];
    let defects = 1 + random.below(2);
    let mut chosen: Vec<Defect> = Vec::new();
    for number in 0..count {
        let is_hit = hit[..defects].contains(&number);
        let defect = is_hit.then(|| random.pick(&DEFECTS)).filter(|defect| {
            fits(*defect, dialect, page.step) && !chosen.iter().any(|other| cancels(*defect, *other))
        });
        chosen.extend(defect);
        page.testimonial(&mut random, dialect, number, defect);
    }
    page.close("</div>");
    page
}

/// Whether two defects of one page combine into a third: a missing and a surplus end tag cancel each other out, and
/// the HTML parser moves content after an unclosed link when the next one starts.
fn cancels(one: Defect, other: Defect) -> bool {
    let is_pair = |a, b| match a {
        Defect::StrayEndTag(_) => {
            matches!(b, Defect::UnclosedPanel | Defect::UnclosedBlock(_) | Defect::UnclosedInline(_))
        }
        Defect::UnclosedInline("a") => {
            matches!(b, Defect::ScriptAddress | Defect::RelativeLink | Defect::LinkInLink)
        }
        _ => false,
    };
    is_pair(one, other) || is_pair(other, one)
}

/// Whether a defect is possible in a page of a dialect.
fn fits(defect: Defect, dialect: Dialect, step: usize) -> bool {
    let is_details = matches!(dialect, Dialect::Details);
    match defect {
        // Without indentation, one `div` cannot be distinguished from another.
        Defect::UnclosedPanel | Defect::UnclosedBlock("div") | Defect::StrayEndTag("div") if step == 0 => {
            false
        }
        // It ends the HTML block, and Markdown reads deeply indented content as code.
        Defect::StrayEndTag("div") if step == 4 => false,
        // `details` is both item and panel.
        Defect::MissingPanel if is_details => false,
        // Only its panel or its text shows that such a button is part of an accordion.
        Defect::EmptyTitle | Defect::MissingPanel => !matches!(dialect, Dialect::Aria),
        _ => true,
    }
}

fn folded(text: &str) -> String {
    text.split(|c: char| c.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn text_of(blocks: &[Block]) -> String {
    folded(&blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" "))
}

fn records_of(article: &Article) -> Vec<Record> {
    let testimonials = article.testimonials.iter();
    let records = testimonials.map(|testimonial| {
        let qa = testimonial.qa.iter().map(|qa| (qa.question.clone(), text_of(&qa.answer)));
        (testimonial.title.clone(), qa.collect())
    });
    records.collect()
}

#[test]
fn defects_are_reported_where_they_are() {
    let parser = Parser::new();
    let mut failures = Vec::new();
    for seed in 0..PAGES {
        let page = page(seed);
        let source = page.lines.join("\n");
        let parsed = parser.parse(&source).unwrap();
        let found: Vec<(Code, u32)> =
            parsed.diagnostics.iter().map(|d| (d.code, d.line.unwrap_or(0))).collect();
        let missing: Vec<_> = page
            .faults
            .iter()
            .filter(|(code, line)| {
                !found.iter().any(|(other, at)| other == code && at.abs_diff(*line) <= TOLERANCE)
            })
            .collect();
        let expected: Vec<Record> = page
            .records
            .iter()
            .map(|(title, qa)| (title.clone(), qa.iter().map(|(q, a)| (q.clone(), folded(a))).collect()))
            .collect();
        let is_true = records_of(&parsed.article) == expected;
        if !missing.is_empty() || !is_true || !parsed.account.is_balanced() {
            let records = if is_true { "as known" } else { "differ" };
            failures.push(format!("{seed}: {:?}, missing {missing:?}, records {records}", page.what));
            if failures.len() == 1 {
                eprintln!("{source}\nfound {found:?}");
                if !is_true {
                    eprintln!("records {:#?}\nexpected {expected:#?}", records_of(&parsed.article));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} pages fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn pages_without_defects_have_no_warnings() {
    let parser = Parser::new();
    for seed in 0..PAGES / 4 {
        let mut random = Random(seed);
        let dialect = random.pick(&DIALECTS);
        let mut page = Page::default();
        ["---", "title: Bilan", "---"].into_iter().for_each(|line| page.line(line));
        (0..4).for_each(|number| page.testimonial(&mut random, dialect, number, None));
        let source = page.lines.join("\n");
        let diagnostics = parser.parse(&source).unwrap().diagnostics;
        assert_eq!(diagnostics, [], "{source}");
    }
}

#[test]
fn faults_of_whole_pages() {
    #[track_caller]
    fn check(page: &[u8], code: Code, line: u32) {
        let parsed = Parser::new().parse_slice(page).unwrap();
        let found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.code, d.line)).collect();
        assert_eq!(found, [(code, Some(line))]);
        assert_eq!(parsed.article.faq.len(), 1);
    }
    let page = "---\ntitle: Bilan\n---\n<details>\n<summary>Quoi ?</summary>\n<p>L'été.</p>\n</details>\n";
    let latin: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    check(&latin, Code::EncodingGuessed, 6);
    check(page.replace("title: Bilan", "date: hier\ntitle: Bilan").as_bytes(), Code::UnknownDate, 2);
    check(page.replace("title: Bilan\n", "").as_bytes(), Code::MissingTitle, 1);
    check(page.replace("title: Bilan", "title: Bilan\nimage: /a.png").as_bytes(), Code::RelativeUrl, 3);
    let head = "<html><head><title>Bilan</title>\n<meta name=date content=hier></head><body>\n";
    let document = page.replace("---\ntitle: Bilan\n---\n", head);
    check(document.as_bytes(), Code::UnknownDate, 2);
    let framed = page.replace("<p>", "<iframe src=https://example.org/ srcdoc=x></iframe><p>");
    check(framed.as_bytes(), Code::UnsafeHtml, 6);
    check(page.replace("title: Bilan", "title: =A1").as_bytes(), Code::FormulaCell, 2);
    check(
        page.replace("title: Bilan", "title: Bilan\ndescription: Un [TODO]").as_bytes(),
        Code::EditorialNote,
        3,
    );
}

#[test]
fn faults_of_questions_that_are_panels() {
    #[track_caller]
    fn check(second: &str, code: Code, line: u32) {
        let page = format!(
            "---\ntitle: Aide\n---\n<details>\n  <summary>Quand ouvrez-vous ?</summary>\n  <p>À neuf heures.</p>\n\
             </details>\n<details>\n{second}\n</details>\n<details>\n  <summary>Où ?</summary>\n  <p>Ici.</p>\n</details>\n"
        );
        let parsed = Parser::new().parse(&page).unwrap();
        let found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.code, d.line)).collect();
        assert_eq!(found, [(code, Some(line))], "{page}");
    }
    check(
        "  <summary>QUAND OUVREZ-VOUS\u{a0}?</summary>\n  <p>Dès dix heures.</p>",
        Code::DuplicateQuestion,
        9,
    );
    check("  <summary>Et le soir ?</summary>", Code::EmptyAnswer, 9);
    check(
        "  <summary>Et le soir ?</summary>\n\n  <p>Et le soir ? Rien.</p>",
        Code::AnswerRepeatsQuestion,
        11,
    );
    check("  <summary>Et le soir ?</summary>\n  <p>« Non. »</p>", Code::WrappedQuotes, 10);
    check("  <summary>Et le soir [à vérifier] ?</summary>\n  <p>Non.</p>", Code::EditorialNote, 9);
    check("  <summary></summary>\n  <p>Non.</p>", Code::EmptyTitle, 9);
}
