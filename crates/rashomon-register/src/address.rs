//! Addresses of pages: which site, and which page of it. A site moves a page to another headline's address and keeps the number of
//! the article (`/story/34200155/two-shot` and `/story/34200155/one-charged`); links that are shared carry where they were shared.

/// The host of an address, without what only tells a telephone from a desk.
pub fn site(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    ["www.", "m.", "mobile.", "amp."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host)
}

/// The page that an address names: its site with the number of the article, else with its path. Lower case, without scheme, closing
/// slash, fragment, and whatever of the query does not name the page. `None` when it names no page of its own: a last part
/// without a digit and shorter than 12 letters is a section or a script.
pub fn page(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let rest = rest.split('#').next().unwrap_or("");
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (_, path) = rest.split_once('/')?;
    let path = path.trim_end_matches('/');
    let site = site(url).to_ascii_lowercase();
    if let Some(number) = article(path) {
        return Some(format!("{site}#{number}"));
    }
    let path = path.to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or("");
    // A headline in the address names the page; a script is told the page by its query.
    if last.len() >= 12 && last.contains(['-', '_']) {
        return Some(format!("{site}/{path}"));
    }
    let kept: Vec<String> = query.split('&').filter(|p| names(p)).map(str::to_ascii_lowercase).collect();
    let own = |part: &str| part.len() >= 12 || part.bytes().any(|b| b.is_ascii_digit());
    match kept.is_empty() {
        true => own(last).then(|| format!("{site}/{path}")),
        false => kept.iter().any(|p| own(p)).then(|| format!("{site}/{path}?{}", kept.join("&"))),
    }
}

/// Whether a part of a query can name the page, and not only who shared the link and how.
fn names(part: &str) -> bool {
    let key = part.split('=').next().unwrap_or("").to_ascii_lowercase();
    let shared = ["utm_", "fb_", "mc_", "sf", "_ga", "_osource", "ns_", "cmp", "hootpost"].iter().any(|p| key.starts_with(p));
    let beside =
        ["ref", "rss", "source", "src", "from", "cat", "cid", "fbclid", "gclid", "nocache", "mobile", "print", "comments", "share", "sr", "rh"];
    part.contains('=') && !shared && !beside.contains(&key.as_str())
}

/// The number of an article in a path: a part of six digits or more that is no day, or a longer mark that no headline is.
fn article(path: &str) -> Option<String> {
    path.split('/').rev().find_map(|part| {
        let part = part.split('.').next().unwrap_or("");
        let mark = part.strip_prefix("article_").or_else(|| part.strip_prefix("article")).or_else(|| part.strip_prefix("story")).unwrap_or(part);
        let digits = mark.bytes().filter(u8::is_ascii_digit).count();
        let number = digits == mark.len() && (6..=12).contains(&digits) && !day(mark);
        let uuid =
            mark.len() == 36 && mark.bytes().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() });
        // Twenty letters and digits at random: capitals within, no hyphens.
        let random = (20..=26).contains(&mark.len())
            && mark.bytes().all(|b| b.is_ascii_alphanumeric())
            && mark.bytes().any(|b| b.is_ascii_uppercase())
            && mark.bytes().any(|b| b.is_ascii_lowercase());
        (number || uuid || random).then(|| mark.to_owned())
    })
}

/// `20160914`, `201609`, `091416`: a day, or a month, written as one number.
fn day(digits: &str) -> bool {
    let within = |from: usize, to: usize, least: u16, most: u16| {
        digits.get(from..to).and_then(|d| d.parse().ok()).is_some_and(|n: u16| (least..=most).contains(&n))
    };
    let (month, day) = (|at: usize| within(at, at + 2, 1, 12), |at: usize| within(at, at + 2, 1, 31));
    match digits.len() {
        8 => within(0, 4, 1990, 2099) && month(4) && day(6) || month(0) && day(2) && within(4, 8, 1990, 2099),
        6 => within(0, 4, 1990, 2099) && month(4) || month(0) && day(2) || month(2) && day(4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods)]
    use super::*;

    fn check(one: &str, other: &str, same: bool) {
        assert_eq!(page(one).is_some() && page(one) == page(other), same, "{:?} {:?}", page(one), page(other));
    }

    #[test]
    fn one_page_under_two_addresses() {
        check(
            "http://www.ledger.example/story/34200155/two-shot",
            "https://m.ledger.example/story/34200155/one-charged-in-shooting?utm_source=t",
            true,
        );
        check("http://ledger.example/2016/two-shot-on-oak-street/", "https://www.ledger.example/2016/two-shot-on-oak-street#comments", true);
        check("http://ledger.example/a/two-shot-on-oak-street?from=global", "http://ledger.example/a/two-shot-on-oak-street", true);
        check(
            "http://ledger.example/crime/one-dead/article_61eb25c1-7d40-546d-b010-8f2a221ec126.html",
            "http://ledger.example/crime/two-dead/article_61eb25c1-7d40-546d-b010-8f2a221ec126.html",
            true,
        );
        check("http://ledger.example/n/0WtsYLy2wHh7bCjIh0iL/", "http://ledger.example/news/0WtsYLy2wHh7bCjIh0iL", true);
    }

    #[test]
    fn two_pages_of_one_site() {
        check("http://ledger.example/story/34200155/two-shot", "http://ledger.example/story/34200156/two-shot", false);
        check("http://ledger.example/091416/shooting", "http://ledger.example/091416/fire", false);
        check("http://ledger.example/20160914/shooting", "http://ledger.example/20160914/fire", false);
        check("http://ledger.example/story.php?id=12", "http://ledger.example/story.php?id=13", false);
        check("http://ledger.example/crime/", "http://ledger.example/crime/", false);
        check("http://ledger.example/2014/12/04/two-shot-on-oak-street", "http://gazette.example/2014/12/04/two-shot-on-oak-street", false);
    }
}
