//! Naming profiles: data files that say who is named in public, at which stage, and what else is shown.

use std::path::Path;

use serde::Deserialize;

/// The profiles of this repository.
const BUILT_IN: &[(&str, &str)] = &[
    ("ipso", include_str!("../../../../profiles/ipso.toml")),
    ("none", include_str!("../../../../profiles/none.toml")),
    ("pressekodex", include_str!("../../../../profiles/pressekodex.toml")),
    ("us-open", include_str!("../../../../profiles/us-open.toml")),
];

/// How far a case against somebody went, as reports tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Stage {
    Suspect,
    Arrested,
    Charged,
    Convicted,
    /// Nobody is named, however far it went.
    Never,
}

/// Whether those under 18 are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Minors {
    /// None of them.
    #[default]
    Never,
    /// Those of whom no report says that they did something.
    UnlessAccused,
    /// As others are.
    AsOthers,
}

/// Who is named; what a file does not say is "not".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Named {
    #[serde(default)]
    pub victim: bool,
    /// From which stage on.
    #[serde(default = "never")]
    pub suspect: Stage,
    #[serde(default)]
    pub officer: bool,
    /// Who speaks for an office.
    #[serde(default)]
    pub official: bool,
    /// All others, and who is quoted without an office.
    #[serde(default)]
    pub witness: bool,
    #[serde(default)]
    pub minor: Minors,
}

/// What is shown besides; nothing that a file does not name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Shown {
    #[serde(default)]
    pub hospital: bool,
    #[serde(default)]
    pub criminal_history: bool,
    /// Passages about other incidents.
    #[serde(default)]
    pub background: bool,
}

/// A naming profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name: that of its file, without the ending.
    #[serde(skip)]
    pub name: String,
    /// What it follows, in words.
    pub label: String,
    /// So many code points of a quotation are shown.
    pub quote: u32,
    /// A quotation of more code points than this has the line on its rights, and the link, beside it.
    pub longer: u32,
    /// Who is named.
    pub named: Named,
    /// What is shown besides.
    #[serde(default)]
    pub shown: Shown,
}

fn never() -> Stage {
    Stage::Never
}

impl Profile {
    /// The built-in one of that name, or a file's. Gives its name and its text.
    pub fn find(name: &str) -> Result<(String, String), String> {
        if let Some((name, text)) = BUILT_IN.iter().find(|(n, _)| *n == name) {
            return Ok((name.to_string(), text.to_string()));
        }
        let path = Path::new(name);
        let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: neither a file ({e}) nor one of {}", Self::built_in()))?;
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((stem, text))
    }

    /// From its file's text.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let profile: Self = toml::from_str(text).map_err(|e| format!("profile {name}: {}", e.to_string().trim()))?;
        Ok(Self { name: name.into(), ..profile })
    }

    /// The names of the built-in ones.
    pub fn built_in() -> String {
        BUILT_IN.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_profiles_are_read_and_keep_minors_out() {
        for (name, text) in BUILT_IN {
            let profile = Profile::parse(name, text).expect(name);
            assert_ne!(profile.named.minor, Minors::AsOthers, "{name}");
            assert!(!profile.shown.hospital && !profile.shown.criminal_history && !profile.shown.background, "{name}");
        }
    }

    #[test]
    fn what_a_file_does_not_say_is_not_shown() {
        let profile = Profile::parse("own", "label = \"own\"\nquote = 100\nlonger = 50\n[named]\nvictim = true\n").expect("reads");
        assert_eq!((profile.named.suspect, profile.named.minor, profile.named.witness), (Stage::Never, Minors::Never, false));
        assert!(
            Profile::parse("own", "label = \"own\"\nquote = 100\nlonger = 50\n[named]\nvictims = true\n").is_err(),
            "a slip of the pen is no rule"
        );
    }
}
