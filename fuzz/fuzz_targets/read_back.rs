//! JSON -> article -> every export, and the same JSON again.
#![no_main]

use deplier::{Article, DiagnosticCode};
use deplier_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    let Ok(mut article) = Article::from_json(json) else { return };
    laws::article_holds(&article);
    article.repair(DiagnosticCode::ALL.iter().copied());
    laws::article_holds(&article);
});
