//! Reads a site from a Jekyll `_config.yml`.

use serde::de::IgnoredAny;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Value;
use crate::yaml;
use crate::yaml::YamlError;

use super::config::Config;
use super::defaults::FrontMatterDefaults;
use super::description::Site;

/// The maximum number of values in a site description whose defaults are read.
const MAX_YAML_NODES: usize = 10_000;

impl Site {
    /// Reads a `_config.yml`. Keys that the exports do not use are ignored.
    ///
    /// # Errors
    /// [`ErrorKind::Site`], with the line, if the text is not YAML, if a value has the wrong type, or if `url` is
    /// not an http or https URL.
    pub fn from_yaml(text: &str) -> Result<Self> {
        let fault = |fault: YamlError| {
            let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(l), Some(c)));
            let message = format!("the site description is invalid: {}", fault.message);
            Error::new(ErrorKind::Site, message).at(line, column)
        };
        let config: Option<Config<IgnoredAny>> = yaml::from_str(text).map_err(fault)?;
        let Some(config) = config else { return Ok(Site::default()) };
        let defaults = config.defaults.is_some().then(|| defaults(text)).transpose().map_err(fault)?;
        let site = config.site(defaults.unwrap_or_default());
        site.map_err(|error| {
            let is_url = error.kind() == ErrorKind::Url;
            let line = text.lines().position(|line| is_url && line.starts_with("url:"));
            let line = line.and_then(|at| u32::try_from(at + 1).ok());
            Error::new(ErrorKind::Site, error.message()).at(line, None)
        })
    }
}

/// Reads the entries of `defaults`. Those without values are skipped, as in Jekyll.
fn defaults(config: &str) -> std::result::Result<Vec<FrontMatterDefaults>, YamlError> {
    let Value::Map(mut config) = yaml::value(config, MAX_YAML_NODES)? else { return Ok(Vec::new()) };
    let Some(Value::List(entries)) = config.remove("defaults") else { return Ok(Vec::new()) };
    Ok(entries.into_iter().filter_map(FrontMatterDefaults::from_value).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn keys_of_jekyll() {
        let site = Site::from_yaml(
            "title: A\nurl: https://a.fr/\nbaseurl: /b\nlocale: fr\nauthor: Jeanne\norganization: {name: O, type: NGO}\nplugins: [x]\n",
        )
        .unwrap();
        assert_eq!(site.base_url.as_deref(), Some("https://a.fr/b/"));
        assert_eq!(site.author.map(|a| a.name).as_deref(), Some("Jeanne"));
        assert_eq!(site.organisation.and_then(|o| o.kind).as_deref(), Some("NGO"));
        assert_eq!(Site::from_yaml("").unwrap(), Site::default());
        assert_eq!(Site::from_yaml("collections: [a, b]\n").unwrap(), Site::default());
        let site = Site::from_yaml("collections: {a: {output: true, permalink: /a/:name/}, b: }\n").unwrap();
        assert_eq!(site.collections, BTreeMap::from([("a".to_owned(), "/a/:name/".to_owned())]));
    }

    #[test]
    fn invalid_defaults_are_skipped() {
        let config =
            "defaults:\n- scope: {path: a, type: post}\n  values: {1: x, lang: fr}\n- values: {lang: en}\n";
        let site = Site::from_yaml(&format!("{config}- scope: {{path: b}}\n- x\n")).unwrap();
        let entries = site.defaults.iter().map(|entry| (entry.path.as_str(), entry.kind.as_deref()));
        assert_eq!(entries.collect::<Vec<_>>(), [("a", Some("posts")), ("", None)]);
        assert_eq!(Site::from_yaml("defaults: {a: b}\n").unwrap(), Site::default());
        assert_eq!(Site::from_yaml("defaults:\n").unwrap(), Site::default());
    }

    #[test]
    fn faults_name_the_line() {
        assert_eq!(Site::from_yaml("title: A\nurl: ftp://a.fr\n").unwrap_err().line(), Some(2));
        assert_eq!(Site::from_yaml("title: [\n").unwrap_err().kind(), ErrorKind::Site);
    }

    #[test]
    fn addresses_that_run_code_are_refused() {
        for address in ["javascript:x()", "JavaScript:x", "java\\tscript:x", "data:text/html,x", "file:///a"]
        {
            for key in ["url", "logo"] {
                let yaml = format!("organisation: {{name: A, {key}: \"{address}\"}}");
                assert_eq!(Site::from_yaml(&yaml).unwrap_err().kind(), ErrorKind::Site, "{yaml}");
            }
        }
        for address in ["https://a.fr/", "/logo.png", "mailto:a@b.fr"] {
            Site::from_yaml(&format!("author: {{name: A, url: \"{address}\"}}")).unwrap();
        }
    }
}
