//! Lists that cannot be too short: a claim has words, a dispute has two sides.

use std::ops::Deref;

macro_rules! at_least {
    ($(#[$doc:meta])* $name:ident, $n:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Vec<T>", into = "Vec<T>"))]
        #[cfg_attr(feature = "cache", serde(bound(serialize = "T: Clone + serde::Serialize", deserialize = "T: serde::Deserialize<'de>")))]
        pub struct $name<T>(Vec<T>);

        impl<T> $name<T> {
            /// The list, or nothing when it is too short.
            pub fn new(items: Vec<T>) -> Option<Self> {
                (items.len() >= $n).then_some(Self(items))
            }
            /// The first item; there always is one.
            pub fn first(&self) -> &T {
                &self.0[0]
            }
            /// The items as a plain list.
            pub fn into_vec(self) -> Vec<T> {
                self.0
            }
            /// Adds an item at the end.
            pub fn push(&mut self, item: T) {
                self.0.push(item);
            }
        }
        impl<T> Deref for $name<T> {
            type Target = [T];
            fn deref(&self) -> &[T] {
                &self.0
            }
        }
        impl<T> TryFrom<Vec<T>> for $name<T> {
            type Error = &'static str;
            fn try_from(items: Vec<T>) -> Result<Self, Self::Error> {
                Self::new(items).ok_or(concat!("fewer than ", $n, " items"))
            }
        }
        impl<T> From<$name<T>> for Vec<T> {
            fn from(list: $name<T>) -> Vec<T> {
                list.0
            }
        }
        impl<'a, T> IntoIterator for &'a $name<T> {
            type Item = &'a T;
            type IntoIter = std::slice::Iter<'a, T>;
            fn into_iter(self) -> Self::IntoIter {
                self.0.iter()
            }
        }
    };
}

at_least!(
    /// One item or more.
    NonEmpty, 1
);
at_least!(
    /// Two items or more: a disagreement has two sides.
    ///
    /// ```compile_fail,E0308
    /// use rashomon_model::{NonEmpty, Reading, Standing};
    /// fn one_sided(only: NonEmpty<Reading>) -> Standing {
    ///     Standing::Disputed(only) // a dispute takes TwoOrMore<Reading>
    /// }
    /// ```
    TwoOrMore, 2
);

impl<T> NonEmpty<T> {
    /// A list of one.
    pub fn one(item: T) -> Self {
        Self(vec![item])
    }
}
