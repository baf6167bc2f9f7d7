use std::io::Read;
fn main() {
    let path = std::env::args().next_back().unwrap();
    let mut b = vec![];
    std::fs::File::open(&path).unwrap().read_to_end(&mut b).unwrap();
    let p = deplier::Parser::new().with_file_name(&*path).parse_slice(&b).unwrap();
    if std::env::args().any(|a| a == "--json") {
        println!("{}", serde_json::to_string_pretty(&p.article).unwrap());
        for d in &p.diagnostics {
            eprintln!("{:?}: {} {}", d.line, d.code, d.message);
        }
        eprintln!("{:?}", p.account);
        return;
    }
    if !p.account.is_balanced() {
        eprintln!("UNBALANCED {path} {:?}", p.account);
    }
    println!("{}", serde_json::json!({"items": p.items}));
}
