use serde_json::{Value, json};

use super::*;
use crate::export::sample;

fn package(articles: &[Article]) -> Package {
    let mut package = Package::new(&sample::site());
    articles.iter().for_each(|article| package.add(article));
    package
}

fn read(text: Option<String>) -> Value {
    serde_json::from_str(&text.unwrap()).unwrap()
}

fn tables(names: &[&str]) -> Vec<FileFact> {
    names.iter().map(|name| FileFact::new(*name, 10)).collect()
}

#[test]
fn only_the_tables_written_are_named() {
    let package = package(&[sample::article()]);
    let files = tables(&["article.json", "questions-reponses.csv", "articles.csv"]);
    let read = read(package.data_package(&files));
    let names: Vec<_> =
        read["resources"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["articles", "questions-reponses"]);
    let keys = read["resources"][1]["schema"]["foreignKeys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["reference"]["resource"], "articles");
    assert_eq!(package.data_package(&tables(&["article.json"])), None);
}

#[test]
fn facts_of_one_article() {
    let read = read(package(&[sample::article()]).data_package(&tables(&["articles.csv"])));
    assert_eq!(read["name"], "actualites-services-refaits");
    assert_eq!(read["keywords"], json!(["Démarches", "Accessibilité", "Actualités"]));
    assert_eq!(read["sources"][0]["path"], "https://www.example.org/actualites/services-refaits/");
    assert_eq!(read["licenses"][0]["name"], "etalab-2.0");
    assert_eq!(
        read["description"],
        "Témoignages, questions et réponses des accordéons de l’article « Trois services refaits avec leurs usagers », \
         publié le 18 mars 2025 par Agence d’exemple : 2 témoignages et 4 questions. Le texte est celui des pages, sans \
         leur mise en page ; les colonnes des tables et les champs des fichiers JSON sont décrits par des schémas publics."
    );
}

#[test]
fn facts_of_many_articles() {
    let older = Article { published: "2024-07-03".parse().ok(), ..Article::default() };
    let package = package(&[sample::article(), older]);
    assert_eq!(package.title(), "Agence d’exemple");
    let start = "Témoignages, questions et réponses des accordéons de 2 articles, publiés du 3 juillet 2024 au 18 mars 2025 par";
    assert!(package.description().starts_with(start), "{}", package.description());
}

#[test]
fn unknown_values_are_left_out() {
    let mut package = Package::new(&Site { license: Some("à voir".to_owned()), ..Site::default() });
    package.add(&Article::default());
    let read = read(package.data_package(&tables(&["articles.csv"])));
    for key in ["licenses", "contributors", "sources", "keywords", "homepage"] {
        assert!(read.get(key).is_none(), "{key}");
    }
    assert!(package.description().chars().count() > 100);
}

#[test]
fn memory_stays_flat() {
    let mut package = Package::new(&Site::default());
    for number in 0..1000 {
        package.add(&Article {
            tags: vec![format!("étiquette {number}"), "x".repeat(1000)],
            ..Article::default()
        });
    }
    assert_eq!(package.keywords.len(), MAX_KEYWORDS);
    assert!(package.single.is_none());
}

#[test]
fn spreadsheets_have_a_dialect() {
    let package = package(&[sample::article()]).with_csv_dialect(CsvDialect::Tableur);
    let read = read(package.data_package(&tables(&["articles.csv"])));
    assert_eq!(read["resources"][0]["dialect"]["delimiter"], ";");
}

#[test]
fn folders() {
    assert_eq!(folder("https://a.fr").as_deref(), Some("https://a.fr/"));
    assert_eq!(folder("https://a.fr/données?x#y").as_deref(), Some("https://a.fr/donn%C3%A9es/"));
    assert_eq!(folder("données/"), None);
}
