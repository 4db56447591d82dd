//! The scheme: parts of speech and relations, after Universal Dependencies. Verbs are told apart by form, nouns by number, for that is
//! what a parse turns on; rare relations are one.

macro_rules! scheme {
    ($(#[$doc:meta])* $name:ident: $($(#[$inner:meta])* $variant:ident = $written:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$inner])* #[doc = concat!("`", $written, "`")] $variant),+
        }
        impl $name {
            /// All, in the order of the weights' lanes.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// As the scheme writes it.
            pub fn written(self) -> &'static str {
                match self { $(Self::$variant => $written),+ }
            }
        }
    };
}

scheme! {
    /// A part of speech (UPOS), verbs by form and nouns by number.
    Tag:
    Adjective = "ADJ",
    Adposition = "ADP",
    Adverb = "ADV",
    Auxiliary = "AUX",
    Coordinator = "CCONJ",
    Determiner = "DET",
    Interjection = "INTJ",
    Noun = "NOUN",
    Nouns = "NOUN+",
    Number = "NUM",
    Particle = "PART",
    Pronoun = "PRON",
    Name = "PROPN",
    Punctuation = "PUNCT",
    Subordinator = "SCONJ",
    Symbol = "SYM",
    VerbBase = "VERB",
    VerbPast = "VERB-ed",
    VerbPresent = "VERB-s",
    VerbIng = "VERB-ing",
    VerbParticiple = "VERB-en",
    Other = "X",
}

scheme! {
    /// How a word hangs on its head.
    Relation:
    Root = "root",
    Clause = "acl",
    Relative = "acl:relcl",
    Adverbial = "advcl",
    Adverb = "advmod",
    Adjective = "amod",
    Apposition = "appos",
    Auxiliary = "aux",
    Passive = "aux:pass",
    Case = "case",
    Coordinator = "cc",
    Complement = "ccomp",
    Compound = "compound",
    VerbParticle = "compound:prt",
    Conjunct = "conj",
    Copula = "cop",
    ClausalSubject = "csubj",
    Other = "dep",
    Determiner = "det",
    Discourse = "discourse",
    Expletive = "expl",
    Fixed = "fixed",
    Flat = "flat",
    IndirectObject = "iobj",
    Mark = "mark",
    Nominal = "nmod",
    Possessor = "nmod:poss",
    NominalUnmarked = "nmod:unmarked",
    Subject = "nsubj",
    PassiveSubject = "nsubj:pass",
    Numeral = "nummod",
    Object = "obj",
    Oblique = "obl",
    Agent = "obl:agent",
    ObliqueUnmarked = "obl:unmarked",
    Parataxis = "parataxis",
    Punctuation = "punct",
    Vocative = "vocative",
    OpenComplement = "xcomp",
}

impl Tag {
    /// The tag of a treebank's UPOS and XPOS columns.
    pub fn read(upos: &str, xpos: &str) -> Self {
        match (upos, xpos) {
            ("NOUN", "NNS" | "NNPS") => Self::Nouns,
            ("VERB", "VBD") => Self::VerbPast,
            ("VERB", "VBN") => Self::VerbParticiple,
            ("VERB", "VBG") => Self::VerbIng,
            ("VERB", "VBZ" | "VBP") => Self::VerbPresent,
            _ => Self::ALL.iter().copied().find(|tag| tag.written() == upos).unwrap_or(Self::Other),
        }
    }
    /// UPOS: forms and number forgotten.
    pub fn upos(self) -> &'static str {
        match self {
            Self::Nouns => "NOUN",
            Self::VerbPast | Self::VerbPresent | Self::VerbIng | Self::VerbParticiple => "VERB",
            _ => self.written(),
        }
    }
    /// A full verb in any form.
    pub fn is_verb(self) -> bool {
        self.upos() == "VERB"
    }
}

impl Relation {
    /// The relation of a treebank's DEPREL column; what the scheme does not tell apart falls to the nearest.
    pub fn read(written: &str) -> Self {
        let exact = |w: &str| Self::ALL.iter().copied().find(|relation| relation.written() == w);
        let (base, subtype) = written.split_once(':').unwrap_or((written, ""));
        exact(written).unwrap_or_else(|| match (base, subtype) {
            ("obl", "tmod" | "npmod") => Self::ObliqueUnmarked,
            ("nmod", "tmod" | "npmod" | "desc") => Self::NominalUnmarked,
            _ => exact(base).unwrap_or(Self::Other),
        })
    }
}
