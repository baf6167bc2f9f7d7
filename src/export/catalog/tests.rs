use serde_json::{Value, json};

use super::*;
use crate::export::sample;
use crate::model::Article;
use crate::site::{Contact, Site};

fn catalog(site: &Site, article: &Article, files: &[&str]) -> Option<Value> {
    let mut package = Package::new(site);
    package.add(article);
    let files: Vec<_> = files.iter().map(|name| FileFact::new(*name, 10)).collect();
    package.catalog(&files).map(|text| serde_json::from_str(&text).unwrap())
}

#[test]
fn every_file_is_offered() {
    let files =
        ["articles.csv", "article.json", "articles.jsonl", "article.jsonld", "feed.rss", "datapackage.json"];
    let catalog = catalog(&sample::site(), &sample::article(), &files).unwrap();
    let offers = catalog["dcat:dataset"]["dcat:distribution"].as_array().unwrap();
    let formats: Vec<_> = offers.iter().map(|offer| offer["dct:format"]["@id"].as_str().unwrap()).collect();
    assert_eq!(formats, ["CSV", "JSON", "JSON", "JSON_LD", "RSS"].map(|format| format!("{FORMATS}{format}")));
    let json_lines = &offers[2]["dct:format"];
    assert_eq!(
        (&json_lines["rdfs:label"], &json_lines["rdf:value"]),
        (&json!("JSON"), &json!("application/jsonl"))
    );
    assert_eq!(offers[1]["dct:format"].get("rdf:value"), None);
    assert_eq!(offers[0]["dcat:downloadURL"]["@id"], "https://www.example.org/articles.csv");
    assert_eq!(offers[0]["dcat:byteSize"]["@value"], "10");
}

#[test]
fn dates_are_utc_or_days() {
    let article = Article { modified: "2025-04-01".parse().ok(), ..sample::article() };
    let set = &catalog(&sample::site(), &article, &["article.json"]).unwrap()["dcat:dataset"];
    assert_eq!(set["dct:issued"], json!({ "@value": "2025-03-18T08:30:00Z", "@type": "xsd:dateTime" }));
    assert_eq!(set["dct:modified"], json!({ "@value": "2025-04-01", "@type": "xsd:date" }));
    assert_eq!(set["dct:temporal"]["dcat:startDate"]["@value"], "2025-03-18");
}

#[test]
fn no_catalogue_without_publisher_address_or_file() {
    let (site, article) = (sample::site(), sample::article());
    let nameless = Site { organisation: None, ..site.clone() };
    let homeless = Site { base_url: None, ..site.clone() };
    assert_eq!(catalog(&nameless, &article, &["article.json"]), None);
    assert_eq!(catalog(&homeless, &article, &["article.json"]), None);
    assert_eq!(catalog(&site, &article, &["notes.txt"]), None);
}

#[test]
fn contacts_have_a_name() {
    let contact = |name: Option<&str>, email: Option<&str>| {
        let contact = Contact { name: name.map(str::to_owned), email: email.map(str::to_owned) };
        let site = Site { contact: Some(contact), ..sample::site() };
        catalog(&site, &sample::article(), &["article.json"]).unwrap()["dcat:dataset"]["dcat:contactPoint"]
            .clone()
    };
    assert_eq!(contact(None, None), Value::Null);
    assert_eq!(contact(None, Some("a@b.fr"))["vcard:fn"], "Agence d’exemple");
    assert_eq!(contact(Some("Nous"), Some("personne")), json!({ "@type": "vcard:Kind", "vcard:fn": "Nous" }));
}

#[test]
fn only_well_formed_languages() {
    let language = |tag: &str| {
        let article = Article { language: Some(tag.to_owned()), ..sample::article() };
        catalog(&sample::site(), &article, &["article.json"]).unwrap()["dcat:dataset"]["dct:title"]["@language"].clone()
    };
    assert_eq!(language("fr-CA"), "fr-CA");
    assert_eq!(language("français"), Value::Null);
    assert_eq!(language(""), Value::Null);
}
