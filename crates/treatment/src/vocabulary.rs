//! Closed lists of the field's words, each with one stable key used in facts, forms, addresses and words files.

/// A closed list of words: what pages need to offer a choice.
pub trait Vocabulary: Copy + Eq + 'static {
    /// All values, in the order in which they are offered.
    const VALUES: &'static [Self];
    /// The stable key of a value.
    fn value_key(self) -> &'static str;
}

/// Declares a closed list: the enum, its keys, `ALL` in order, `key`, `parse`, and the same key in serde.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("Key `", $key, "`.")] #[serde(rename = $key)] $variant),+
        }

        impl $crate::vocabulary::Vocabulary for $name {
            const VALUES: &'static [Self] = Self::ALL;

            fn value_key(self) -> &'static str {
                self.key()
            }
        }

        impl $name {
            /// All values, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable key of this value.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The value with this key.
            pub fn parse(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;
