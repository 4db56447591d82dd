//! Tagger and parser, from the treebanks.

use std::io::Read;
use std::path::Path;
use std::time::Instant;

use rashomon_claims::grammar::{Given, Grammar, Relation, Sample, Scores, Tag, learn_clusters, learn_parser, learn_tagger};
use rashomon_claims::sheet::Sheet;
use rashomon_model::Document;
use rashomon_reader::{Page, Read as Reading, read_input};

use super::Weights;

/// Trains on the two training sets, says the scores of the others.
pub fn train(shared: &Path) -> Result<Vec<Weights>, String> {
    let read = |name: &str| sentences(&shared.join("data/treebank").join(name));
    let samples = [read("ewt-train.conllu.gz")?, read("gum-train.conllu.gz")?].concat();
    println!("{} sentences", samples.len());
    let reports = reports(&shared.join("data/dev/dev.docs.jsonl"))?;
    let sheets: Vec<Sheet<'_>> = reports.iter().map(Sheet::of).collect();
    let news = sheets.iter().flat_map(|sheet| (0..sheet.sentences.len()).map(|s| sheet.sentence(s).iter().map(|t| t.text).collect()));
    let clusters = learn_clusters(news.chain(samples.iter().map(|s| s.words().collect())));
    println!("{} reports for clusters", reports.len());
    let tagger = learn_tagger(&samples, &clusters);
    let parser = learn_parser(&samples, &clusters);
    for set in ["ewt-dev", "ewt-test", "gum-dev", "gum-test"] {
        let samples = read(&format!("{set}.conllu.gz"))?;
        say(set, &Scores::of(&samples, &clusters, &tagger, &parser));
        say(&format!("{set}, Title Case"), &Scores::of_headlines(&samples, false, &clusters, &tagger, &parser));
        say(&format!("{set}, CAPITALS"), &Scores::of_headlines(&samples, true, &clusters, &tagger, &parser));
    }
    speed(&sheets);
    Ok(vec![
        Weights { file: "clusters.bin", bytes: clusters },
        Weights { file: "tagger.bin", bytes: tagger },
        Weights { file: "parser.bin", bytes: parser },
    ])
}

/// How fast the program's own weights, those it was built with, read whole reports.
fn speed(sheets: &[Sheet<'_>]) {
    let start = Instant::now();
    let roots: usize = sheets.iter().map(Grammar::of).zip(sheets).map(|(g, s)| (0..s.tokens.len()).filter(|&t| g.head(t).is_none()).count()).sum();
    let (seconds, words) = (start.elapsed().as_secs_f64(), sheets.iter().map(|s| s.tokens.len()).sum::<usize>());
    println!(
        "{} reports, {words} words, {roots} roots: {:.2} ms a report, {:.0} words a second",
        sheets.len(),
        seconds * 1e3 / sheets.len().max(1) as f64,
        words as f64 / seconds
    );
}

/// The documents of an input.
fn reports(path: &Path) -> Result<Vec<Document>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let read = read_input(&Page { name: "dev.docs.jsonl".into(), bytes });
    Ok(read.into_iter().filter_map(|r| if let Reading::Document(document, _) = r { Some(*document) } else { None }).collect())
}

fn say(set: &str, scores: &Scores) {
    let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
    println!(
        "{set:<24} UPOS {:.4}  UAS {:.4}  LAS {:.4}  ({} words)",
        share(scores.upos, scores.words),
        share(scores.heads, scores.counted),
        share(scores.labelled, scores.counted),
        scores.words
    );
}

/// The sentences of a gzipped CoNLL-U file.
fn sentences(path: &Path) -> Result<Vec<Sample>, String> {
    let broken = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).map_err(broken)?).read_to_string(&mut text).map_err(broken)?;
    Ok(text.split("\n\n").filter_map(sentence).collect())
}

/// One sentence. Its text is put together from its words, for ranges; multiword tokens are written as their parts are.
fn sentence(block: &str) -> Option<Sample> {
    let mut text = String::new();
    let mut given = Vec::new();
    // The last word of a multiword token, its own spacing, and whether it glues its parts.
    let mut multiword: Option<(usize, bool)> = None;
    for line in block.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, _, upos, xpos, _, head, relation, _, misc] = columns.as_slice() else { return None };
        let glued = misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            multiword = Some((last.parse().ok()?, glued));
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        let start = text.len();
        text.push_str(&form.replace(' ', "\u{a0}").replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201C}', '\u{201D}'], "\""));
        let head: usize = head.parse().ok()?;
        given.push(Given { range: start..text.len(), tag: Tag::read(upos, xpos), head: head.checked_sub(1), relation: Relation::read(relation) });
        let glued = match multiword {
            Some((last, _)) if number < last => true,
            Some((last, glued)) if number == last => glued,
            _ => glued,
        };
        if !glued {
            text.push(' ');
        }
    }
    Sample::of(&text, &given)
}
