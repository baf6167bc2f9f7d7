//! Writes the questions of a page as LaTeX, a format that the library does not have: `cargo run --example latex`.

use deplier::{Block, BlockKind, Mark, MarkKind, Parser, Qa};

const PAGE: &str = include_str!("data/questions-frequentes.html");

fn main() -> deplier::Result<()> {
    let article = Parser::new().parse(PAGE)?.article;
    println!("\\section{{{}}}", escaped(&article.title));
    article.questions().for_each(|(_, qa)| print!("{}", question(qa)));
    Ok(())
}

fn question(qa: &Qa) -> String {
    let mut text = format!("\\subsection{{{}}}\n", escaped(&qa.question));
    let mut in_list = false;
    for block in &qa.answer {
        let is_item = block.kind == BlockKind::ListItem;
        if is_item != in_list {
            text.push_str(if is_item { "\\begin{itemize}\n" } else { "\\end{itemize}\n" });
        }
        in_list = is_item;
        text.push_str(if is_item { "\\item " } else { "" });
        text.push_str(&self::block(block));
    }
    text.push_str(if in_list { "\\end{itemize}\n" } else { "" });
    text
}

fn block(block: &Block) -> String {
    if block.kind == BlockKind::Table {
        let rows =
            block.rows.iter().map(|row| row.iter().map(|cell| escaped(&cell.text)).collect::<Vec<_>>());
        let lines: Vec<String> = rows.map(|cells| cells.join(" & ") + " \\\\\n").collect();
        let columns = block.rows.iter().map(Vec::len).max().unwrap_or(0);
        return format!(
            "\\begin{{tabular}}{{{}}}\n{}\\end{{tabular}}\n\n",
            "l".repeat(columns),
            lines.concat()
        );
    }
    // Each run of text has the same marks, the outer ones first.
    let runs = block.runs().into_iter().map(|(text, marks)| marks.iter().rev().fold(escaped(text), marked));
    runs.collect::<String>() + "\n\n"
}

fn marked(text: String, mark: &&Mark) -> String {
    match (mark.kind, &mark.href) {
        (MarkKind::Strong, _) => format!("\\textbf{{{text}}}"),
        (MarkKind::Emphasis, _) => format!("\\emph{{{text}}}"),
        (MarkKind::Code, _) => format!("\\texttt{{{text}}}"),
        (MarkKind::Link, Some(href)) => format!("\\href{{{}}}{{{text}}}", escaped(href)),
        _ => text,
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\\\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}
