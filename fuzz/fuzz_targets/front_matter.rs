//! YAML as front matter and as a site description.
#![no_main]

use deplier::{Exporter, Format, Parser, Site};
use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|yaml: &str| {
    let page = format!("---\n{yaml}\n---\n<details><summary>Quoi ?</summary>Ceci.</details>\n");
    if let Ok(parsed) = Parser::new().parse(&page) {
        laws::article_holds(&parsed.article);
    }
    let Ok(site) = Site::from_yaml(yaml) else { return };
    let Ok(parser) = Parser::new().with_site(&site) else { return };
    let Ok(parsed) = parser.with_file_name("_posts/2024-07-03-bilan.md").parse(&page) else { return };
    for &format in Format::ALL {
        let mut writer = Exporter::from_format(format).with_site(site.clone()).for_writer(Vec::new());
        if writer.write(&parsed.article).is_ok() {
            let _ = writer.finish();
        }
    }
});
