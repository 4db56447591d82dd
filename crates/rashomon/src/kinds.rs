//! The kinds at hand: those of this repository, and a person's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rashomon_model::Kinds;

/// Every kind file of the repository, in one list.
const BUILT_IN: &[(&str, &str)] = &[
    ("fire", include_str!("../../../kinds/fire.toml")),
    ("incident", include_str!("../../../kinds/incident.toml")),
    ("job-loss", include_str!("../../../kinds/job-loss.toml")),
    ("shooting", include_str!("../../../kinds/shooting.toml")),
];

/// The built-in kinds, and those of a folder: a file of the same name takes the built-in one's place.
pub fn load(folder: Option<&Path>) -> Result<Kinds, String> {
    let mut files: BTreeMap<String, String> = BUILT_IN.iter().map(|(stem, text)| (stem.to_string(), text.to_string())).collect();
    if let Some(folder) = folder {
        let listed = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for path in listed.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")) {
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(stem, fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?);
        }
    }
    let files: Vec<_> = files.iter().map(|(stem, text)| (stem.as_str(), text.as_str())).collect();
    Kinds::parse(&files)
}
