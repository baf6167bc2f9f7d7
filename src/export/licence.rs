//! Known licences.

/// A licence as packages and catalogues describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Licence {
    /// The [SPDX](https://spdx.org/licenses/) identifier.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// The address of the text; `None` for the page at SPDX.
    address: Option<&'static str>,
}

/// The licence of French administrations, at the address that data.gouv.fr uses for it.
const ETALAB: Licence = Licence {
    id: "etalab-2.0",
    title: "Licence Ouverte / Open Licence version 2.0",
    address: Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
};

static LICENCES: [Licence; 16] = [
    ETALAB,
    spdx("CC0-1.0", "Creative Commons Zero v1.0 Universal"),
    spdx("CC-BY-3.0", "Creative Commons Attribution 3.0 Unported"),
    spdx("CC-BY-4.0", "Creative Commons Attribution 4.0 International"),
    spdx("CC-BY-SA-3.0", "Creative Commons Attribution Share Alike 3.0 Unported"),
    spdx("CC-BY-SA-4.0", "Creative Commons Attribution Share Alike 4.0 International"),
    spdx("CC-BY-ND-4.0", "Creative Commons Attribution No Derivatives 4.0 International"),
    spdx("CC-BY-NC-4.0", "Creative Commons Attribution Non Commercial 4.0 International"),
    spdx("CC-BY-NC-SA-4.0", "Creative Commons Attribution Non Commercial Share Alike 4.0 International"),
    spdx("ODbL-1.0", "Open Data Commons Open Database License v1.0"),
    spdx("ODC-By-1.0", "Open Data Commons Attribution License v1.0"),
    spdx("PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0"),
    spdx("OGL-UK-3.0", "Open Government Licence v3.0"),
    spdx("MIT", "MIT License"),
    spdx("Apache-2.0", "Apache License 2.0"),
    spdx("EUPL-1.2", "European Union Public License 1.2"),
];

const fn spdx(id: &'static str, title: &'static str) -> Licence {
    Licence { id, title, address: None }
}

impl Licence {
    /// Returns the licence with this id, ignoring case; `None` if it is not known, because no licence is invented.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        let id = id.trim();
        if id.eq_ignore_ascii_case("lov2") {
            return Some(ETALAB);
        }
        LICENCES.iter().find(|licence| licence.id.eq_ignore_ascii_case(id)).copied()
    }

    pub(crate) fn address(&self) -> String {
        self.address.map_or_else(|| format!("https://spdx.org/licenses/{}.html", self.id), str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_unknown() {
        let address = |id| Licence::from_id(id).map(|licence| licence.address());
        let etalab = Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence".to_owned());
        assert_eq!(address("etalab-2.0"), etalab);
        assert_eq!(address("lov2"), etalab);
        assert_eq!(address("cc-by-4.0").as_deref(), Some("https://spdx.org/licenses/CC-BY-4.0.html"));
        assert_eq!(address("tous droits réservés"), None);
    }
}
