//! Kinds: data files that say what an incident can be, which slots it has and which words state them.

use std::collections::BTreeMap;

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(std::sync::Arc<str>);
        impl $name {
            /// The id of that name.
            pub fn new(name: &str) -> Self {
                Self(name.into())
            }
            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name_id!(
    /// A kind: `shooting`.
    KindId
);
name_id!(
    /// A slot: `wounds`.
    SlotId
);

/// Whether a slot belongs to the incident or to a person in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The incident.
    Incident,
    /// A participant.
    Participant,
}

/// What type of value a slot holds: one file each in `value/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ValueType {
    Day,
    Clock,
    Count,
    Age,
    Name,
    State,
    County,
    City,
    Address,
    Label,
    Phrase,
    Actor,
    Kin,
}

impl ValueType {
    const ALL: &[(&str, ValueType)] = &[
        ("day", ValueType::Day),
        ("clock", ValueType::Clock),
        ("count", ValueType::Count),
        ("age", ValueType::Age),
        ("name", ValueType::Name),
        ("state", ValueType::State),
        ("county", ValueType::County),
        ("city", ValueType::City),
        ("address", ValueType::Address),
        ("label", ValueType::Label),
        ("phrase", ValueType::Phrase),
        ("actor", ValueType::Actor),
        ("kin", ValueType::Kin),
    ];
}

/// A policy that a kind file names for a slot: what is preferred where several values stand. Without one, the default: what says
/// most where all agree, what stands where statements were replaced, the majority of origins where it is disputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Policy {
    /// From the lowest to the highest value that stands.
    Range,
    /// What two roots or more state, and more than any other value.
    MajorityOfOrigins,
    /// What each root said last, where these agree.
    LatestOfRoot,
    /// What the first of [`Slot::sources`] says that says anything.
    SourceHierarchy,
    /// The lowest value that stands.
    Lowest,
}

impl Policy {
    const ALL: [Policy; 5] = [Policy::Range, Policy::MajorityOfOrigins, Policy::LatestOfRoot, Policy::SourceHierarchy, Policy::Lowest];

    /// Its name in kind files and in the export.
    pub fn as_str(self) -> &'static str {
        match self {
            Policy::Range => "range",
            Policy::MajorityOfOrigins => crate::finding::MAJORITY_OF_ORIGINS,
            Policy::LatestOfRoot => "latest-of-root",
            Policy::SourceHierarchy => "source-hierarchy",
            Policy::Lowest => "lowest",
        }
    }
}

/// A slot of a kind.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub id: SlotId,
    /// The incident's or a participant's.
    pub of: Of,
    /// What it holds.
    pub value: ValueType,
    /// Only one value can be true.
    pub single: bool,
    /// How it is called on a page ("gunshot wounds").
    pub label: Box<str>,
    /// Values and the words that state them, in file order: `critical = ["critical condition", …]`.
    pub words: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Values in the order in which things move on (`at-large`, `arrested`, `charged`): a later one supersedes.
    /// Values of one stage stand in one entry: `at-large|under-investigation`.
    pub progress: Vec<Box<str>>,
    /// Values after which nothing more is awaited (`sentenced`): a case that stands at none of them has an open end.
    pub ends: Vec<Box<str>>,
    /// What is true changes from day to day (a patient's condition): the value of a later page supersedes.
    pub moves: bool,
    /// A page's list of values is the whole list: two lists of which neither holds the other are at odds.
    pub whole: bool,
    /// Sets of values that can hold at once although only one value of the slot can be true (`stable`, `critical`).
    pub together: Vec<Vec<Box<str>>>,
    /// Broader values and those they contain: `leg = ["thigh", "knee"]`. Containment passes on.
    pub broader: Vec<(Box<str>, Vec<Box<str>>)>,
    /// How a value is chosen where several stand; the default where none is named.
    pub policy: Option<Policy>,
    /// Whom [`Policy::SourceHierarchy`] believes, best first: words of a voice or a publisher ("coroner", "Millbrook Ledger").
    pub sources: Vec<Box<str>>,
    /// Patterns over words and typed mentions (`rashomon_claims::pattern`).
    pub patterns: Vec<Box<str>>,
    /// Texts and what they say: the slot's own tests.
    pub examples: Vec<Example>,
}

impl Slot {
    /// The stage of a value in [`Slot::progress`], from 0.
    pub fn stage(&self, value: &str) -> Option<usize> {
        self.progress.iter().position(|stage| stage.split('|').any(|v| v == value))
    }
    /// Whether two values can hold at once by the kind file: of one set of [`Slot::together`], or of one stage.
    pub fn together(&self, a: &str, b: &str) -> bool {
        let both = |set: &Vec<Box<str>>| set.iter().any(|v| **v == *a) && set.iter().any(|v| **v == *b);
        self.together.iter().any(both)
    }
    /// Whether the first value contains the second by the kind file, at any depth.
    pub fn contains(&self, broad: &str, narrow: &str) -> bool {
        let mut reached = vec![broad];
        let mut at = 0;
        while let Some(label) = reached.get(at).copied() {
            for (_, list) in self.broader.iter().filter(|(l, _)| **l == *label) {
                if list.iter().any(|v| **v == *narrow) {
                    return true;
                }
                for inner in list {
                    if !reached.contains(&&**inner) {
                        reached.push(inner);
                    }
                }
            }
            at += 1;
        }
        false
    }
}

/// A text and what it says of the slot; `nothing` where it must stay silent.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text.
    pub text: Box<str>,
    /// The value's caption, or `nothing`.
    pub says: Box<str>,
}

/// An incident kind.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its id: the file's stem.
    pub id: KindId,
    /// "Shooting".
    pub label: Box<str>,
    /// Words and phrases that tell of one ("opened fire", "gunfight"); matched on lower-case words, `*` ends a stem.
    pub triggers: Vec<Box<str>>,
    /// Words and phrases that look like a trigger and are none ("shooting guard", "photo shoot").
    pub not_triggers: Vec<Box<str>>,
    /// How much of a page must tell of one before it is an account: what its triggers count together, three in the headline or the
    /// first sentence, two in the next few, else one.
    pub telling: u32,
    /// Its reports tell of it years later (a dismissal, when the suit is settled): a year gone by is no sign of another
    /// incident, and a month or a year beside a trigger says when it was as well as a day does.
    pub looks_back: bool,
    /// How rare words are was counted on its reports (`models/words.bin`), so that two pages that share rare words may tell of one; elsewhere its own
    /// words would be rare ("blaze" among fires).
    pub counted: bool,
    /// Caption patterns, the first that can be filled is used: `{victim} shot in {place}`.
    pub captions: Vec<Box<str>>,
    /// Slots, its parents' first.
    pub slots: Vec<Slot>,
    /// Other lists of words of the kind file, by name (`[words]`): roles, attackers, crime words….
    pub words: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Hash of the file and its parents: part of the cache key.
    pub hash: Box<str>,
}

impl Kind {
    /// The slot of that name.
    pub fn slot(&self, id: &str) -> Option<&Slot> {
        self.slots.iter().find(|s| s.id.as_str() == id)
    }
    /// A word list of the kind file; empty when it has none of that name.
    pub fn list(&self, name: &str) -> &[Box<str>] {
        self.words.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The kinds at hand.
#[derive(Clone, Debug)]
pub struct Kinds {
    kinds: Vec<Kind>,
}

impl Kinds {
    /// Reads kind files, given as (stem, text). A kind may extend another of the list; `incident` has no triggers and
    /// makes no accounts. Errors name the file, the key and what is expected there.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, String> {
        let mut tables = BTreeMap::new();
        for (stem, text) in files {
            let table: toml::Table = text.parse().map_err(|e| format!("kinds/{stem}.toml: {e}"))?;
            tables.insert(*stem, (table, *text));
        }
        let mut kinds = Vec::new();
        for (stem, (table, _)) in &tables {
            let mut line = vec![*stem];
            let mut at = table;
            while let Some(parent) = at.get("extends") {
                let parent = parent.as_str().ok_or_else(|| format!("kinds/{stem}.toml: extends: expected the name of a kind"))?;
                let (name, (next, _)) =
                    tables.get_key_value(parent).ok_or_else(|| format!("kinds/{stem}.toml: extends: no kind file {parent}.toml"))?;
                if line.contains(name) {
                    return Err(format!("kinds/{stem}.toml: extends itself through {parent}"));
                }
                line.push(name);
                at = next;
            }
            let mut kind = Kind {
                id: KindId::new(stem),
                label: (*stem).into(),
                triggers: Vec::new(),
                not_triggers: Vec::new(),
                telling: 1,
                looks_back: false,
                counted: false,
                captions: Vec::new(),
                slots: Vec::new(),
                words: BTreeMap::new(),
                hash: "".into(),
            };
            let mut hash = blake3::Hasher::new();
            for file in line.iter().rev() {
                let (table, text) = &tables[file];
                hash.update(text.as_bytes());
                kind.extend(table).map_err(|e| format!("kinds/{file}.toml: {e}"))?;
            }
            kind.hash = short(&hash);
            kinds.push(kind);
        }
        Ok(Self { kinds })
    }

    /// Kinds that make accounts: those with triggers.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().filter(|k| !k.triggers.is_empty())
    }
    /// The kind of that name.
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id.as_str() == id)
    }
    /// One hash over all kinds: part of the cache key.
    pub fn hash(&self) -> String {
        let mut hash = blake3::Hasher::new();
        for kind in &self.kinds {
            hash.update(kind.id.as_str().as_bytes());
            hash.update(kind.hash.as_bytes());
        }
        short(&hash).into()
    }
}

/// 16 hex digits of a hash.
#[expect(clippy::string_slice, reason = "a hash in hex is ASCII")]
fn short(hash: &blake3::Hasher) -> Box<str> {
    hash.finalize().to_hex()[..16].into()
}

fn texts(value: &toml::Value, key: &str) -> Result<Vec<Box<str>>, String> {
    let list = value.as_array().ok_or_else(|| format!("{key}: expected a list of texts"))?;
    list.iter().map(|v| v.as_str().map(Into::into).ok_or_else(|| format!("{key}: expected a list of texts"))).collect()
}

impl Kind {
    fn extend(&mut self, table: &toml::Table) -> Result<(), String> {
        for (key, value) in table {
            match key.as_str() {
                "extends" => {}
                "label" => self.label = value.as_str().ok_or("label: expected a text")?.into(),
                "triggers" => self.triggers.extend(texts(value, key)?),
                "not_triggers" => self.not_triggers.extend(texts(value, key)?),
                "telling" => {
                    let told = value.as_integer().and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
                    self.telling = told.ok_or("telling: expected a whole number above 0")?;
                }
                "looks_back" => self.looks_back = value.as_bool().ok_or("looks_back: expected true or false")?,
                "counted" => self.counted = value.as_bool().ok_or("counted: expected true or false")?,
                "captions" => self.captions = texts(value, key)?,
                "words" => {
                    for (name, list) in value.as_table().ok_or("words: expected a table of lists")? {
                        self.words.entry(name.as_str().into()).or_default().extend(texts(list, &format!("words.{name}"))?);
                    }
                }
                "slots" => {
                    for (name, slot) in value.as_table().ok_or("slots: expected a table of slots")? {
                        let slot = slot.as_table().ok_or_else(|| format!("slots.{name}: expected a table"))?;
                        self.extend_slot(name, slot).map_err(|e| format!("slots.{name}.{e}"))?;
                    }
                }
                other => {
                    return Err(format!(
                        "{other}: no such key (extends, label, triggers, not_triggers, telling, looks_back, counted, captions, words, slots)"
                    ));
                }
            }
        }
        Ok(())
    }

    fn extend_slot(&mut self, name: &str, table: &toml::Table) -> Result<(), String> {
        let at = match self.slots.iter().position(|s| s.id.as_str() == name) {
            Some(at) => at,
            None => {
                let value = table.get("type").and_then(|v| v.as_str()).ok_or("type: expected a value type")?;
                let value = ValueType::ALL.iter().find(|(n, _)| *n == value).map(|(_, t)| *t).ok_or_else(|| {
                    let all: Vec<_> = ValueType::ALL.iter().map(|(n, _)| *n).collect();
                    format!("type: no value type {value:?} (one of {})", all.join(", "))
                })?;
                self.slots.push(Slot {
                    id: SlotId::new(name),
                    of: Of::Incident,
                    value,
                    single: false,
                    label: name.replace('_', " ").into(),
                    words: Vec::new(),
                    progress: Vec::new(),
                    ends: Vec::new(),
                    moves: false,
                    whole: false,
                    together: Vec::new(),
                    broader: Vec::new(),
                    policy: None,
                    sources: Vec::new(),
                    patterns: Vec::new(),
                    examples: Vec::new(),
                });
                self.slots.len() - 1
            }
        };
        let slot = &mut self.slots[at];
        for (key, value) in table {
            match key.as_str() {
                "type" => {}
                "of" => {
                    slot.of = match value.as_str() {
                        Some("incident") => Of::Incident,
                        Some("participant") => Of::Participant,
                        _ => return Err("of: expected \"incident\" or \"participant\"".into()),
                    }
                }
                "single" => slot.single = value.as_bool().ok_or("single: expected true or false")?,
                "label" => slot.label = value.as_str().ok_or("label: expected a text")?.into(),
                "progress" => slot.progress = texts(value, key)?,
                "ends" => slot.ends = texts(value, key)?,
                "moves" => slot.moves = value.as_bool().ok_or("moves: expected true or false")?,
                "whole" => slot.whole = value.as_bool().ok_or("whole: expected true or false")?,
                "together" => {
                    for set in value.as_array().ok_or("together: expected a list of lists of values")? {
                        slot.together.push(texts(set, key)?);
                    }
                }
                "broader" => {
                    for (label, list) in value.as_table().ok_or("broader: expected a table of lists")? {
                        slot.broader.push((label.as_str().into(), texts(list, &format!("broader.{label}"))?));
                    }
                }
                "policy" => {
                    let named = value.as_str().and_then(|name| Policy::ALL.into_iter().find(|p| p.as_str() == name));
                    let all = || Policy::ALL.map(Policy::as_str).join(", ");
                    slot.policy = Some(named.ok_or_else(|| format!("policy: expected one of {}", all()))?);
                }
                "sources" => slot.sources = texts(value, key)?,
                "patterns" => slot.patterns.extend(texts(value, key)?),
                "words" => {
                    for (label, list) in value.as_table().ok_or("words: expected a table of lists")? {
                        let list = texts(list, &format!("words.{label}"))?;
                        match slot.words.iter_mut().find(|(l, _)| **l == **label) {
                            Some((_, words)) => words.extend(list),
                            None => slot.words.push((label.as_str().into(), list)),
                        }
                    }
                }
                "examples" => {
                    for example in value.as_array().ok_or("examples: expected a list of { text, says }")? {
                        let part = |k: &str| example.get(k).and_then(|v| v.as_str()).map(Into::into).ok_or("examples: expected { text, says }");
                        slot.examples.push(Example { text: part("text")?, says: part("says")? });
                    }
                }
                other => {
                    return Err(format!(
                        "{other}: no such key (type, of, single, label, words, progress, ends, moves, whole, together, broader, policy, sources, patterns, examples)"
                    ));
                }
            }
        }
        if slot.policy == Some(Policy::SourceHierarchy) && slot.sources.is_empty() {
            return Err("sources: source-hierarchy needs a list of sources, best first".into());
        }
        Ok(())
    }
}
