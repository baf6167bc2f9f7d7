//! Addresses in exports are safe to follow and contain no user name or password.

use deplier::{Article, Exporter, Format, Parser, Site};

use crate::laws;

/// An answer with the address in a link, an image and a frame.
fn page(address: &str) -> String {
    format!(
        "<details><summary>Quoi ?</summary><p><a href=\"{address}\">un</a></p><p><img src=\"{address}\" \
         alt=\"deux\"></p><iframe src=\"{address}\" title=\"trois\"></iframe></details>"
    )
}

/// The first answer as HTML, without and with a base.
fn html(article: &Article) -> [String; 2] {
    [None, Some("https://www.example.org/")].map(|base| deplier::to_html(&article.faq[0].answer, base))
}

#[test]
fn white_space_that_no_browser_trims_makes_no_script() {
    for space in ["&nbsp;", "&#x1680;", "&#x2003;", "&#x2006;", "&#x2028;", "&#x3000;", "&#xfeff;"] {
        for code in ["javascript:alert(1)", "data:text/html,x"] {
            let article = deplier::parse(&page(&format!("{space}{code}"))).unwrap().article;
            laws::article_holds(&article);
            for html in html(&article) {
                assert!(!html.contains(&format!("\"{code}")), "{html}");
            }
            assert!(!deplier::to_markdown(&article.faq[0].answer).contains(&format!("(<{code}")));
        }
    }
}

/// Each of them contains the password `secret`.
const WITH_PASSWORD: [&str; 9] = [
    "https://moi:secret@a.fr/b",
    "//moi:secret@a.fr/b",
    "\\\\moi:secret@a.fr/b",
    "https:moi:secret@a.fr/b",
    "HT&Tab;TPS://secret@a.fr/b",
    "ftp://moi:secret@a.fr/b",
    "&nbsp;https://moi:secret@a.fr/b",
    "https://a.fr/?b=https://moi:secret@a.fr/",
    "https://moi:secret@{{ site }}/b",
];

#[test]
fn no_password_reaches_an_export() {
    let own = "https://moi:secret@www.example.org/site/";
    let config = format!("url: {own}\norganisation: {{name: O, url: \"{own}\", logo: \"{own}l.png\"}}");
    let site = Site::from_yaml(&config).unwrap();
    let parsers = [
        Parser::new(),
        Parser::new().with_base_url(own).unwrap(),
        Parser::new().with_url(own).unwrap(),
        Parser::new().with_site(&site).unwrap(),
    ];
    for (parser, address) in parsers.iter().flat_map(|parser| WITH_PASSWORD.map(|address| (parser, address)))
    {
        let head = format!("<link rel=canonical href=\"{address}\"><base href=\"{address}\">");
        let plain = address.replace("&Tab;", "").replace("&nbsp;", "\u{a0}");
        let front = format!("---\nimage: '{plain}'\npermalink: '{plain}'\nsource: ['{plain}']\n---\n");
        for page in [head + &page(address), front + &page(address)] {
            let parsed = parser.parse(&page).unwrap();
            assert!(parsed.diagnostics.iter().any(|d| d.code == deplier::DiagnosticCode::UnsafeHtml));
            for &format in Format::ALL {
                let exporter = Exporter::from_format(format).with_site(site.clone());
                let mut writer = exporter.for_writer(Vec::new());
                writer.write(&parsed.article).unwrap();
                let text = String::from_utf8(writer.finish().unwrap()).unwrap();
                assert!(!text.contains("secret"), "{page}\n{text}");
            }
            assert!(!deplier::to_markdown(&parsed.article.faq[0].answer).contains("secret"));
        }
    }
}

#[test]
fn no_link_has_a_password_of_an_article_made_by_a_program() {
    let mut article = deplier::parse(&page("/a")).unwrap().article;
    article.url = Some("https://moi:secret@a.fr/".to_owned());
    article.faq[0].answer[0].marks[0].href = Some("https://moi:secret@a.fr/".to_owned());
    for (format, bytes) in laws::exports(&article) {
        let text = String::from_utf8(bytes).unwrap();
        let is_kept = matches!(format, Format::Json | Format::JsonLines);
        assert!(is_kept || !text.contains("secret"), "{text}");
    }
}

#[test]
fn an_error_shows_no_password() {
    let error = Parser::new().with_base_url("ftp://moi:secret@a.fr/").unwrap_err();
    assert!(error.message().contains("`ftp://a.fr/` is not an http or https URL"), "{error}");
}
