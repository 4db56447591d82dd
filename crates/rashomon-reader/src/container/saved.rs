//! Pages that a browser saved whole: `page.html` and, beside it, `page_files/` with what it is made up with.

/// The pages whose asset a file of that path would be: those beside a folder `…_files` above it.
pub fn pages_of_asset(path: &str) -> Vec<String> {
    let mut pages = Vec::new();
    for (at, _) in path.match_indices("_files/") {
        let stem = path.get(..at).unwrap_or_default();
        if !stem.is_empty() && !stem.ends_with('/') {
            pages.extend([".html", ".htm", ".xhtml"].map(|ending| format!("{stem}{ending}")));
        }
    }
    pages
}
