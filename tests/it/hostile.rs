//! Markup and values that try to run code in readers of the exports.

use deplier::Format;

use crate::laws;

/// Each is in an answer between words that must be kept. `x()` must not run. The laws check which markup may be
/// written.
const ANSWERS: [&str; 34] = [
    "<svg><style><img src=a onerror=x()></style></svg>",
    "<svg></p><style><a id='</style><img src=a onerror=x()>'></style></a></svg>",
    "<svg><title><b title='</title><img src=a onerror=x()>'></b></title></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>x()</script>'></iframe></foreignObject></svg>",
    "<svg><a xlink:href=javascript:x()><text>b</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=a onerror=x()>'></table></math>",
    "<math><annotation-xml encoding=text/html><img src=a onerror=x()></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=a onerror=x()>'></noscript>",
    "<xmp><p title='</xmp><img src=a onerror=x()>'></xmp>",
    "<noembed><b title='</noembed><img src=a onerror=x()>'></noembed>",
    "<textarea><b title='</textarea><img src=a onerror=x()>'></textarea>",
    "<template><script>x()</script></template>",
    "<select><template><style></select><img src=a onerror=x()></style></template></select>",
    "<!--><img src=a onerror=x()>-->",
    "<!-- --!><img src=a onerror=x()>-->",
    "<![CDATA[<img src=a onerror=x()>]]>",
    "<?a \"><img src=a onerror=x()>\">",
    "<a href='java\tscript:x()'>b</a>",
    "<a href='JaVaScRiPt&colon;x()'>b</a>",
    "<a href='&#1;javascript:x()'>b</a>",
    "<a href='java&NewLine;script:x()'>b</a>",
    "<a href='vbscript:x()'>b</a>",
    "<a href='data:text/html;base64,eA'>b</a>",
    "<a href='view-source:javascript:x()'>b</a>",
    "<a href='https://a/\"onclick=\"x()'>b</a>",
    "[b](javascript:x()) [b](JAVASCRIPT:x()) ![b](data:text/html,x)",
    "<img src=javascript:x() srcset='javascript:x() 2x' alt='\"><script>x()</script>'>",
    "<span lang='\"><script>x()</script>'>b</span>",
    "<object data=javascript:x()>b</object><embed src=javascript:x()><iframe src=javascript:x()></iframe>",
    "&lt;/script&gt;&lt;!--&lt;script&gt;x()",
    "]]&gt;&lt;a xmlns='http://www.w3.org/1999/xhtml'&gt; &amp;lt;script&amp;gt;",
    "&lt;!ENTITY a SYSTEM 'file:///b'&gt;&amp;a; &lt;?xml-stylesheet?&gt;",
    "\u{202e}\u{2028}\u{2029}\u{feff}&#0;&#31;&#127;&#x85;&#xfffe;&#xd800;",
    "<form action=javascript:x()><button formaction=javascript:x()>b</button></form>",
];

#[test]
fn answers() {
    for answer in ANSWERS {
        let page = format!(
            "---\ntitle: Bilan\n---\n<details><summary>Projet</summary>\n<p><b>Quoi ?</b></p>\n\
             <p>Avant</p>\n<div>{answer}</div>\n<p>Après</p>\n</details>\n"
        );
        laws::hold_for(page.as_bytes());
        let article = laws::parser().parse(&page).unwrap().article;
        let answer = deplier::to_text(&article.testimonials[0].qa[0].answer, "");
        assert!(answer.starts_with("Avant") && answer.ends_with("Après"), "{page}\n{answer}");
    }
}

/// Front matter values that are significant to browsers, spreadsheets, shells and file systems.
const VALUES: [&str; 12] = [
    "<script>x()</script>",
    "\\\"><img src=a onerror=x()>",
    "]]><a/>",
    "</script><!--<script>",
    "../../../etc/passwd",
    "..\\\\..\\\\CON",
    "javascript:x()",
    "=1+1",
    "\\t＝1",
    "\\0\\x1b[2J\\x7f\\uFFFE",
    "\\u202Eabc\\u2028",
    "//example.org/\\u0000",
];

#[test]
fn front_matter() {
    let fields = [
        "title",
        "url",
        "permalink",
        "image",
        "author",
        "date",
        "lang",
        "description",
        "slug",
        "tags",
        "categories",
    ];
    for (value, field) in VALUES.iter().flat_map(|value| fields.map(|field| (value, field))) {
        let page =
            format!("---\n{field}: \"{value}\"\n---\n<details><summary>Quoi ?</summary>Ceci.</details>\n");
        laws::hold_for(page.as_bytes());
        let article = laws::parser().parse(&page).unwrap().article;
        for (format, bytes) in laws::exports(&article) {
            let text = String::from_utf8(bytes).unwrap();
            let is_linked = matches!(format, Format::JsonLd | Format::Rss);
            let code = ["\"javascript:", ">javascript:", "\"//example.org", "file:///"];
            // A name may look like an address, but only an address could run.
            let is_address = matches!(field, "url" | "permalink" | "image");
            assert!(
                !(is_linked && is_address && code.iter().any(|code| text.contains(code))),
                "{field}: {text}"
            );
        }
    }
}
