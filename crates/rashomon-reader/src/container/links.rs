//! Addresses of pages: sitemaps, news sitemaps, and lists of addresses.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::decode::{decode, without_declaration};

/// The address of a page, as a list names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Its address, as given.
    pub url: String,
    /// Its headline, as given.
    pub title: Option<String>,
    /// When it was published or last changed, as given.
    pub published: Option<String>,
    /// When it was last changed, as given.
    pub changed: Option<String>,
    /// It leads to more addresses, not to a page: another sitemap.
    pub list: bool,
}

/// Whether this begins as a list of addresses: every line of it that is whole is one, or a remark (`#`).
pub(super) fn is_list(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let whole = if head.len() < super::HEAD { &*text } else { text.rsplit_once('\n').map_or("", |(whole, _)| whole) };
    let mut lines = whole.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
    lines.peek().is_some() && lines.all(is_address)
}

fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace)
}

/// The addresses of a list.
pub(super) fn of_list(bytes: &[u8]) -> Vec<Link> {
    let text = decode(bytes, None);
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| is_address(line))
        .map(|url| Link { url: url.into(), ..Link::default() })
        .collect()
}

/// Whether an XML file whose first element this is is a sitemap.
pub(super) fn is_sitemap(root: &str) -> bool {
    matches!(root, "urlset" | "sitemapindex")
}

/// The addresses of a sitemap, as far as it can be read.
pub(super) fn of_sitemap(bytes: &[u8]) -> Vec<Link> {
    let text = decode(bytes, None);
    let mut reader = Reader::from_str(without_declaration(&text));
    reader.config_mut().check_end_names = false;
    let mut links = Vec::new();
    let mut link = Link::default();
    let mut words = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                words.clear();
                match start.local_name().as_ref() {
                    "url" => link = Link::default(),
                    "sitemap" => link = Link { list: true, ..Link::default() },
                    _ => {}
                }
            }
            Ok(Event::Text(text)) => words.push_str(&text),
            Ok(Event::CData(text)) => words.push_str(&text),
            Ok(Event::GeneralRef(name)) => words.push(match name.as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => ' ',
            }),
            Ok(Event::End(end)) => {
                let said = Some(words.trim().to_owned()).filter(|said| !said.is_empty());
                match end.name().as_ref() {
                    "loc" => link.url = said.unwrap_or_default(),
                    "news:title" => link.title = said,
                    "news:publication_date" => link.published = said,
                    "lastmod" => {
                        link.changed.clone_from(&said);
                        link.published = link.published.take().or(said);
                    }
                    "url" | "sitemap" if is_address(&link.url) => links.push(std::mem::take(&mut link)),
                    _ => {}
                }
                words.clear();
            }
            Ok(Event::DocType(_) | Event::Eof) | Err(_) => return links,
            Ok(_) => {}
        }
    }
}
