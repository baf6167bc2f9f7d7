//! The lines of `--explain`.

use deplier::Explanation;

/// What was weighed on a page, for programs or for people; without the line feed at the end.
pub fn lines(name: &str, explained: &[Explanation], is_json: bool) -> String {
    if is_json {
        #[derive(serde::Serialize)]
        struct Page<'a> {
            file: &'a str,
            explained: &'a [Explanation],
        }
        return serde_json::to_string(&Page { file: name, explained }).unwrap_or_default();
    }
    let mut lines: Vec<String> = explained.iter().map(|explanation| line(name, explanation)).collect();
    if lines.is_empty() {
        lines.push(format!("{name}: nothing on the page may be a panel"));
    }
    lines.join("\n")
}

fn line(name: &str, explanation: &Explanation) -> String {
    let Explanation { line, title, is_panel, dialect, is_certain, score, group, members, .. } = explanation;
    let verdict = if *is_panel { "panel" } else { "no panel" };
    let title: String = title.chars().take(60).collect();
    let title = deplier::printable(&title);
    let dialect = dialect.as_deref().map(|dialect| format!(", dialect {dialect}")).unwrap_or_default();
    if *is_certain {
        return format!("{name}:{line}: {verdict} `{title}`{dialect}, which leaves no doubt");
    }
    let evidence = explanation.evidence.iter().filter(|evidence| evidence.counts != 0.0);
    let evidence: Vec<String> =
        evidence.map(|evidence| format!("{} {:+.1}", evidence.kind, evidence.counts)).collect();
    let place = if explanation.is_worked { "worked" } else { "in the open" };
    format!(
        "{name}:{line}: {verdict} `{title}`, score {score:.1}, {place}{dialect}, group {group} of {members}: {}",
        evidence.join(", ")
    )
}
